// analysis.yaml -> AnalysisPlan, checked against its study.

#include "instrument/analysis_draft.hpp"
#include "instrument/analysis_variable.hpp"
#include "instrument/analysis_words.hpp"
#include "instrument/yaml_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace querist::instrument {

namespace {

constexpr double confidence_least = 0.5;

void read_head(const YamlNode& root, PlanDraft& draft) {
    const YamlNode* version = root.find("querist");
    if (const auto number = whole_of(version); number && *number != language_version) {
        draft.list.report(
            "study.newer-language",
            version->start,
            fmt::format("this program knows version {} of the study language", language_version),
            "write querist: 1, or use a newer querist"
        );
    }
    const YamlNode* confidence = root.find("confidence");
    if (const auto share = share_of(confidence)) {
        draft.plan.confidence = *share;
        if (*share < confidence_least || *share >= 1) {
            draft.list.report(
                "study.out-of-range",
                confidence->start,
                "intervals cannot have this confidence",
                "write 50 % or more and less than 100 %, as in 95 %"
            );
        }
    }
    const std::string adjustment = text_of(root.find("adjust p values"));
    const auto named = std::ranges::find(adjustment_specs(), adjustment, &AdjustmentSpec::name);
    if (named != adjustment_specs().end()) draft.plan.adjustment = named->adjustment;
    const std::string rows = text_of(root.find("sort rows"));
    const auto order = std::ranges::find(row_order_specs(), rows, &RowOrderSpec::name);
    if (order != row_order_specs().end()) draft.plan.rows = order->order;
    draft.plan.added = text_of(root.find("added"));
    for (const YamlNode& node : root.list("acknowledged")) {
        draft.plan.acknowledged.push_back(
            {text_of(node.find("rule")), text_of(node.find("reason")), draft.place(node.start)}
        );
    }
}

/// Only a single choice needs the plan's word for its order, and a text has no place in one.
void read_ordered(const YamlNode* node, PlanDraft& draft) {
    for (const NamedVariable& one : read_variables(node, draft)) {
        const Item& item = draft.study.items[static_cast<std::size_t>(one.variable.item)];
        if (!std::holds_alternative<SingleChoice>(item.kind)) {
            draft.list.report(
                "plan.not-ordered",
                one.node->start,
                fmt::format(
                    "\"{}\" is of the kind \"{}\": only single choices are listed here",
                    item.id,
                    kind_name(item.kind)
                ),
                "remove it: scales and numbers are in order anyway"
            );
            continue;
        }
        const auto& choices = options_of(item.kind);
        const auto text = std::ranges::find_if(choices, &Option::takes_text);
        if (text != choices.end()) {
            draft.list.report(
                "plan.not-ordered",
                one.node->start,
                fmt::format(
                    "the choice \"{}\" of \"{}\" has no place in an order: it takes a text",
                    text->code,
                    item.id
                ),
                "remove the item here and test its choices as categories"
            );
            continue;
        }
        draft.plan.ordered.push_back(one.variable.item);
    }
}

void check_research_question(const YamlNode* node, PlanDraft& draft) {
    const std::string id = text_of(node);
    if (id.empty()) return;
    const auto& questions = draft.study.research_questions;
    if (std::ranges::find(questions, id, &ResearchQuestion::id) != questions.end()) return;
    const std::vector<std::string> ids = ids_of(questions);
    const auto near = nearest(id, ids);
    std::string cure = "add it to the research questions of study.yaml";
    if (near) {
        cure = fmt::format("did you mean \"{}\"?", *near);
    } else if (!ids.empty()) {
        cure = fmt::format("the study has: {}", fmt::join(ids, ", "));
    }
    draft.list.report(
        "plan.unknown-research-question",
        node->start,
        fmt::format("the study has no research question \"{}\"", id),
        std::move(cure)
    );
}

void read_items(const YamlNode* node, PlannedAnswer& answer, PlanDraft& draft) {
    const std::vector<NamedVariable> named = read_variables(node, draft);
    for (const NamedVariable& one : once_each(named)) {
        const Variable& variable = one.variable;
        const Item& item = draft.study.items[static_cast<std::size_t>(variable.item)];
        if (variable.row >= 0 || variable.option >= 0) {
            draft.list.report(
                "plan.part-of-item",
                one.node->start,
                "the items of a research question are reported whole",
                fmt::format("write \"{}\"", one.node->text.substr(0, one.node->text.find('.')))
            );
            continue;
        }
        if (std::ranges::find(item.serves, answer.research_question) == item.serves.end()) {
            draft.list.report(
                "plan.does-not-serve",
                one.node->start,
                fmt::format(
                    "\"{}\" does not serve the research question \"{}\"",
                    one.node->text,
                    answer.research_question
                ),
                fmt::format(
                    "add \"serves: [{}]\" to the item in study.yaml, or leave it out here",
                    answer.research_question
                )
            );
            continue;
        }
        for (const NamedVariable& round : named) {
            if (round.node == one.node) answer.items.push_back(round.variable.item);
        }
    }
}

void read_subgroups(const YamlNode* node, PlannedAnswer& answer, PlanDraft& draft) {
    const std::vector<NamedVariable> named = read_variables(node, draft);
    for (const NamedVariable& one : once_each(named)) check_groups(one, draft);
    answer.subgroups = variables_only(named);
}

void read_scale(const YamlNode& node, PlannedAnswer& answer, PlanDraft& draft) {
    PlannedScale scale{
        text_of(node.find("id")), text_of(node.find("measures")), {}, draft.place(node.start)
    };
    if (const YamlNode* id = node.find("id")) draft.scales.add(scale.id, id->start, draft.list);
    const YamlNode* items = node.find("items");
    const std::vector<NamedVariable> named = read_variables(items, draft);
    for (const NamedVariable& one : once_each(named)) {
        const Level level = level_of(draft.study, draft.plan.ordered, one.variable);
        if (has_order(level) || level == Level::chosen) continue;
        draft.list.report(
            "plan.unfit-scale",
            one.node->start,
            fmt::format(
                "\"{}\" is {}, and the items of a scale are scales, numbers or yes/no",
                one.node->text,
                level_words(draft.study, one.variable, level)
            ),
            level == Level::categories
                ? "leave it out, or list it under \"ordered\" when its choices stand in order"
                : "leave it out, or name one row of it, as in problems.crashes"
        );
    }
    if (items != nullptr && !items->reported && named.size() == 1) {
        draft.list.report(
            "plan.unfit-scale",
            items->start,
            "a scale has at least two items",
            "name the items that measure the same thing"
        );
    }
    scale.variables = variables_only(named);
    answer.scales.push_back(std::move(scale));
}

void read_answer(const YamlNode& node, PlanDraft& draft) {
    PlannedAnswer answer;
    const YamlNode* question = node.find("answers");
    answer.research_question = text_of(question);
    answer.place = draft.place(node.start);
    check_research_question(question, draft);
    if (question != nullptr) {
        draft.research_questions.add(answer.research_question, question->start, draft.list);
    }
    read_items(node.find("items"), answer, draft);
    read_subgroups(node.find("subgroups"), answer, draft);
    for (const YamlNode& one : node.list("comparisons")) read_comparison(one, answer, draft);
    for (const YamlNode& one : node.list("scales")) read_scale(one, answer, draft);
    draft.plan.answers.push_back(std::move(answer));
}

void sort_by_place(std::vector<Problem>& problems) {
    std::ranges::sort(problems, {}, [](const Problem& one) {
        return std::tuple(one.place.line, one.place.column, one.code, one.message);
    });
}

}  // namespace

std::vector<NamedVariable> read_variables(const YamlNode* node, PlanDraft& draft) {
    std::vector<NamedVariable> named;
    if (node == nullptr || node->reported) return named;
    const auto add = [&](const YamlNode& one) {
        bool twice = false;
        for (const Variable& variable : draft.names.find_all(one)) {
            const auto same = std::ranges::find(named, variable, &NamedVariable::variable);
            twice = twice || same != named.end();
            if (same == named.end()) named.push_back({variable, &one});
        }
        if (!twice) return;
        draft.list.report(
            "plan.duplicate",
            one.start,
            fmt::format("\"{}\" stands in this list twice", one.text),
            "name it once"
        );
    };
    if (node->kind == YamlNode::Kind::scalar) add(*node);
    for (const YamlNode& one : node->items) add(one);
    return named;
}

std::vector<NamedVariable> once_each(const std::vector<NamedVariable>& named) {
    std::vector<NamedVariable> once;
    for (const NamedVariable& one : named) {
        if (once.empty() || once.back().node != one.node) once.push_back(one);
    }
    return once;
}

std::vector<Variable> variables_only(const std::vector<NamedVariable>& named) {
    std::vector<Variable> variables;
    variables.reserve(named.size());
    for (const NamedVariable& one : named) variables.push_back(one.variable);
    return variables;
}

LoadedPlan load_analysis_plan(std::string_view bytes, const Study& study, std::string file) {
    YamlTree tree = read_yaml(bytes, file);
    PlanDraft draft(
        study, {std::move(file), without_byte_order_mark(bytes), std::move(tree.problems)}
    );
    check_shape(tree.root, draft.list, Section::analysis);
    if (tree.root.kind == YamlNode::Kind::mapping) {
        read_head(tree.root, draft);
        read_ordered(tree.root.find("ordered"), draft);
        if (const YamlNode* weights = tree.root.find("weights")) read_weights(*weights, draft);
        for (const YamlNode& one : tree.root.list("plan")) read_answer(one, draft);
    }
    LoadedPlan loaded;
    loaded.problems = std::move(draft.list.problems);
    sort_by_place(loaded.problems);
    const bool sound = std::ranges::none_of(loaded.problems, [](const Problem& one) {
        return one.severity == Severity::error;
    });
    if (!sound) return loaded;
    draft.plan.bytes = bytes;
    draft.plan.hash = sha256(bytes);
    loaded.plan = std::move(draft.plan);
    return loaded;
}

}  // namespace querist::instrument
