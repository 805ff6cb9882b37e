// Rules about answer scales: the same construct deserves the same points, in balance.

#include "instrument/folded_text.hpp"
#include "instrument/lint_rule.hpp"
#include "instrument/range_label.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace querist::instrument {

namespace {

using Word = std::string_view;

struct Construct {
    Word name;
    std::array<Word, 10> words;  ///< A label with one of them belongs to the construct.
};

constexpr std::array constructs{
    Construct{"agreement", {"agree", "disagree"}},
    Construct{
        "frequency",
        {"never",
         "rarely",
         "seldom",
         "sometimes",
         "occasionally",
         "often",
         "frequently",
         "usually",
         "regularly",
         "always"}
    },
    Construct{"satisfaction", {"satisfied", "dissatisfied", "unsatisfied"}},
    Construct{"likelihood", {"likely", "unlikely"}},
    Construct{"importance", {"important", "unimportant"}},
    Construct{"difficulty", {"easy", "difficult", "hard"}},
    Construct{
        "expertise", {"novice", "beginner", "intermediate", "advanced", "expert", "proficient"}
    },
    Construct{"quality", {"excellent", "good", "fair", "poor", "bad"}},
};

struct Scale {
    int item = -1;
    Word construct;                   ///< Empty: a grid's scale with words of its own.
    std::vector<std::string> labels;  ///< Folded, without ways to decline.
};

Word construct_of(std::span<const std::string> labels) {
    for (const Construct& construct : constructs) {
        const auto belonging =
            static_cast<std::size_t>(std::ranges::count_if(labels, [&](const std::string& label) {
                return !first_phrase(label, construct.words).empty();
            }));
        if (belonging >= 2 && belonging * 2 >= labels.size()) return construct.name;
    }
    return {};
}

std::vector<Scale> scales_of(const Study& study) {
    std::vector<Scale> scales;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        if (!is_on_page(study.items[i])) continue;
        const Kind& kind = study.items[i].kind;
        const auto* grid = std::get_if<Grid>(&kind);
        const auto* single = std::get_if<SingleChoice>(&kind);
        if (grid == nullptr && single == nullptr) continue;
        if (single != nullptr && !single->attention_check.empty()) continue;  // measures nothing
        Scale scale{.item = static_cast<int>(i), .construct = {}, .labels = {}};
        for (const Option& option : grid != nullptr ? grid->scale : single->choices) {
            if (option.declines || option.exclusive || option.takes_text) continue;
            scale.labels.push_back(folded(trimmed(option.label)));
        }
        scale.construct = construct_of(scale.labels);
        if (grid != nullptr || !scale.construct.empty()) scales.push_back(std::move(scale));
    }
    return scales;
}

std::size_t shared_labels(const Scale& a, const Scale& b) {
    return static_cast<std::size_t>(std::ranges::count_if(a.labels, [&](const std::string& label) {
        return std::ranges::find(b.labels, label) != b.labels.end();
    }));
}

bool same_construct(const Scale& a, const Scale& b) {
    if (!a.construct.empty() || !b.construct.empty()) return a.construct == b.construct;
    const std::size_t shorter = std::min(a.labels.size(), b.labels.size());
    const std::size_t shared = shared_labels(a, b);
    return shared >= 2 && shared * 2 >= shorter;
}

std::string difference(const Scale& before, const Scale& after) {
    if (before.labels.size() != after.labels.size()) {
        return fmt::format("{} points, not {}", after.labels.size(), before.labels.size());
    }
    if (shared_labels(before, after) == before.labels.size()) return "the points in another order";
    return "points with other words";
}

/// Which side of a two-sided scale a label stands on: 1, -1, or 0 for the middle and the rest.
int side_of(const std::string& label) {
    constexpr std::array<Word, 9> negative{
        "disagree",
        "dissatisfied",
        "unsatisfied",
        "unlikely",
        "difficult",
        "hard",
        "negative",
        "worse",
        "not satisfied"
    };
    constexpr std::array<Word, 6> positive{
        "agree", "satisfied", "likely", "easy", "positive", "better"
    };
    const bool neither =
        has_phrase(label, "neither") || has_phrase(label, "neutral") || has_phrase(label, "nor");
    if (neither) return 0;
    if (!first_phrase(label, negative).empty()) return -1;
    return !first_phrase(label, positive).empty() ? 1 : 0;
}

bool one_sided_by_design(std::span<const std::string> labels) {
    return std::ranges::any_of(labels, [](const std::string& label) {
        return has_phrase(label, "not at all") || has_phrase(label, "not likely");
    });
}

}  // namespace

Hits find_unequal_scales(const Examination& examination) {
    Hits hits;
    if (!examination.english) return hits;
    const Study& study = examination.study;
    std::vector<Scale> firsts;  // the first scale of each construct
    for (Scale& scale : scales_of(study)) {
        const auto first = std::ranges::find_if(firsts, [&](const Scale& earlier) {
            return same_construct(earlier, scale);
        });
        if (first == firsts.end()) {
            firsts.push_back(std::move(scale));
            continue;
        }
        if (first->labels == scale.labels) continue;
        const Item& item = study.items[static_cast<std::size_t>(scale.item)];
        const Item& earlier = study.items[static_cast<std::size_t>(first->item)];
        hits.push_back({
            .place = item.place,
            .message = fmt::format(
                "\"{}\" measures {} with another scale than \"{}\": {}",
                item.id,
                scale.construct.empty() ? "the same" : scale.construct,
                earlier.id,
                difference(*first, scale)
            ),
            .cure = {},
            .item = scale.item,
        });
    }
    return hits;
}

Hits find_unbalanced_scales(const Examination& examination) {
    Hits hits;
    if (!examination.english) return hits;
    for (const Scale& scale : scales_of(examination.study)) {
        if (one_sided_by_design(scale.labels)) continue;
        int positive = 0;
        int negative = 0;
        for (const std::string& label : scale.labels) {
            const int side = side_of(label);
            positive += side > 0 ? 1 : 0;
            negative += side < 0 ? 1 : 0;
        }
        if (positive == negative) continue;
        const Item& item = examination.study.items[static_cast<std::size_t>(scale.item)];
        hits.push_back({
            .place = item.place,
            .message = fmt::format(
                "\"{}\": the scale has {} positive and {} negative points",
                item.id,
                positive,
                negative
            ),
            .cure = {},
            .item = scale.item,
        });
    }
    return hits;
}

}  // namespace querist::instrument
