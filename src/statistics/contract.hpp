#pragma once

#include <stdexcept>

namespace querist::statistics {

/// What the calling code promises, not what respondents answer: std::domain_error unless `holds`.
inline void require(bool holds, const char* promise) {
    if (!holds) throw std::domain_error(promise);
}

inline void require_level(double level) {
    require(level > 0 && level < 1, "a level lies between 0 and 1");
}

}  // namespace querist::statistics
