#pragma once

// Internal to instrument: how hard a text is to read.

#include "instrument/study.hpp"

#include <string_view>

namespace querist::instrument {

struct TextCounts {
    int words = 0;
    int sentences = 0;
    int syllables = 0;
};

/// Counts of an English text (Markdown's marks count as nothing). Sentences end at ".", "?", "!"
/// before white space and a word that does not begin in lower case, and at blank lines.
[[nodiscard]] TextCounts text_counts(std::string_view text);

/// Syllables of one English word: its groups of vowels, less a silent final e, es or ed, at least
/// one. Up to four capitals without lower case ("ML", "SE") are spelled out: one a letter.
[[nodiscard]] int syllables_of(std::string_view word);

/// 0.39 words per sentence + 11.8 syllables per word - 15.59, not below 0. Unit: years of
/// schooling in the USA. 0 for a text without words.
/// Source: Kincaid, Fishburne, Rogers, Chissom 1975, Research Branch Report 8-75.
[[nodiscard]] double flesch_kincaid_grade(const TextCounts& counts);

/// The grade of all that respondents read, 0 when the study is not in English.
[[nodiscard]] double reading_grade(const Study& study);

}  // namespace querist::instrument
