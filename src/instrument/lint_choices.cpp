// Rules about what a list of choices must offer besides its obvious ones.

#include "instrument/folded_text.hpp"
#include "instrument/lint_rule.hpp"
#include "instrument/range_label.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::instrument {

namespace {

constexpr std::size_t choices_at_a_glance_max = 15;

bool declines(const std::vector<Option>& options) {
    return std::ranges::any_of(options, &Option::declines);
}

bool says_other(std::string_view label) {
    constexpr std::array<std::string_view, 6> words{
        "other", "others", "something else", "elsewhere", "none of these", "none of the above"
    };
    return !first_phrase(folded(label), words).empty();
}

/// Words that grade rather than name: choices with them form a scale, which is complete.
bool grades(std::string_view label) {
    constexpr std::array<std::string_view, 78> words{
        "novice",       "beginner",     "intermediate", "advanced",
        "expert",       "proficient",   "competent",    "basic",
        "never",        "rarely",       "seldom",       "sometimes",
        "occasionally", "often",        "frequently",   "usually",
        "regularly",    "always",       "daily",        "weekly",
        "monthly",      "yearly",       "annually",     "every day",
        "every week",   "every month",  "once",         "times",
        "agree",        "disagree",     "neutral",      "neither",
        "satisfied",    "dissatisfied", "likely",       "unlikely",
        "important",    "unimportant",  "easy",         "difficult",
        "hard",         "excellent",    "good",         "fair",
        "poor",         "bad",          "low",          "medium",
        "moderate",     "moderately",   "high",         "small",
        "large",        "very",         "somewhat",     "slightly",
        "extremely",    "not at all",   "a little",     "a lot",
        "yes",          "no",           "maybe",        "not sure",
        "better",       "worse",        "same",         "more",
        "less",         "increased",    "decreased",    "primary school",
        "high school",  "bachelor",     "bachelor's",   "master's",
        "doctorate",    "phd"
    };
    return !first_phrase(folded(label), words).empty();
}

/// Whether one of two words denies the other: formal, informal.
bool is_negated(std::string_view word, std::string_view other) {
    constexpr std::array<std::string_view, 8> prefixes{
        "in", "im", "il", "ir", "un", "dis", "non", "non-"
    };
    if (!other.ends_with(word)) return false;
    return std::ranges::find(prefixes, other.substr(0, other.size() - word.size())) !=
           prefixes.end();
}

/// Pairs that leave nothing out.
bool is_known_pair(std::string_view a, std::string_view b) {
    static constexpr std::pair<std::string_view, std::string_view> pairs[] = {
        {"true", "false"},
        {"on", "off"},
        {"public", "private"},
        {"internal", "external"},
        {"full-time", "part-time"},
        {"left", "right"},
        {"new", "old"},
        {"open", "closed"},
        {"pass", "fail"},
        {"before", "after"},
        {"inside", "outside"},
        {"alone", "in a team"},
        {"alone", "with others"},
        {"manually", "automatically"},
        {"local", "remote"},
        {"online", "offline"},
        {"with", "without"},
        {"for", "against"},
        {"accept", "refuse"},
        {"accept", "decline"}
    };
    return std::ranges::any_of(pairs, [&](const auto& pair) {
        return (a == pair.first && b == pair.second) || (a == pair.second && b == pair.first);
    });
}

bool denies(std::string_view label) {
    constexpr std::array<std::string_view, 13> words{
        "no",
        "not",
        "never",
        "none",
        "nothing",
        "nobody",
        "without",
        "neither",
        "non",
        "cannot",
        "don't",
        "doesn't",
        "both"
    };
    return !first_phrase(label, words).empty();
}

/// Two labels that frame one contrast: "Graph A" and "Graph B", "In my team" and "Outside my team".
bool differ_in_one_word(
    std::span<const std::string_view> first, std::span<const std::string_view> second
) {
    if (first.size() != second.size() || first.size() < 2) return false;
    std::size_t different = 0;
    for (std::size_t i = 0; i < first.size(); ++i) different += first[i] == second[i] ? 0 : 1;
    return different == 1;
}

/// Whether the question itself leaves only these two: "Do you prefer tabs or spaces?"
bool asks_to_decide(
    std::string_view ask,
    std::span<const std::string_view> first,
    std::span<const std::string_view> second
) {
    constexpr std::array<std::string_view, 7> words{
        "prefer", "rather", "better", "of the two", "of these two", "which one", "versus"
    };
    if (!first_phrase(ask, words).empty()) return true;
    return !first.empty() && !second.empty() && has_phrase(ask, first.front()) &&
           has_phrase(ask, second.front());
}

/// Two choices that leave nothing out: opposites, or what the question itself lets choose between.
bool exhaustive_pair(const Item& item, const Option& one, const Option& other) {
    if (one.picture || other.picture) return true;
    const std::string a = folded(one.label);
    const std::string b = folded(other.label);
    const std::vector<std::string_view> first = words_of(a);
    const std::vector<std::string_view> second = words_of(b);
    return denies(a) || denies(b) || is_negated(a, b) || is_negated(b, a) || is_known_pair(a, b) ||
           differ_in_one_word(first, second) || asks_to_decide(folded(item.ask), first, second);
}

/// Choices that name things ("Web application"), so that a respondent's own may be missing.
bool nominal(const Item& item, const std::vector<Option>& options) {
    if (range_list(item)) return false;
    std::vector<const Option*> names;
    names.reserve(options.size());
    std::size_t graded = 0;
    bool has_none = false;
    for (const Option& option : options) {
        has_none = has_none || (option.exclusive && !option.declines);
        if (option.declines || option.exclusive) continue;
        names.push_back(&option);
        if (grades(option.label) || parse_range_label(option.label)) ++graded;
    }
    if (names.size() == 2) {
        return graded == 0 && !has_none && !exhaustive_pair(item, *names[0], *names[1]);
    }
    return names.size() >= 3 && graded * 2 < names.size();
}

}  // namespace

Hits find_no_none(const Examination& examination) {
    return hits_on_pages(examination, [](const Item& item) -> std::optional<Fault> {
        if (!std::holds_alternative<SeveralChoices>(item.kind) &&
            !std::holds_alternative<Matrix>(item.kind)) {
            return std::nullopt;
        }
        const bool has_none = std::ranges::any_of(options_of(item.kind), [](const Option& option) {
            return option.exclusive && !option.declines;
        });
        if (has_none) return std::nullopt;
        return Fault{
            .message = fmt::format(
                "\"{}\": someone to whom no choice applies cannot say so, and looks like someone "
                "who skipped the question",
                item.id
            ),
            .cure = {},
        };
    });
}

Hits find_no_prefer_not_to_say(const Examination& examination) {
    return hits_on_pages(examination, [](const Item& item) -> std::optional<Fault> {
        if (!item.personal && !item.describes_sample) return std::nullopt;
        if (std::holds_alternative<Information>(item.kind) ||
            std::holds_alternative<Consent>(item.kind)) {
            return std::nullopt;
        }
        const std::vector<Option>* options = choices_of(item.kind);
        // A field or a yes/no can be left empty without a further choice, if it may be.
        const bool way_out =
            options != nullptr ? declines(*options) : item.requirement == Requirement::optional;
        if (way_out) return std::nullopt;
        return Fault{
            .message =
                fmt::format("\"{}\" asks about the person and offers no way to decline", item.id),
            .cure = options != nullptr ? "" : "let the question be skipped: remove `required`",
        };
    });
}

Hits find_no_other(const Examination& examination) {
    if (!examination.english) return {};
    return hits_on_pages(examination, [](const Item& item) -> std::optional<Fault> {
        const std::vector<Option>* options = choices_of(item.kind);
        if (options == nullptr || !nominal(item, *options)) return std::nullopt;
        const bool has_other = std::ranges::any_of(*options, [](const Option& option) {
            return option.takes_text || says_other(option.label);
        });
        if (has_other) return std::nullopt;
        return Fault{
            .message = fmt::format(
                "\"{}\": the choices name {} things, and there is no \"other\" for the rest",
                item.id,
                std::ranges::count(*options, false, &Option::declines)
            ),
            .cure = {},
        };
    });
}

Hits find_other_without_text(const Examination& examination) {
    Hits hits;
    if (!examination.english) return hits;
    const Study& study = examination.study;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        const Item& item = study.items[i];
        if (!is_on_page(item)) continue;
        const auto look = [&](const std::vector<Option>& options) {
            for (const Option& option : options) {
                const std::string label = folded(option.label);
                const bool other = label == "other" || label == "others" ||
                                   label.starts_with("other (") || label.starts_with("other,") ||
                                   label.starts_with("other:") ||
                                   label.starts_with("other please") || label == "something else";
                if (!other || option.takes_text) continue;
                hits.push_back({
                    .place = option.place,
                    .message = fmt::format(
                        "\"{}\": the choice \"{}\" does not let the respondent say what",
                        item.id,
                        option.label
                    ),
                    .cure = {},
                    .item = static_cast<int>(i),
                });
            }
        };
        if (const std::vector<Option>* options = choices_of(item.kind)) look(*options);
        look(rows_of(item.kind));
    }
    return hits;
}

Hits find_long_choice_lists(const Examination& examination) {
    return hits_on_pages(examination, [](const Item& item) -> std::optional<Fault> {
        const std::vector<Option>* options = choices_of(item.kind);
        if (options == nullptr || options->size() <= choices_at_a_glance_max) return std::nullopt;
        const auto* single = std::get_if<SingleChoice>(&item.kind);
        if (single != nullptr && single->appearance == Appearance::dropdown) return std::nullopt;
        return Fault{
            .message = fmt::format(
                "\"{}\" has {} choices, more than {}",
                item.id,
                options->size(),
                choices_at_a_glance_max
            ),
            .cure = single == nullptr ? std::string()
                                      : "add `shown as: dropdown` if people know their answer "
                                        "before they read the list, or group or shorten it",
        };
    });
}

Hits find_repeated_labels(const Examination& examination) {
    Hits hits;
    const Study& study = examination.study;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        const Item& item = study.items[i];
        if (!is_on_page(item)) continue;
        const auto look = [&](const std::vector<Option>& options, std::string_view sort) {
            std::map<std::string, const Option*> first_by_label;
            for (const Option& option : options) {
                // What two conditions offer is not seen side by side.
                if (option.shown_when) continue;
                const auto [first, fresh] =
                    first_by_label.try_emplace(folded(trimmed(option.label)), &option);
                if (fresh) continue;
                hits.push_back({
                    .place = option.place,
                    .message = fmt::format(
                        "\"{}\": the {}s \"{}\" and \"{}\" have the same label",
                        item.id,
                        sort,
                        first->second->code,
                        option.code
                    ),
                    .cure = {},
                    .item = static_cast<int>(i),
                });
            }
        };
        const auto* grid = std::get_if<Grid>(&item.kind);
        look(options_of(item.kind), grid == nullptr ? "choice" : "scale point");
        if (grid != nullptr) look(grid->rows, "row");
    }
    return hits;
}

Hits find_lone_choices(const Examination& examination) {
    return hits_on_pages(examination, [](const Item& item) -> std::optional<Fault> {
        // A single box among "several choices" is a tick: it can be left unticked.
        const bool lone =
            !std::holds_alternative<SeveralChoices>(item.kind) && options_of(item.kind).size() == 1;
        if (!lone) return std::nullopt;
        return Fault{
            .message = fmt::format("\"{}\" leaves nothing to choose: there is one answer", item.id),
            .cure = {},
        };
    });
}

Hits find_undeclared_personal(const Examination& examination) {
    constexpr std::array<std::string_view, 25> phrases{
        "your gender",      "your sex",         "sexual orientation",
        "how old are you",  "your age",         "your date of birth",
        "your birthday",    "year of birth",    "were you born",
        "your income",      "monthly income",   "annual income",
        "household income", "your salary",      "do you earn",
        "your ethnicity",   "your ethnic",      "your race",
        "your religion",    "your nationality", "your marital status",
        "your health",      "a disability",     "your political",
        "trade union"
    };
    if (!examination.english) return {};
    return hits_on_pages(examination, [&](const Item& item) -> std::optional<Fault> {
        if (item.personal || item.describes_sample) return std::nullopt;
        if (std::holds_alternative<Information>(item.kind) ||
            std::holds_alternative<Consent>(item.kind)) {
            return std::nullopt;
        }
        const std::string_view found = first_phrase(folded(item.ask), phrases);
        if (found.empty()) return std::nullopt;
        return Fault{
            .message = fmt::format("\"{}\" asks about the person: \"{}\"", item.id, found),
            .cure = {},
        };
    });
}

Hits find_images_without_words(const Examination& examination) {
    Hits hits;
    const Study& study = examination.study;
    if (study.looks && study.looks->logo && study.looks->logo->alternative.empty()) {
        hits.push_back({
            .place = study.looks->logo_place,
            .message = "the logo says nothing to who does not see it",
            .cure = "add `logo says`; WCAG 2.2, 1.1.1",
        });
    }
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        const Item& item = study.items[i];
        for (const Option& option : options_of(item.kind)) {
            if (!option.picture || !option.picture->alternative.empty()) continue;
            hits.push_back({
                .place = option.place,
                .message = fmt::format(
                    "the image of \"{}\" in \"{}\" has no alternative", option.code, item.id
                ),
                .cure = {},
                .item = static_cast<int>(i),
            });
        }
    }
    return hits;
}

}  // namespace querist::instrument
