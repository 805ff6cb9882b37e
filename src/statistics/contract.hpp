#pragma once

#include <cmath>
#include <stdexcept>

namespace querist::statistics {

/// What the calling code promises, not what respondents answer: std::domain_error unless `holds`.
inline void require(bool holds, const char* promise) {
    if (!holds) throw std::domain_error(promise);
}

/// The largest value or weight that is taken: its square and sums of them stay in range.
inline constexpr double magnitude_max = 1e100;

/// Neither infinite, nor NaN, nor beyond `magnitude_max`.
inline void require_value(double value) {
    require(std::abs(value) <= magnitude_max, "a value is a finite number of at most 1e100");
}

inline void require_weight(double weight) {
    require(weight >= 0 && weight <= magnitude_max, "a weight lies between 0 and 1e100");
}

inline void require_level(double level) {
    require(level > 0 && level < 1, "a level lies between 0 and 1");
}

}  // namespace querist::statistics
