#include "instrument/mail_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

constexpr AudienceSpec audiences[] = {
    {ReminderAudience::not_complete,
     "not complete",
     "Everybody whose answers are not complete: both of the others."},
    {ReminderAudience::not_started, "not started", "Those of whom nothing is there yet."},
    {ReminderAudience::partial, "partial", "Those who began and have not ended."},
};

/// Minutes of "21:00".
std::optional<int> minute_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (const std::size_t i : {0U, 1U, 3U, 4U}) {
        if (!is_digit(text[i])) return std::nullopt;
    }
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    if (hour > 23 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

}  // namespace

std::span<const AudienceSpec> audience_specs() { return audiences; }

std::optional<QuietHours> parse_quiet_hours(std::string_view text) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const std::optional<int> from = minute_of_day(trimmed(text.substr(0, dash)));
    const std::optional<int> to = minute_of_day(trimmed(text.substr(dash + 1)));
    if (!from || !to || *from == *to) return std::nullopt;
    return QuietHours{*from, *to};
}

std::string to_text(const QuietHours& hours) {
    return fmt::format(
        "{:02}:{:02} to {:02}:{:02}", hours.from / 60, hours.from % 60, hours.to / 60, hours.to % 60
    );
}

}  // namespace querist::instrument
