#pragma once

#include "actions/versions.hpp"
#include "store/store.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace querist::actions {

/// What the entries of a response say that its row and its projection must be.
struct ExpectedProjection {
    response::Status status = response::Status::in_progress;
    std::optional<std::string> text;  ///< None for refusals and withdrawals.
    /// With the text: what was asked and answered.
    std::shared_ptr<const instrument::Study> study = {};
    std::vector<response::Answer> answers = {};
    std::map<std::string, bool> eligible = {};  ///< By compensation: what was decided.
};

/// Folds the entries. actions.damaged-entry, actions.unknown-version, actions.unreadable-version.
[[nodiscard]] Result<ExpectedProjection> expected_projection(
    store::Snapshot& snapshot, Versions& versions, const store::ResponseRow& row
);

}  // namespace querist::actions
