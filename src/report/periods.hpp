#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace querist::report {

/// A stretch of the calendar and how many days fall into it.
struct Period {
    std::string label;  ///< "2026-03-31", "2026-03", "2026" or "2020–2029".
    std::int64_t count = 0;
};

/// The days by day, month, year or decade, whichever is finest with at most 24 periods (decades:
/// any number); periods without a day between others are kept. Empty when there are no days.
[[nodiscard]] std::vector<Period> periods_of(const std::vector<std::chrono::sys_days>& days);
inline constexpr int periods_max = 24;

/// "Half of the dates were up to 2026-03-31; the earliest was …, the latest …." Half is by the
/// lower of two middle days, so that it is a day that was answered. Empty when there are no days.
[[nodiscard]] std::string in_short(std::vector<std::chrono::sys_days> days);

}  // namespace querist::report
