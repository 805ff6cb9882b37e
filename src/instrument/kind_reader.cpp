// The kinds of items: their choices, rows, scales and limits.

#include "instrument/study_draft.hpp"
#include "instrument/study_keys.hpp"

#include <fmt/format.h>

namespace querist::instrument {

namespace {

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
        option.exclusive = truth_of(node.find("exclusive"));
        option.takes_text = truth_of(node.find("text"));
        option.declines = truth_of(node.find("declines"));
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

/// A whole number from `least` to `greatest`; reported and absent otherwise.
std::optional<int> count_of(
    const YamlNode* node,
    std::size_t least,
    std::size_t greatest,
    std::string_view what,
    StudyDraft& draft
) {
    const auto value = whole_of(node);
    if (!value) return std::nullopt;
    if (*value < static_cast<long long>(least) || *value > static_cast<long long>(greatest)) {
        draft.list.report(
            "study.out-of-range",
            node->start,
            fmt::format("{} is not between {} and {}", *value, least, greatest),
            std::string(what)
        );
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

SingleChoice read_single(const YamlNode& item, StudyDraft& draft) {
    SingleChoice kind;
    kind.choices = read_options(item.find("choices"), "choice", draft);
    const std::string word = text_of(item.find("shown as"));
    for (const AppearanceSpec& spec : appearance_specs()) {
        if (spec.name == word) kind.appearance = spec.appearance;
    }
    return kind;
}

SeveralChoices read_several(const YamlNode& item, StudyDraft& draft) {
    SeveralChoices kind{read_options(item.find("choices"), "choice", draft), {}, {}};
    if (kind.choices.empty()) return kind;  // reported; no bound can be right
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
