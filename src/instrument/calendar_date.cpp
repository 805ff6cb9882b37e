#include "instrument/study.hpp"

#include <charconv>

namespace querist::instrument {

std::optional<std::chrono::sys_days> calendar_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto part = [text](std::size_t from, std::size_t length) {
        int value = -1;
        const char* end = text.data() + from + length;
        const auto [stopped, error] = std::from_chars(text.data() + from, end, value);
        return stopped == end && error == std::errc() ? value : -1;
    };
    const int year = part(0, 4);
    const int month = part(5, 2);
    const int day = part(8, 2);
    if (year < 0 || month < 0 || day < 0) return std::nullopt;
    const std::chrono::year_month_day date(
        std::chrono::year(year),
        std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day))
    );
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

bool is_calendar_date(std::string_view text) { return calendar_day(text).has_value(); }

}  // namespace querist::instrument
