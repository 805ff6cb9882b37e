// Values that are computed from answers: `calculated` of a page.

#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace querist::instrument {

namespace {

using expression::ResultType;

std::string_view result_words(ResultType type) {
    switch (type) {
        case ResultType::truth:
            return "yes or no";
        case ResultType::whole:
            return "a whole number";
        case ResultType::number:
            return "a number";
        case ResultType::text:
            return "a text";
    }
    return {};
}

/// The codes of the choices, once every text that can come out is one of them.
std::vector<std::string> result_codes(
    const YamlNode& value,
    const std::vector<Option>& choices,
    const expression::Calculation& calculation,
    StudyDraft& draft
) {
    std::vector<std::string> codes = codes_of(choices);
    if (calculation.type != ResultType::text) {
        draft.list.report(
            "study.wrong-type",
            value.start,
            fmt::format(
                "the value is {}, and its choices are texts", result_words(calculation.type)
            ),
            "write codes in quotes, as in answer ? \"often\" : \"rarely\", or remove \"choices\""
        );
        return codes;
    }
    const expression::ResultTexts results = expression::result_texts(calculation.value);
    if (!results.only) {
        draft.list.report(
            "study.wrong-type",
            value.start,
            "the value can be any text that is typed, not only one of its choices",
            "write codes in quotes only, or remove \"choices\""
        );
    }
    for (const std::string& text : results.texts) {
        if (std::ranges::find(codes, text) != codes.end()) continue;
        draft.list.report(
            "study.unknown-choice",
            value.start,
            fmt::format("there is no choice \"{}\"", text),
            nearest_or(text, codes, fmt::format("name one of: {}", fmt::join(codes, ", ")))
        );
    }
    return codes;
}

Kind kind_of(ResultType type, std::string unit) {
    switch (type) {
        case ResultType::truth:
            return YesNo{};
        case ResultType::whole:
            return Number{
                .number = NumberKind::whole, .minimum = {}, .maximum = {}, .unit = std::move(unit)
            };
        case ResultType::number:
            return Number{
                .number = NumberKind::decimal, .minimum = {}, .maximum = {}, .unit = std::move(unit)
            };
        case ResultType::text:
            return Text{TextLength::one_line, static_cast<int>(limits::long_text_characters_max)};
    }
    return YesNo{};
}

void check_empty_texts(
    const YamlNode& value, const expression::Calculation& calculation, StudyDraft& draft
) {
    const std::vector<std::string> texts = expression::result_texts(calculation.value).texts;
    if (std::ranges::find(texts, "") == texts.end()) return;
    draft.list.report(
        "study.empty-value",
        value.start,
        "an empty text would be neither an answer nor a missing one",
        "write what it means in words"
    );
}

}  // namespace

void read_calculated(const YamlNode& page, int position, KnownIds& items, StudyDraft& draft) {
    const YamlNode* values = page.find("calculated");
    if (values == nullptr) return;
    for (const YamlNode& node : values->items) {
        if (node.kind != YamlNode::Kind::mapping) continue;
        Kind kind = Number{};
        if (const YamlNode* choices = node.find("choices")) {
            kind = SingleChoice{read_options(choices, "choice", draft)};
        }
        add_given_item(node, Source::calculation, std::move(kind), items, draft, position);
        const YamlEntry* value = node.find_entry("value");
        if (value == nullptr || value->value.kind != YamlNode::Kind::scalar ||
            value->value.reported) {
            draft.unreadable_items.insert(draft.study.items.back().id);
            continue;
        }
        PendingCondition pending;
        pending.of = PendingCondition::Of::value;
        pending.owner = static_cast<int>(draft.study.items.size()) - 1;
        pending.entry = value;
        pending.whole = &node;
        draft.conditions.push_back(std::move(pending));
    }
}

void settle_calculated(
    const YamlNode& node, Item& item, expression::Calculation calculation, StudyDraft& draft
) {
    const YamlNode& value = *node.find("value");
    const YamlNode* unit = node.find("unit");
    const bool counts =
        calculation.type == ResultType::whole || calculation.type == ResultType::number;
    if (unit != nullptr && !counts) {
        draft.list.report(
            "study.conflicting-keys",
            unit->start,
            fmt::format(
                "the value is {}, and only numbers have a unit", result_words(calculation.type)
            ),
            "remove \"unit\""
        );
    }
    if (auto* single = std::get_if<SingleChoice>(&item.kind)) {
        calculation.codes = result_codes(value, single->choices, calculation, draft);
    } else {
        item.kind = kind_of(calculation.type, text_of(unit));
        if (calculation.type == ResultType::text) check_empty_texts(value, calculation, draft);
    }
    item.calculation = std::move(calculation);
}

}  // namespace querist::instrument
