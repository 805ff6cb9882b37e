#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "response/response.hpp"
#include "store/store.hpp"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace querist::actions {

/// A response as folded from its entries.
struct Folded {
    response::State state;
    response::Times times;
};

/// Before the first entry.
[[nodiscard]] Folded fresh_fold(const instrument::Study& study);

/// Applies one more entry to what was folded so far.
[[nodiscard]] Result<void> fold_entry(
    const instrument::Study& study,
    Folded& folded,
    response::EntryKind kind,
    const nlohmann::json& body
);

/// Whether the last entry that speaks of it excludes the response; a withdrawal repeats what held.
[[nodiscard]] bool excluded_by(const std::vector<store::EntryRow>& entries);

/// Folds a response's entries in their order. Bodies that were withdrawn are passed over.
/// actions.damaged-entry when a body is not JSON; else what `response::apply` says.
[[nodiscard]] Result<Folded> fold_entries(
    const instrument::Study& study, const std::vector<store::EntryRow>& entries
);

}  // namespace querist::actions
