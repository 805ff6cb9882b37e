#pragma once

#include "core/core.hpp"

#include <chrono>
#include <string_view>

namespace querist::actions {

enum class Known { moment, day };
/// What is known of completions of an anonymous study is the day.
[[nodiscard]] inline Known known_in(std::string_view mode) {
    return mode == "anonymous" ? Known::day : Known::moment;
}

/// When so many days of 24 hours have passed. Of a completion of which the day alone is known, from
/// the end of that day: nobody is paid before. An import's midnight is such a day, too.
[[nodiscard]] inline Instant review_end(Instant completed, int days, Known known) {
    if (days == 0) return completed;
    const Instant day = std::chrono::floor<std::chrono::days>(completed);
    if (known == Known::day || day == completed) return day + std::chrono::days(days + 1);
    return completed + std::chrono::days(days);
}

}  // namespace querist::actions
