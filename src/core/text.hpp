#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace querist {

/// Offset of the first byte that is not part of valid UTF-8 (RFC 3629). Empty when all is valid.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// Length in code points of valid UTF-8.
[[nodiscard]] std::size_t code_points(std::string_view text);

/// ASCII alone, whatever the locale.
[[nodiscard]] constexpr bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
[[nodiscard]] constexpr bool is_lower(char byte) { return byte >= 'a' && byte <= 'z'; }

/// ASCII's capitals as small letters; all else stays.
[[nodiscard]] constexpr char lower_case(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}
[[nodiscard]] std::string lower_case(std::string_view text);
[[nodiscard]] constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower_case(x) == lower_case(y); });
}

/// Whether a text holds a control (C0, DEL, C1) or a separator of lines or paragraphs (U+2028,
/// U+2029).
[[nodiscard]] bool has_control(std::string_view text);

/// "12,345"
[[nodiscard]] std::string count_text(std::int64_t count);

/// `text` without spaces, tabs, line ends and no-break spaces at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// The one of `known` nearest to `word` (Damerau-Levenshtein distance in code points, at most a
/// third of its length, at least 1; the first of equals). Empty when none is near.
[[nodiscard]] std::optional<std::string> nearest(
    std::string_view word, std::span<const std::string> known
);
/// The cure for a word that is none of `known`: the one that was meant perhaps, else `otherwise`.
[[nodiscard]] std::string nearest_or(
    std::string_view word, std::span<const std::string> known, std::string otherwise
);

}  // namespace querist
