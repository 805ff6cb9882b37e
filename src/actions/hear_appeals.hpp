#pragma once

#include "actions/actions.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace querist::actions {

/// Where an appeal of a complete response stands as its entries tell it. Empty where nothing was
/// decided against the response, or a reward was found to be its own: nothing takes that back.
[[nodiscard]] std::optional<Appeal> appeal_of(const std::vector<store::EntryRow>& entries);

/// A response whose appeal waits for a person.
struct OpenAppeal {
    PublicId response;
    Appeal appeal;
};
/// Those of real and pilot responses, in the order of their public ids.
[[nodiscard]] std::vector<OpenAppeal> open_appeals(
    store::Snapshot& snapshot, const store::StudyRow& study
);

}  // namespace querist::actions
