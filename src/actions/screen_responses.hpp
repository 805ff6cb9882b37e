#pragma once

#include "actions/actions.hpp"
#include "store/store.hpp"

namespace querist::actions {

/// The responses of one origin, screened as `screen` says, from one view. Empty when no version
/// that they began with has `screening`, nor the one that is fielded.
[[nodiscard]] Result<std::optional<ScreenedStudy>> screen_responses(
    store::Snapshot& snapshot, const store::StudyRow& study, response::Origin origin
);

}  // namespace querist::actions
