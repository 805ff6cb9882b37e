// Rules about what a study asks of those who answer: time and reading.

#include "instrument/lint_rule.hpp"
#include "instrument/reading_grade.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace querist::instrument {

namespace {

constexpr double usual_minutes_max = 15;
constexpr double item_grade_max = 12;
// Below this many words one long word decides the grade, which then says nothing.
constexpr int judged_words_min = 10;

}  // namespace

Hits find_reading_grade(const Examination& examination) {
    if (!examination.english) return {};
    return hits_on_pages(examination, [](const Item& item) -> std::optional<Fault> {
        const TextCounts counts =
            text_counts(item.hint.empty() ? item.ask : item.ask + "\n\n" + item.hint);
        const double grade = flesch_kincaid_grade(counts);
        if (counts.words < judged_words_min || grade <= item_grade_max) return std::nullopt;
        return Fault{
            .message = fmt::format(
                "\"{}\" reads at grade {:.1f}, above {:.0f}", item.id, grade, item_grade_max
            ),
            .cure = {},
        };
    });
}

Hits find_too_long(const Examination& examination) {
    if (examination.minutes <= usual_minutes_max) return {};
    Place place;
    if (!examination.study.items.empty()) place.file = examination.study.items.front().place.file;
    return {Hit{
        .place = place,
        .message = fmt::format(
            "the longest usual walk takes about {} minutes, more than {:.0f}",
            told_minutes(examination.minutes),
            usual_minutes_max
        ),
        .cure = {},
    }};
}

}  // namespace querist::instrument
