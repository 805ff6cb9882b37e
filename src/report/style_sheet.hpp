#pragma once

#include <string_view>

namespace querist::report {

/// The report's CSS: light, dark, print. The segments' colours are ColorBrewer's PuOr, which stays
/// apart for every usual colour blindness; patterns (pictures.cpp) tell them apart without colour.
[[nodiscard]] std::string_view style_sheet();

}  // namespace querist::report
