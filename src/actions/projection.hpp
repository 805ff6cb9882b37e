#pragma once

// The answers projection: what is folded from a response's entries and kept beside them, so that
// reports and exports need not read entries. `querist rebuild` makes every row again.

#include "core/core.hpp"
#include "instrument/instrument.hpp"
#include "response/response.hpp"
#include "store/store.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace querist::actions {

/// When a response began and ended; a part of the projection that the state does not know.
struct Times {
    std::optional<Instant> started;  ///< Consent.
    std::optional<Instant> ended;    ///< Completion.
    bool operator==(const Times&) const = default;
};

/// A response as folded from its entries.
struct Folded {
    response::State state;
    Times times;
};

/// One projection row as JSON without white space, keys in this order, empty ones left out:
///   {"started":"2026-11-23T03:25:41.000123Z","ended":"…","excluded":true,"flags":["…"],
///    "seen":["ml_years","problems"],
///    "answers":{"ml_years":"1-2","deployment":["web"],"problems":{"crashes":"never"},
///               "uses_onnx":true,"age":31,"remedy":"text"},
///    "texts":{"problems":{"other":"typed beside the row or option"}}}
/// "seen" are the items that were on a page that was accepted, in study order. Only "seen" and
/// "answers" are always there. Ids and codes are those of the response's own version.
[[nodiscard]] std::string projection_text(
    const instrument::Study& study, const response::State& state, const Times& times
);

/// Applies one more entry to what was folded so far.
[[nodiscard]] Result<void> fold_entry(
    const instrument::Study& study,
    Folded& folded,
    response::EntryKind kind,
    const nlohmann::json& body
);

/// Folds a response's entries in their order. Bodies that were withdrawn are passed over.
/// actions.damaged-entry when a body is not what this version of the study can read.
[[nodiscard]] Result<Folded> fold_entries(
    const instrument::Study& study, const std::vector<store::EntryRow>& entries
);

}  // namespace querist::actions
