#pragma once

// Internal to actions: of whom no more answers are wanted.

#include "instrument/instrument.hpp"
#include "store/store.hpp"

#include <functional>
#include <set>
#include <string>

namespace querist::actions {

/// Names of strata.
using ClosedStrata = std::set<std::string, std::less<>>;

/// The strata whose people meet a full quota as soon as they agree, by what the answers keep of
/// the stratum alone. None where they do not keep it (`instrument::stratum_field_of`).
[[nodiscard]] ClosedStrata closed_strata(
    store::Snapshot& snapshot,
    StudyId stored,
    response::Origin origin,
    const instrument::Study& study
);

}  // namespace querist::actions
