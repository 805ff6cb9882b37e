#include "web/looks_sheet.hpp"

#include "web/route.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

constexpr std::size_t sheet_hash_digits = 16;

std::string painted(instrument::Colour accent, const instrument::Ground& ground) {
    const instrument::Tones tones = instrument::tones_of(accent, ground);
    return fmt::format(
        ":root{{--accent:{};--accent-strong:{};--on-accent:{};--tint:{}}}",
        instrument::to_text(tones.accent),
        instrument::to_text(tones.strong),
        instrument::to_text(tones.on_accent),
        instrument::to_text(tones.tint)
    );
}

std::string sheet_name(const instrument::Looks& looks) {
    const std::string sheet = looks_sheet(looks);
    if (sheet.empty()) return {};
    return sha256(sheet).hex().substr(0, sheet_hash_digits) + ".css";
}

}  // namespace

std::string looks_sheet(const instrument::Looks& looks) {
    std::string sheet;
    std::optional<instrument::Colour> dark = looks.dark_accent;
    if (looks.accent) {
        sheet += painted(*looks.accent, instrument::light_ground);
        if (!dark) dark = instrument::accent_for_dark(*looks.accent);
    }
    if (dark) {
        sheet += fmt::format(
            "@media (prefers-color-scheme:dark){{{}}}", painted(*dark, instrument::dark_ground)
        );
    }
    if (!looks.font.empty()) sheet += fmt::format("body{{font-family:{}}}", looks.font);
    return sheet;
}

std::string looks_path(std::string_view study, const instrument::Looks& looks) {
    const std::string name = sheet_name(looks);
    return name.empty() ? name : study_path(study, "looks/" + name);
}

bool has_looks_named(const instrument::Study& study, std::string_view name) {
    return study.looks && !name.empty() && sheet_name(*study.looks) == name;
}

}  // namespace querist::web
