#pragma once

#include "core/core.hpp"

#include <chrono>

namespace querist::actions {

/// When so many days of 24 hours have passed. Of a completion of which the day alone is kept, from
/// the end of that day: nobody is paid before.
[[nodiscard]] inline Instant review_end(Instant completed, int days) {
    if (days == 0) return completed;
    return std::chrono::ceil<std::chrono::days>(completed) == completed
               ? completed + std::chrono::days(days + 1)
               : completed + std::chrono::days(days);
}

}  // namespace querist::actions
