#pragma once

// Numbers of answers, as formulas for sizes give them.

#include <cmath>
#include <cstdint>

namespace querist::statistics {

inline constexpr double answers_max = 9e15;  ///< Whole numbers that a double holds.

/// The next whole number, but not for what only rounding lifts above one. `value` < answers_max.
[[nodiscard]] inline std::int64_t rounded_up(double value) {
    return static_cast<std::int64_t>(std::ceil(value * (1 - 1e-12)));
}

}  // namespace querist::statistics
