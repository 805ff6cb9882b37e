#pragma once

// How a study's pages look beyond the program's own stylesheet: its colour in light and dark, its
// fonts, its logo.

#include "instrument/colour.hpp"
#include "instrument/study.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace querist::instrument {

/// What pages are painted on and with, as frontend/survey.css has them.
struct Ground {
    Colour page;
    Colour card;
    Colour ink;
};
inline constexpr Ground light_ground{{0xf5, 0xf7, 0xf6}, {0xff, 0xff, 0xff}, {0x1b, 0x25, 0x26}};
inline constexpr Ground dark_ground{{0x12, 0x18, 0x17}, {0x1b, 0x23, 0x22}, {0xe7, 0xee, 0xed}};

/// Least contrast of text. Source: WCAG 2.2, 1.4.3.
inline constexpr double least_contrast = 4.5;

/// What is made of an accent on a ground.
struct Tones {
    Colour accent;     ///< Links, buttons, what is chosen.
    Colour strong;     ///< The same under the pointer.
    Colour on_accent;  ///< Words on the accent: black or white, whichever reads better.
    Colour tint;       ///< Behind what is chosen.
};
[[nodiscard]] Tones tones_of(Colour accent, const Ground& ground);

/// The least contrast of what is written in the accent, or in ink on its tint.
[[nodiscard]] double weakest_contrast(Colour accent, const Ground& ground);

/// An accent lightened until it reads well in the dark.
[[nodiscard]] Colour accent_for_dark(Colour accent);

/// The stylesheet of the colours and the font: it sets the properties that frontend/survey.css
/// paints with. Empty when there is neither a colour nor a font.
[[nodiscard]] std::string looks_sheet(const Looks& looks);
/// Keeps the sheet and its hash beside what they are made of.
void keep_sheet(Looks& looks);

/// Reads "Georgia, Noto Serif, serif": names of letters, digits, spaces and "-", the last one of
/// those that every browser knows. Gives what CSS calls a font family; none of anything else.
[[nodiscard]] std::optional<std::string> font_family(std::string_view text);

}  // namespace querist::instrument
