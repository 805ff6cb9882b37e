#include "report/periods.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::report {

namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

int year_of(sys_days day) { return static_cast<int>(year_month_day(day).year()); }
int month_of(sys_days day) {
    return static_cast<int>(static_cast<unsigned>(year_month_day(day).month()));
}

std::string day_text(sys_days day) {
    const auto day_of_month = static_cast<unsigned>(year_month_day(day).day());
    return fmt::format("{:04}-{:02}-{:02}", year_of(day), month_of(day), day_of_month);
}

/// A way to cut the calendar: which numbered period a day lies in, and the name of a period.
struct Cut {
    int (*number)(sys_days day);
    std::string (*label)(int number);
};

constexpr int months_a_year = 12;
constexpr int years_a_decade = 10;

constexpr Cut cuts[] = {
    {[](sys_days day) { return static_cast<int>(day.time_since_epoch().count()); },
     [](int number) { return day_text(sys_days(std::chrono::days(number))); }},
    {[](sys_days day) { return year_of(day) * months_a_year + month_of(day) - 1; },
     [](int number) {
         return fmt::format("{:04}-{:02}", number / months_a_year, number % months_a_year + 1);
     }},
    {[](sys_days day) { return year_of(day); },
     [](int number) { return fmt::format("{:04}", number); }},
    {[](sys_days day) { return year_of(day) / years_a_decade; },
     [](int number) {
         const int first = number * years_a_decade;
         return fmt::format("{:04}–{:04}", first, first + years_a_decade - 1);
     }},
};

}  // namespace

std::vector<Period> periods_of(const std::vector<sys_days>& days) {
    std::vector<Period> periods;
    if (days.empty()) return periods;
    const auto [first, last] = std::ranges::minmax(days);
    const Cut* cut = std::begin(cuts);
    while (cut + 1 != std::end(cuts) && cut->number(last) - cut->number(first) >= periods_max) {
        ++cut;
    }
    const int start = cut->number(first);
    for (int number = start; number <= cut->number(last); ++number) {
        periods.push_back({cut->label(number), 0});
    }
    for (const sys_days day : days) {
        ++periods[static_cast<std::size_t>(cut->number(day) - start)].count;
    }
    return periods;
}

std::string in_short(std::vector<sys_days> days) {
    if (days.empty()) return {};
    std::ranges::sort(days);
    return fmt::format(
        "Half of the dates were up to {}; the earliest was {}, the latest {}.",
        day_text(days[(days.size() - 1) / 2]),
        day_text(days.front()),
        day_text(days.back())
    );
}

}  // namespace querist::report
