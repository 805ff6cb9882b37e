#include "response/response.hpp"

#include <array>

namespace querist::response {

namespace {

/// The value whose name is `text`, among the first `Count` values of an enumeration.
template <class Enum, std::size_t Count>
std::optional<Enum> parse_name(std::string_view text) {
    for (std::size_t i = 0; i < Count; ++i) {
        const auto value = static_cast<Enum>(i);
        if (to_text(value) == text) return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_text(Origin origin) {
    switch (origin) {
        case Origin::real:
            return "real";
        case Origin::pilot:
            return "pilot";
        case Origin::test:
            return "test";
        case Origin::synthetic:
            return "synthetic";
        case Origin::imported:
            return "imported";
    }
    return {};
}

std::optional<Origin> parse_origin(std::string_view text) { return parse_name<Origin, 5>(text); }

std::string_view to_text(Status status) {
    switch (status) {
        case Status::in_progress:
            return "in_progress";
        case Status::complete:
            return "complete";
        case Status::refused:
            return "refused";
        case Status::withdrawn:
            return "withdrawn";
        case Status::screened_out:
            return "screened_out";
    }
    return {};
}

std::optional<Status> parse_status(std::string_view text) { return parse_name<Status, 5>(text); }

bool has_ended(Status status) {
    return status == Status::complete || status == Status::screened_out;
}

std::string_view to_text(Gap gap) {
    switch (gap) {
        case Gap::none:
            return "";
        case Gap::not_shown:
            return "not_shown";
        case Gap::skipped:
            return "skipped";
        case Gap::declined:
            return "declined";
        case Gap::broken_off:
            return "broken_off";
        case Gap::withdrawn:
            return "withdrawn";
    }
    return {};
}

std::string_view to_text(EntryKind kind) {
    switch (kind) {
        case EntryKind::consent:
            return "consent";
        case EntryKind::page:
            return "page";
        case EntryKind::completion:
            return "completion";
        case EntryKind::flag:
            return "flag";
        case EntryKind::exclusion:
            return "exclusion";
        case EntryKind::withdrawal:
            return "withdrawal";
        case EntryKind::screen_out:
            return "screen_out";
        case EntryKind::eligible:
            return "eligible";
    }
    return {};
}

std::optional<EntryKind> parse_entry_kind(std::string_view text) {
    return parse_name<EntryKind, 8>(text);
}

std::string_view to_text(Completion completion) {
    switch (completion) {
        case Completion::complete:
            return "complete";
        case Completion::partial:
            return "partial";
        case Completion::broken_off:
            return "broken_off";
        case Completion::refused:
            return "refused";
        case Completion::withdrawn:
            return "withdrawn";
        case Completion::screened_out:
            return "screened_out";
        case Completion::quota_full:
            return "quota_full";
    }
    return {};
}

}  // namespace querist::response
