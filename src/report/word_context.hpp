#pragma once

#include "report/tabulate.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::report {

/// A word of a text: its place in the bytes, and as it is counted (case folded).
struct TextWord {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string folded;
};

/// The words of a text by the rules of Unicode and the language (UAX 29, ICU; dictionaries for
/// languages without spaces). Signs and what has digits (2024, v2) are none.
[[nodiscard]] std::vector<TextWord> words_of(std::string_view text, std::string_view language);

/// Texts that are read at most: the first by public id, which are a random choice.
inline constexpr std::size_t context_texts_max = 2'000;
inline constexpr std::size_t context_words_max = 8;
inline constexpr std::size_t context_lines_max = 4;  ///< Of a word.
/// Characters on each side of the word; words at the edge are not cut.
inline constexpr std::size_t context_characters_max = 48;

/// The most frequent words of an item's open answers, each with the words around it: by how many
/// answers they stand in, at least two. Words that only hold a sentence together are left out: in
/// English by a list; in other languages those in more than half of the answers, from ten answers
/// on.
[[nodiscard]] ContextTable word_contexts(const Ground& ground, const response::TableItem& item);

}  // namespace querist::report
