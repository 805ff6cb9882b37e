#pragma once

// Texts in quotes: whether their quote was ever closed, and what their escapes hide.

#include "instrument/yaml_tree.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// What is wrong with a quote that runs away, at the place where it opens.
inline constexpr std::string_view open_quote =
    "the quote that opens here is not closed before the next key or list entry";
inline constexpr std::string_view open_quote_cure =
    "close it with the same quote character where the text ends";

/// Whether the quote that opens at `start` has swallowed a line that is a key or a list entry of
/// its own: until `end` some line begins like one and stands no deeper than the key of the text.
/// YAML reads on to the next quote, wherever that is.
[[nodiscard]] bool quote_runs_away(std::string_view source, const Mark& start, std::size_t end);

/// An escape in double quotes that makes a character which must not stand in a study file.
struct HiddenControl {
    Mark at;             ///< Of the backslash.
    std::string escape;  ///< As written: "\u202e".
    char32_t character = 0;
};

/// Those of the text in double quotes between two places of `source`, in order.
[[nodiscard]] std::vector<HiddenControl> hidden_controls(
    std::string_view source, const Mark& start, const Mark& end
);

}  // namespace querist::instrument
