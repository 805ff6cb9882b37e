#pragma once

// Earlier answers in texts: {{tool}} or {{tool|your tool}}, and words that hang on one:
// {{years, plural, one {# year} other {# years}|some years}}.

#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// One place in a text where an answer is put. Views into the text.
struct Pipe {
    std::string_view whole;     ///< With its braces.
    std::string_view item;      ///< The item's id as written, trimmed; anything else is a problem.
    std::string_view words;     ///< What stands behind its comma: "plural, …"; may be empty.
    std::string_view fallback;  ///< Shown when the item has no answer; empty: "…".
    bool closed = true;         ///< False: no "}}" follows, and `whole` is the rest of the text.
};

/// What the choice of a round is called in the texts of a repeated block: {{each}}.
inline constexpr std::string_view each_pipe = "each";

[[nodiscard]] std::vector<Pipe> pipes_in(std::string_view text);

/// The text as it reads to who answered nothing before: for those who read about a question rather
/// than answer it.
[[nodiscard]] std::string without_answers(std::string_view text);

}  // namespace querist::instrument
