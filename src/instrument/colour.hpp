#pragma once

// Colours of pages, and how well one can be read on another.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace querist::instrument {

/// In sRGB.
struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Colour&) const = default;
};

inline constexpr Colour white{255, 255, 255};
inline constexpr Colour black{0, 0, 0};

/// Reads "#0b6b69"; nothing else is a colour of a study.
[[nodiscard]] std::optional<Colour> parse_colour(std::string_view text);
/// "#0b6b69"
[[nodiscard]] std::string to_text(Colour colour);

/// Contrast ratio, 1 (none) to 21, the same both ways. Source: WCAG 2.2, "contrast ratio" and
/// "relative luminance".
[[nodiscard]] double contrast(Colour one, Colour other);

/// `one` with `percent` (0 to 100) of `other` mixed in, channel by channel, rounded to nearest.
[[nodiscard]] Colour mixed(Colour one, Colour other, int percent);

}  // namespace querist::instrument
