#include "instrument/looks.hpp"

#include "core/core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace querist::instrument {

namespace {

constexpr std::array<std::string_view, 6> generic_families = {
    "serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-rounded"
};
constexpr std::size_t fonts_bytes_max = 200;

constexpr std::size_t sheet_hash_digits = 16;

std::string painted(Colour accent, const Ground& ground) {
    const Tones tones = tones_of(accent, ground);
    return fmt::format(
        ":root{{--accent:{};--accent-strong:{};--on-accent:{};--tint:{}}}",
        to_text(tones.accent),
        to_text(tones.strong),
        to_text(tones.on_accent),
        to_text(tones.tint)
    );
}

bool is_generic(std::string_view name) {
    return std::ranges::find(generic_families, name) != generic_families.end();
}

bool is_font_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return is_lower(c) || (c >= 'A' && c <= 'Z') || is_digit(c) || c == ' ' || c == '-';
    });
}

}  // namespace

Tones tones_of(Colour accent, const Ground& ground) {
    const bool takes_white = contrast(accent, white) >= contrast(accent, black);
    return {
        .accent = accent,
        .strong = mixed(accent, ground.ink, 25),
        .on_accent = takes_white ? white : black,
        .tint = mixed(ground.card, accent, 12)
    };
}

double weakest_contrast(Colour accent, const Ground& ground) {
    const Tones tones = tones_of(accent, ground);
    return std::min({
        contrast(accent, ground.page),
        contrast(accent, ground.card),
        contrast(accent, tones.on_accent),
        contrast(accent, tones.tint),
        contrast(ground.ink, tones.tint),
    });
}

Colour accent_for_dark(Colour accent) {
    // At 100 % it is white, which reads on every dark ground.
    for (int percent = 0; percent < 100; percent += 5) {
        const Colour lighter = mixed(accent, white, percent);
        if (weakest_contrast(lighter, dark_ground) >= least_contrast) return lighter;
    }
    return white;
}

std::string looks_sheet(const Looks& looks) {
    std::string sheet;
    std::optional<Colour> dark = looks.dark_accent;
    if (looks.accent) {
        sheet += painted(*looks.accent, light_ground);
        if (!dark) dark = accent_for_dark(*looks.accent);
    }
    if (dark) {
        sheet +=
            fmt::format("@media (prefers-color-scheme:dark){{{}}}", painted(*dark, dark_ground));
    }
    if (!looks.font.empty()) sheet += fmt::format("body{{font-family:{}}}", looks.font);
    return sheet;
}

void keep_sheet(Looks& looks) {
    looks.sheet = looks_sheet(looks);
    looks.sheet_hash.clear();
    if (!looks.sheet.empty()) {
        looks.sheet_hash = sha256(looks.sheet).hex().substr(0, sheet_hash_digits);
    }
}

std::optional<std::string> font_family(std::string_view text) {
    if (text.size() > fonts_bytes_max) return std::nullopt;
    std::string family;
    std::string_view name;
    for (;;) {
        const std::size_t comma = text.find(',');
        name = trimmed(text.substr(0, comma));
        if (!is_font_name(name)) return std::nullopt;
        if (!family.empty()) family += ",";
        family += is_generic(name) ? std::string(name) : fmt::format("\"{}\"", name);
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return is_generic(name) ? std::optional(std::move(family)) : std::nullopt;
}

}  // namespace querist::instrument
