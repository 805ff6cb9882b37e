// Rules about choices that are ranges of a number: every value needs exactly one of them.

#include "instrument/folded_text.hpp"
#include "instrument/lint_rule.hpp"
#include "instrument/range_label.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstddef>

namespace querist::instrument {

namespace {

/// Calls `visit(index, item, list)` for every item whose choices are ranges.
template <class Visit>
void for_each_range_list(const Study& study, const Visit& visit) {
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        if (!is_on_page(study.items[i])) continue;
        if (const std::optional<RangeList> list = range_list(study.items[i])) {
            visit(static_cast<int>(i), study.items[i], *list);
        }
    }
}

struct Least {
    double value = 0;
    std::string_view why;
};

/// The least value that a respondent can have: an employee's organization has at least one
/// person, a participant at least the consent's minimum age; all else starts at nothing.
Least least_possible(const Study& study, const Item& item, std::string_view unit) {
    constexpr std::array<std::string_view, 9> heads{
        "employee", "person", "member", "developer", "engineer", "worker", "staff", "user", "fte"
    };
    const std::string ask = folded(item.ask);
    for (const std::string_view head : heads) {
        if (unit == head) return {1, "1"};
    }
    const bool age = has_phrase(ask, "your age") || has_phrase(ask, "how old") ||
                     has_phrase(ask, "age group") || has_phrase(ask, "age range");
    if (age && study.consent && study.consent->minimum_age) {
        const bool in_days = unit == "year";
        const double years = *study.consent->minimum_age;
        return {in_days ? years * 365.25 : years, "the consent's minimum age"};
    }
    return {0, "0"};
}

Hit gap_between(int index, const Item& item, const RangeChoice& lower, const RangeChoice& upper) {
    return {
        .place = upper.option->place,
        .message = fmt::format(
            "\"{}\": no choice holds what lies between \"{}\" and \"{}\"",
            item.id,
            lower.option->label,
            upper.option->label
        ),
        .cure = {},
        .item = index,
    };
}

Hit overlap_of(int index, const Item& item, const RangeChoice& lower, const RangeChoice& upper) {
    return {
        .place = upper.option->place,
        .message = fmt::format(
            "\"{}\": \"{}\" and \"{}\" share a value",
            item.id,
            lower.option->label,
            upper.option->label
        ),
        .cure = {},
        .item = index,
    };
}

/// What `told` says of two ranges that follow each other, wherever they stand so.
Hits find_between_neighbours(
    const Examination& examination,
    bool (*stand_so)(const RangeLabel& lower, const RangeLabel& upper),
    Hit (*told)(int index, const Item& item, const RangeChoice& lower, const RangeChoice& upper)
) {
    Hits hits;
    for_each_range_list(examination.study, [&](int index, const Item& item, const RangeList& list) {
        for (std::size_t i = 1; i < list.choices.size(); ++i) {
            const RangeChoice& lower = list.choices[i - 1];
            const RangeChoice& upper = list.choices[i];
            if (stand_so(lower.range, upper.range)) hits.push_back(told(index, item, lower, upper));
        }
    });
    return hits;
}

/// Where single numbers are counted up and one is left out. Too few numbers, or as many leaps as
/// steps ("1, 2, 4, 8"), are names or a series of their own.
void find_holes(int index, const Item& item, Hits& hits) {
    constexpr std::size_t values_min = 4;
    const std::vector<RangeChoice> values = counted_list(item);
    if (values.size() < values_min) return;
    Hits holes;
    for (std::size_t i = 1; i < values.size(); ++i) {
        const double leap = values[i].range.low - values[i - 1].range.low;
        if (leap > 1) holes.push_back(gap_between(index, item, values[i - 1], values[i]));
    }
    if (2 * holes.size() >= values.size() - 1) return;
    hits.insert(hits.end(), holes.begin(), holes.end());
}

}  // namespace

Hits find_range_gaps(const Examination& examination) {
    Hits hits = find_between_neighbours(examination, leaves_gap, gap_between);
    int index = 0;
    for (const Item& item : examination.study.items) {
        if (is_on_page(item)) find_holes(index, item, hits);
        ++index;
    }
    return hits;
}

Hits find_range_overlaps(const Examination& examination) {
    return find_between_neighbours(examination, overlaps, overlap_of);
}

Hits find_range_starts(const Examination& examination) {
    Hits hits;
    for_each_range_list(examination.study, [&](int index, const Item& item, const RangeList& list) {
        const RangeChoice& first = list.choices.front();
        const RangeLabel& range = first.range;
        if (std::isinf(range.low)) return;
        const Least least = least_possible(examination.study, item, range.unit);
        const bool begins_above =
            range.low_included ? range.low > least.value + 1e-9 : range.low >= least.value;
        const bool none_fills = list.has_none && range.low <= range.step + 1e-9;
        if (!begins_above || none_fills) return;
        hits.push_back({
            .place = first.option->place,
            .message = fmt::format(
                "\"{}\": the ranges start with \"{}\", but the least possible value is {}",
                item.id,
                first.option->label,
                least.why
            ),
            .cure = {},
            .item = index,
        });
    });
    return hits;
}

Hits find_range_ends(const Examination& examination) {
    Hits hits;
    for_each_range_list(examination.study, [&](int index, const Item& item, const RangeList& list) {
        const RangeChoice* greatest = &list.choices.front();
        for (const RangeChoice& choice : list.choices) {
            if (choice.range.high > greatest->range.high) greatest = &choice;
        }
        const RangeLabel& range = greatest->range;
        const bool all_there_is = range.unit == "%" && range.high >= 100;
        if (std::isinf(range.high) || all_there_is) return;
        hits.push_back({
            .place = greatest->option->place,
            .message = fmt::format(
                "\"{}\": the ranges end with \"{}\" and leave out whatever is greater",
                item.id,
                greatest->option->label
            ),
            .cure = {},
            .item = index,
        });
    });
    return hits;
}

}  // namespace querist::instrument
