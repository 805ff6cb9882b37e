#pragma once

#include "expression/expression.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::response {

/// Where a response comes from; fixed when it starts; reports never mix them.
enum class Origin { real, pilot, test, synthetic, imported };
[[nodiscard]] std::string_view to_text(Origin origin);
[[nodiscard]] std::optional<Origin> parse_origin(std::string_view text);

/// `screened_out`: a page's answers ended the response (`instrument::ScreenOut`).
enum class Status { in_progress, complete, refused, withdrawn, screened_out };
[[nodiscard]] std::string_view to_text(Status status);
[[nodiscard]] std::optional<Status> parse_status(std::string_view text);
/// Whether nothing more is asked and what was answered stands: complete or screened out.
[[nodiscard]] bool has_ended(Status status);

/// Why an item has no answer. Codes as exported: "not_shown", "skipped", "declined",
/// "broken_off", "withdrawn".
enum class Gap { none, not_shown, skipped, declined, broken_off, withdrawn };
[[nodiscard]] std::string_view to_text(Gap gap);

/// An accepted event of a response; never changed afterwards.
/// `eligible` says of a complete one whether it is to be rewarded.
enum class EntryKind {
    consent,
    page,
    completion,
    flag,
    exclusion,
    withdrawal,
    screen_out,
    eligible
};
[[nodiscard]] std::string_view to_text(EntryKind kind);
[[nodiscard]] std::optional<EntryKind> parse_entry_kind(std::string_view text);

struct Answer {
    expression::Value value;           ///< `Unanswered` when there is none.
    std::map<int, std::string> texts;  ///< What was typed beside an option (choices) or row (grid).
    bool operator==(const Answer&) const = default;
};

/// The fold of a response's entries.
struct State {
    Status status = Status::in_progress;
    int consent_version = 0;
    std::vector<Answer> answers;      ///< One per item.
    std::vector<bool> presented;      ///< One per item: it was in "shown" of an accepted page.
    std::vector<int> page_revisions;  ///< One per page: its last revision, from 1; 0 = never.
    std::vector<std::string> flags;
    bool excluded = false;
    /// In which it was answered last: position in `Study::languages`; -1: no entry says.
    int language = -1;
    bool operator==(const State&) const = default;
};

}  // namespace querist::response
