#include "instrument/colour.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace querist::instrument {

namespace {

std::optional<std::uint8_t> channel(std::string_view digits) {
    std::uint8_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

/// A channel as light, 0 to 1.
double linear(std::uint8_t value) {
    const double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
           0.0722 * linear(colour.blue);
}

std::uint8_t mixed_channel(int one, int other, int percent) {
    return static_cast<std::uint8_t>((one * (100 - percent) + other * percent + 50) / 100);
}

}  // namespace

std::optional<Colour> parse_colour(std::string_view text) {
    if (text.size() != 7 || text.front() != '#') return std::nullopt;
    const auto red = channel(text.substr(1, 2));
    const auto green = channel(text.substr(3, 2));
    const auto blue = channel(text.substr(5, 2));
    if (!red || !green || !blue) return std::nullopt;
    return Colour{*red, *green, *blue};
}

std::string to_text(Colour colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

double contrast(Colour one, Colour other) {
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

Colour mixed(Colour one, Colour other, int percent) {
    return {
        mixed_channel(one.red, other.red, percent),
        mixed_channel(one.green, other.green, percent),
        mixed_channel(one.blue, other.blue, percent)
    };
}

}  // namespace querist::instrument
