#pragma once

// The keys of how pages look: a part of the table in study_keys.cpp.

#include "instrument/key_forms.hpp"

namespace querist::instrument::looks_keys {

using enum ValueType;
using enum Presence;
using S = Section;

inline constexpr KeySpec specs[] = {
    plain(
        S::looks,
        "accent",
        colour,
        optional,
        "Colour of links, buttons and what is chosen, in quotes: `\"#1a5fb4\"`."
    ),
    plain(
        S::looks,
        "dark accent",
        colour,
        optional,
        "The same where somebody's device is set to dark; without it the accent, lightened until "
        "it "
        "reads well."
    ),
    plain(
        S::looks,
        "font",
        fonts,
        optional,
        "Fonts in the order of preference, the last of them `serif`, `sans-serif`, `monospace`, "
        "`system-ui`, `ui-serif` or `ui-rounded`. Only those of the device: nothing is loaded."
    ),
    plain(
        S::looks,
        "logo",
        text,
        optional,
        "A file in the folder `images`: PNG, JPEG, GIF or WebP, shown above the study's title."
    ),
    plain(S::looks, "logo says", text, optional, "The logo in words, for who does not see it."),
};

}  // namespace querist::instrument::looks_keys
