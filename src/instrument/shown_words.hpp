#pragma once

#include "instrument/study.hpp"

namespace querist::instrument {

/// Silent reading of English prose. Brysbaert 2019, Journal of Memory and Language 109: 238.
inline constexpr double words_read_a_minute = 240;

/// Words between spaces that whoever answers an item is shown: question, hint, choices, rows and
/// points. A list that opens counts as nothing: nobody reads it through.
[[nodiscard]] int shown_words(const Item& item);
/// Those of a page besides its items: its title and its introduction.
[[nodiscard]] int shown_words(const Page& page);

}  // namespace querist::instrument
