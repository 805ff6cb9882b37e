#pragma once

// Internal to instrument: texts made comparable for the linter's English rules.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// Lower case (ASCII), every dash as "-", every space as " ", ≥ and ≤ as ">=" and "<=", curly
/// apostrophes straight, £ and € as "$" (a rule only asks whether there is a currency).
[[nodiscard]] std::string folded(std::string_view text);

/// The words of a folded text: runs of letters, digits and inner apostrophes.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view folded_text);

/// Whether `phrase` stands in `folded_text` with no letter or digit touching it at either end.
[[nodiscard]] bool has_phrase(std::string_view folded_text, std::string_view phrase);

/// The first of `phrases` that stands in `folded_text` so; empty when none does. Empty phrases are
/// passed over.
[[nodiscard]] std::string_view first_phrase(
    std::string_view folded_text, std::span<const std::string_view> phrases
);

/// "years" -> "year", "companies" -> "company", "people" -> "person": enough to compare units.
[[nodiscard]] std::string singular(std::string_view word);

/// Whether the language (BCP 47) is English; most wording rules know English only.
[[nodiscard]] bool is_english(std::string_view language);

}  // namespace querist::instrument
