#pragma once

#include <cstddef>

namespace querist::response {

/// Sets of codes are kept as bits, so many in a word.
inline constexpr std::size_t word_bits = 64;

}  // namespace querist::response
