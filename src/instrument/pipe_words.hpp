#pragma once

// Words that hang on an earlier answer: {{years, plural, one {# year} other {# years}}} and
// {{role, select, lead {your team} other {your work}}}, as ICU's MessageFormat writes them.

#include "instrument/pipes.hpp"
#include "instrument/study.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::instrument {

/// What decides the words of a pipe: nothing, a number, a choice; `other` is none of them.
enum class PipeForm { answer, plural, select, other };
[[nodiscard]] PipeForm form_of(const Pipe& pipe);

struct PipeFault {
    std::string message;
    std::string cure;
};
/// What is wrong with the words of a pipe in a language (BCP 47): bad syntax, a missing `other`, a
/// plural category that the language has not, other arguments within the words.
[[nodiscard]] std::optional<PipeFault> fault_in_words(const Pipe& pipe, std::string_view language);

/// Whether the item's answer is what the words hang on: a number for a plural, a single choice or
/// yes and no for a select, and each of its keys a code.
[[nodiscard]] std::optional<PipeFault> fault_in_use(const Pipe& pipe, const Item& item);

/// What is wrong with the words of `{{each}}`, the choice of a round: that there are any.
[[nodiscard]] std::optional<PipeFault> fault_in_use_of_each(const Pipe& pipe);

/// The categories that whole numbers below 1,000 have in the language (Unicode CLDR) and the words
/// of a plural leave to `other`: "one", "few". None where the words are at fault.
[[nodiscard]] std::vector<std::string> missing_categories(
    const Pipe& pipe, std::string_view language
);

/// The codes that a select names, without `other`.
[[nodiscard]] std::vector<std::string> select_keys(const Pipe& pipe);

/// The words for a number, # said in the style of the language with the digits 0 to 9; for a code.
/// Empty where the words are at fault.
[[nodiscard]] std::string words_for(const Pipe& pipe, std::string_view language, double number);
[[nodiscard]] std::string words_for(
    const Pipe& pipe, std::string_view language, const std::string& code
);

}  // namespace querist::instrument
