#pragma once

// What an unquoted YAML scalar is, for us and for other tools.

#include "instrument/yaml_tree.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace querist::instrument {

/// What YAML tools read in place of an unquoted text that looks like `text`: "the truth value
/// false" for no, "the number 1000" for 1_000, "a date", "nothing". Empty when they read the text
/// itself, or a whole number that prints as the same text.
[[nodiscard]] std::optional<std::string> yaml_surprise(std::string_view text);

/// A decimal whole number without leading zeros that fits.
[[nodiscard]] std::optional<long long> parse_whole(std::string_view text);

/// A decimal number without exponent: "0.5", "-3".
[[nodiscard]] std::optional<double> parse_decimal(std::string_view text);

/// The lost text when `scalar` is plain and " #" ended it on its line with no space after the #:
/// "Issue #5" is read as "Issue".
[[nodiscard]] std::optional<std::string> lost_comment(
    const YamlNode& scalar, std::string_view source
);

}  // namespace querist::instrument
