// The kinds of items: their choices, rows, scales and limits.

#include "instrument/study_draft.hpp"
#include "instrument/study_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

/// More points cannot be told apart, and have no place beside each other on a phone.
constexpr std::size_t differential_points_max = 11;
constexpr std::size_t constant_sum_max = 1'000'000;

SingleChoice read_single(const YamlNode& item, StudyDraft& draft) {
    SingleChoice kind;
    kind.choices = read_options(item.find("choices"), "choice", draft);
    const std::string word = text_of(item.find("shown as"));
    for (const AppearanceSpec& spec : appearance_specs()) {
        if (spec.name == word) kind.appearance = spec.appearance;
    }
    const auto pictured = std::ranges::find_if(kind.choices, [](const Option& choice) {
        return choice.picture.has_value();
    });
    if (kind.appearance == Appearance::dropdown && pictured != kind.choices.end()) {
        draft.list.report(
            "study.conflicting-keys",
            item.find("shown as")->start,
            "a dropdown shows no images",
            "remove \"shown as\", or the images"
        );
    }
    const YamlNode* check = item.find("attention check");
    kind.attention_check = text_of(check);
    const bool known =
        std::ranges::find(kind.choices, kind.attention_check, &Option::code) != kind.choices.end();
    if (kind.attention_check.empty() || known || kind.choices.empty()) return kind;
    std::vector<std::string> codes;
    codes.reserve(kind.choices.size());
    for (const Option& option : kind.choices) codes.push_back(option.code);
    draft.list.report(
        "study.unknown-choice",
        check->start,
        fmt::format("there is no choice \"{}\"", kind.attention_check),
        nearest_or(
            kind.attention_check, codes, fmt::format("name one of: {}", fmt::join(codes, ", "))
        )
    );
    kind.attention_check.clear();
    return kind;
}

/// "at least" and "at most" of the choices of a kind.
template <class Counted>
void read_counts(const YamlNode& item, Counted& kind, StudyDraft& draft) {
    if (kind.choices.empty()) return;  // reported; no bound can be right
    const YamlNode* at_least = item.find("at least");
    const YamlNode* at_most = item.find("at most");
    const std::size_t most = kind.choices.size();
    constexpr std::string_view cure = "write a number from 1 to the number of choices";
    kind.at_least = count_of(at_least, 1, most, cure, draft);
    kind.at_most = count_of(at_most, 1, most, cure, draft);
    if (kind.at_least && kind.at_most && *kind.at_least > *kind.at_most) {
        draft.list.report(
            "study.empty-range",
            at_least->start,
            fmt::format("\"at least\" is {}, but \"at most\" is {}", *kind.at_least, *kind.at_most),
            "exchange them or correct one"
        );
    }
}

SeveralChoices read_several(const YamlNode& item, StudyDraft& draft) {
    SeveralChoices kind{read_options(item.find("choices"), "choice", draft), {}, {}};
    read_counts(item, kind, draft);
    return kind;
}

Ranking read_ranking(const YamlNode& item, StudyDraft& draft) {
    Ranking kind{read_options(item.find("choices"), "choice", draft), {}, {}};
    read_counts(item, kind, draft);
    return kind;
}

SemanticDifferential read_differential(const YamlNode& item, StudyDraft& draft) {
    constexpr int usual_points = 7;
    SemanticDifferential kind{read_options(item.find("rows"), "row", draft), {}};
    const int points = count_of(
                           item.find("points"),
                           2,
                           differential_points_max,
                           "write a number of points that people can tell apart, such as 7",
                           draft
    )
                           .value_or(usual_points);
    for (int point = 1; point <= points; ++point) {
        Option option;
        option.code = fmt::format("{}", point);
        option.label = option.code;
        option.place = draft.place(item.start);
        kind.points.push_back(std::move(option));
    }
    return kind;
}

ConstantSum read_sum(const YamlNode& item, StudyDraft& draft) {
    ConstantSum kind;
    kind.rows = read_options(item.find("rows"), "row", draft);
    kind.unit = text_of(item.find("unit"));
    const auto total = count_of(
        item.find("total"), 1, constant_sum_max, "write a total such as 100 points", draft
    );
    if (total) kind.total = *total;
    return kind;
}

NetPromoter read_net_promoter(const YamlNode& item) {
    NetPromoter kind;
    if (std::string low = text_of(item.find("lowest label")); !low.empty()) {
        kind.lowest_label = std::move(low);
    }
    if (std::string high = text_of(item.find("highest label")); !high.empty()) {
        kind.highest_label = std::move(high);
    }
    return kind;
}

/// A bound of numbers; reported and absent when no answer could reach it.
std::optional<double> bound_of(const YamlNode* node, StudyDraft& draft) {
    constexpr auto most = static_cast<double>(limits::number_size_max);
    const std::optional<double> value = number_of(node);
    if (!value || (*value >= -most && *value <= most)) return value;
    draft.list.report(
        "study.out-of-range",
        node->start,
        fmt::format("{} is beyond the numbers that can be answered", node->text),
        fmt::format("write a number from -{0} to {0}", limits::number_size_max)
    );
    return std::nullopt;
}

/// A slider needs both ends; what stands at them needs a slider.
std::optional<Slider> read_slider(const YamlNode& item, const Number& kind, StudyDraft& draft) {
    const YamlNode* slider = item.find("slider");
    Slider read{text_of(item.find("lowest label")), text_of(item.find("highest label"))};
    if (!truth_of(slider)) {
        for (const char* key : {"lowest label", "highest label"}) {
            const YamlNode* label = item.find(key);
            if (label == nullptr) continue;
            draft.list.report(
                "study.conflicting-keys",
                label->start,
                fmt::format("\"{}\" has no end to stand at", key),
                "add \"slider: true\", or remove it"
            );
        }
        return std::nullopt;
    }
    if (kind.minimum && kind.maximum && *kind.minimum < *kind.maximum) return read;
    if (item.find("minimum") == nullptr || item.find("maximum") == nullptr) {
        draft.list.report(
            "study.slider-without-ends",
            slider->start,
            "a slider goes from one number to another",
            "add \"minimum\" and \"maximum\", or remove \"slider\""
        );
    } else if (kind.minimum && kind.minimum == kind.maximum) {
        draft.list.report(
            "study.slider-without-ends",
            slider->start,
            "the slider's \"minimum\" is its \"maximum\"",
            "write two numbers that lie apart"
        );
    }
    return std::nullopt;
}

Number read_number(const YamlNode& item, StudyDraft& draft) {
    Number kind;
    if (truth_of(item.find("decimals"))) kind.number = NumberKind::decimal;
    const YamlNode* minimum = item.find("minimum");
    const YamlNode* maximum = item.find("maximum");
    kind.minimum = bound_of(minimum, draft);
    kind.maximum = bound_of(maximum, draft);
    kind.unit = text_of(item.find("unit"));
    if (kind.minimum && kind.maximum && *kind.minimum > *kind.maximum) {
        draft.list.report(
            "study.empty-range",
            minimum->start,
            "\"minimum\" is greater than \"maximum\", so no number is allowed",
            "exchange them or correct one"
        );
    }
    if (kind.number == NumberKind::whole) {
        for (const auto& [bound, value] :
             {std::pair{minimum, kind.minimum}, std::pair{maximum, kind.maximum}}) {
            if (value && !whole_of(bound)) {
                draft.list.report(
                    "study.wrong-type",
                    bound->start,
                    "the bound of a whole number must be whole",
                    "write a whole number, or add \"decimals: true\""
                );
            }
        }
    }
    kind.slider = read_slider(item, kind, draft);
    return kind;
}

Date read_date(const YamlNode& item, StudyDraft& draft) {
    Date kind;
    const YamlNode* earliest = item.find("earliest");
    const YamlNode* latest = item.find("latest");
    if (is_calendar_date(text_of(earliest))) kind.earliest = text_of(earliest);
    if (is_calendar_date(text_of(latest))) kind.latest = text_of(latest);
    // Days written alike are in the order of their texts.
    if (!kind.earliest.empty() && !kind.latest.empty() && kind.earliest > kind.latest) {
        draft.list.report(
            "study.empty-range",
            earliest->start,
            "\"earliest\" is after \"latest\", so no day is allowed",
            "exchange them or correct one"
        );
    }
    return kind;
}

Text read_text(const YamlNode& item, TextLength length, StudyDraft& draft) {
    const std::size_t greatest = length == TextLength::one_line ? limits::short_text_characters_max
                                                                : limits::long_text_characters_max;
    Text kind{length, static_cast<int>(greatest)};
    const YamlNode* node = item.find("characters max");
    const bool wants_more = whole_of(node).value_or(0) > static_cast<long long>(greatest);
    const auto limit = count_of(
        node,
        1,
        greatest,
        wants_more && length == TextLength::one_line
            ? "write a smaller number, or change the kind to \"long text\""
            : fmt::format("write a number from 1 to {}", greatest),
        draft
    );
    if (limit) kind.characters_max = *limit;
    return kind;
}

YesNo read_yes_no(const YamlNode& item) {
    YesNo kind;
    if (std::string yes = text_of(item.find("yes label")); !yes.empty()) kind.yes_label = yes;
    if (std::string no = text_of(item.find("no label")); !no.empty()) kind.no_label = no;
    return kind;
}

}  // namespace

std::vector<Option> read_options(const YamlNode* list, std::string_view sort, StudyDraft& draft) {
    std::vector<Option> options;
    if (list == nullptr) return options;
    KnownIds known(sort);
    for (const YamlNode& node : list->items) {
        if (node.kind != YamlNode::Kind::mapping || node.entries.empty()) continue;
        const YamlEntry& entry = node.entries.front();
        Option option;
        option.code = entry.key.text;
        option.label = text_of(&entry.value);
        option.description = text_of(node.find("description"));
        option.opposite = text_of(node.find("opposite"));
        option.picture = read_picture(node, draft);
        option.exclusive = truth_of(node.find("exclusive"));
        option.takes_text = truth_of(node.find("text"));
        option.declines = truth_of(node.find("declines"));
        option.keeps_place = truth_of(node.find("keeps place"));
        option.added = text_of(node.find("added"));
        option.place = draft.place(entry.key.start);
        known.add(option.code, entry.key.start, draft.list);
        options.push_back(std::move(option));
    }
    if (options.size() > limits::choices_per_item_max) {
        draft.list.report(
            "study.too-many",
            list->start,
            fmt::format(
                "there are {} entries, more than {}", options.size(), limits::choices_per_item_max
            ),
            "ask for a text instead, or group the choices"
        );
    }
    return options;
}

std::optional<int> count_of(
    const YamlNode* node,
    std::size_t least,
    std::size_t greatest,
    std::string_view cure,
    StudyDraft& draft
) {
    const auto value = whole_of(node);
    if (!value) return std::nullopt;
    if (*value < static_cast<long long>(least) || *value > static_cast<long long>(greatest)) {
        draft.list.report(
            "study.out-of-range",
            node->start,
            fmt::format("{} is not between {} and {}", *value, least, greatest),
            std::string(cure)
        );
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

Kind read_kind(const YamlNode& item, KindName kind, StudyDraft& draft) {
    switch (kind) {
        case KindName::single_choice:
            return read_single(item, draft);
        case KindName::several_choices:
            return read_several(item, draft);
        case KindName::yes_no:
            return read_yes_no(item);
        case KindName::grid:
            return Grid{
                read_options(item.find("rows"), "row", draft),
                read_options(item.find("scale"), "scale point", draft)
            };
        case KindName::matrix:
            return Matrix{
                read_options(item.find("rows"), "row", draft),
                read_options(item.find("choices"), "choice", draft)
            };
        case KindName::semantic_differential:
            return read_differential(item, draft);
        case KindName::ranking:
            return read_ranking(item, draft);
        case KindName::constant_sum:
            return read_sum(item, draft);
        case KindName::net_promoter:
            return read_net_promoter(item);
        case KindName::email:
            return Email{};
        case KindName::date:
            return read_date(item, draft);
        case KindName::short_text:
            return read_text(item, TextLength::one_line, draft);
        case KindName::long_text:
            return read_text(item, TextLength::paragraphs, draft);
        case KindName::number:
            return read_number(item, draft);
        case KindName::consent:
            return Consent{text_of(item.find("statement"))};
        case KindName::information:
            return Information{};
    }
    return Information{};
}

}  // namespace querist::instrument
