#pragma once

// The ids of identity.db, which never leave it.

#include "core/core.hpp"

namespace querist::store {

using FrameId = Id<struct FrameTag>;      ///< A study in identity.db; no StudyId of answers.db.
using StratumId = Id<struct StratumTag>;  ///< A stratum of one frame.
using PersonId = Id<struct PersonTag>;    ///< Somebody in the frame of one study.
using FrameValueId = Id<struct FrameValueTag>;  ///< A text of a compared column of one frame.
using DrawId = Id<struct DrawTag>;
using CaseId = Id<struct CaseTag>;  ///< A sampled person in one study.

}  // namespace querist::store
