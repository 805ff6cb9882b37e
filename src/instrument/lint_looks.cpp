// Whether pages in a study's own colour can be read.

#include "instrument/lint_rule.hpp"
#include "instrument/looks.hpp"

#include <fmt/format.h>

namespace querist::instrument {

namespace {

void examine_accent(
    const std::optional<Colour>& accent,
    const Ground& ground,
    std::string_view name,
    const Place& place,
    Hits& hits
) {
    if (!accent) return;
    const double weakest = weakest_contrast(*accent, ground);
    if (weakest >= least_contrast) return;
    hits.push_back({
        .place = place,
        .message = fmt::format(
            "{} on {} pages has a contrast of {:.1f} to 1, where 4.5 is needed to read it",
            to_text(*accent),
            name,
            weakest
        ),
        .cure = {},
    });
}

}  // namespace

Hits find_weak_contrast(const Examination& examination) {
    Hits hits;
    if (!examination.study.looks) return hits;
    const Looks& looks = *examination.study.looks;
    examine_accent(looks.accent, light_ground, "light", looks.accent_place, hits);
    examine_accent(looks.dark_accent, dark_ground, "dark", looks.dark_accent_place, hits);
    return hits;
}

}  // namespace querist::instrument
