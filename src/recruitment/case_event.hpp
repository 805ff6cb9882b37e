#pragma once

#include "core/core.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace querist::recruitment {

/// What can happen to a case, which is one sampled person in one study. What each means stands in
/// `event_rows`; the order of the enumerators decides between words on delivery of the same moment
/// (the later one holds) and nothing else.
enum class EventKind : std::uint8_t {
    sampled,
    suppressed,
    person_deleted,
    invited,
    reminded,
    delivered,
    uncertain_delivery,
    moved,
    bounced,
    replied_refusal,
    opted_out,
    replied_language,
    replied_unavailable,
    replied_other,
    read_receipt,
    unsampled_reply,
    opened_link,
    refused_consent,
    consented,
    answered,
    broke_off,
    partial,
    completed,
    screened_out,
    quota_full,
    withdrawn,
    duplicate,
    excluded,
    unusable
};
inline constexpr std::size_t event_kinds = 29;

/// What an event does to the code of its case.
enum class Nature : std::uint8_t {
    record,      ///< Kept for the record: no code hangs on it.
    sending,     ///< Something was sent.
    delivery,    ///< What became of what was sent: the latest word counts.
    word,        ///< What somebody says, or what a mail program says for them.
    answering,   ///< What somebody does with the questionnaire.
    correction,  ///< Takes a case out that was counted: by the person or by the researchers.
};

struct EventRow {
    EventKind kind;
    std::string_view word;  ///< As it is stored and exported: "opened-link".
    Nature nature;
    std::string_view says;  ///< What it means: a clause without full stop.
};

/// Every kind of event, in the order of the enumerators.
[[nodiscard]] std::span<const EventRow> event_rows();
[[nodiscard]] const EventRow& row_of(EventKind kind);
/// Reads `EventRow::word`. Empty when it is none.
[[nodiscard]] std::optional<EventKind> event_kind_of(std::string_view word);

/// Something that happened to a case. It holds no text: nothing of a person is in it.
struct CaseEvent {
    EventKind kind = EventKind::sampled;
    Instant at;  ///< When it happened, not when it was recorded.
    auto operator<=>(const CaseEvent&) const = default;
};

}  // namespace querist::recruitment
