#pragma once

// Internal to instrument: how long a participant needs. The formula stands in
// docs/lint-rules.md, made from these constants.

#include "instrument/shown_words.hpp"
#include "instrument/study.hpp"

#include <vector>

namespace querist::instrument {

/// Thinking, pointing and pressing once: 1.35 + 1.1 + 0.2 s. Card, Moran, Newell 1980, CACM 23(7),
/// keystroke-level model.
inline constexpr double choose_seconds = 2.65;
/// Thinking, moving to the keyboard and typing three digits: 1.35 + 1.1 + 0.2 + 0.4 + 3 x 0.28 s.
inline constexpr double number_seconds = 3.89;
/// One key of a number field, from the same model; a date has five digits more than three.
inline constexpr double key_seconds = 0.28;
/// Typing on a phone. Palin and others 2019, MobileHCI: 36.2 words a minute.
inline constexpr double words_typed_a_minute = 36.2;
/// Our assumptions about answers in words.
inline constexpr double short_text_words = 8;
inline constexpr double long_text_words = 40;
inline constexpr double email_words = 4;  ///< 20 characters, five a word.
/// Our assumption: a third of the choices apply, at least one.
inline constexpr double chosen_share = 1.0 / 3;

/// Seconds to read and answer one item. A grid is answered row by row.
[[nodiscard]] double item_seconds(const Item& item);

/// Minutes for the longest usual walk: consent, every item that can be asked, thanks; of branches
/// that exclude one another the longer. `reachable` as `reachable_items` says.
[[nodiscard]] double estimated_minutes(const Study& study, const std::vector<bool>& reachable);

}  // namespace querist::instrument
