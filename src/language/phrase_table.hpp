#pragma once

#include "language/phrase.hpp"

#include <array>
#include <string_view>

namespace querist::language {

using PhraseTable = std::array<std::string_view, phrase_count>;

struct PhraseRow {
    Phrase phrase;
    std::string_view words;
};

/// A language's table from its rows, in the order of `Phrase`. A phrase that is missing, empty,
/// said twice or out of order does not compile.
template <std::size_t rows>
consteval PhraseTable phrase_table(const PhraseRow (&all)[rows]) {
    static_assert(rows == phrase_count, "a phrase is missing, or one is said twice");
    PhraseTable table;
    for (std::size_t i = 0; i < rows; ++i) {
        if (static_cast<std::size_t>(all[i].phrase) != i) throw "a phrase is out of order";
        if (all[i].words.empty()) throw "a phrase says nothing";
        table[i] = all[i].words;
    }
    return table;
}

extern const PhraseTable english_phrases;
extern const PhraseTable german_phrases;
extern const PhraseTable spanish_phrases;
extern const PhraseTable french_phrases;
extern const PhraseTable chinese_phrases;
extern const PhraseTable arabic_phrases;

}  // namespace querist::language
