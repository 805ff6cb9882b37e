#include "instrument/protocol_plan.hpp"

#include "instrument/analysis_words.hpp"
#include "instrument/protocol_question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace querist::instrument::protocol {

namespace {

using Blocks = std::vector<Block>;

std::string percent(double share) { return fmt::format("{:.6g} %", share * 100); }

/// The names of variables: one for those of all rounds of a repeated block together.
std::vector<std::string> names_of(const Study& study, const std::vector<Variable>& variables) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < variables.size();) {
        const Item& item = study.items[static_cast<std::size_t>(variables[i].item)];
        std::string name = variable_name(study, variables[i]);
        const Round* round = round_of(item);
        const std::vector<int> rounds =
            round != nullptr ? rounds_named(study, round->name) : std::vector<int>{};
        const std::size_t end = i + std::max<std::size_t>(rounds.size(), 1);
        const bool all = !rounds.empty() && end <= variables.size() &&
                         std::equal(
                             rounds.begin(),
                             rounds.end(),
                             variables.begin() + static_cast<std::ptrdiff_t>(i),
                             [](int position, const Variable& one) { return position == one.item; }
                         );
        if (all) name.replace(0, item.id.size(), written_id(item));
        names.push_back(std::move(name));
        i = all ? end : i + 1;
    }
    return names;
}

/// `a`, `b` and `c` as a line of names.
void add_names(Line& line, const Study& study, const std::vector<Variable>& variables) {
    const std::vector<std::string> names = names_of(study, variables);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) line.push_back({i + 1 < names.size() ? ", " : " and "});
        line.push_back({names[i], Style::code});
    }
}

void add_plan_facts(const Study& study, const AnalysisPlan& plan, Blocks& blocks) {
    Facts facts;
    facts.rows.emplace_back("Hash", Line{{plan.hash.hex(), Style::code}});
    facts.rows.emplace_back("Confidence of intervals", Line{{percent(plan.confidence)}});
    facts.rows.emplace_back(
        "Adjustment of p values", Line{{std::string(adjustment_name(plan.adjustment))}}
    );
    if (!plan.ordered.empty()) {
        Line line;
        std::vector<Variable> variables;
        variables.reserve(plan.ordered.size());
        for (const int item : plan.ordered) variables.push_back({.item = item});
        add_names(line, study, variables);
        facts.rows.emplace_back("Choices in order", std::move(line));
    }
    blocks.push_back(std::move(facts));
}

Point margin_point(const Study& study, const PopulationMargin& margin) {
    const Item& item = study.items[static_cast<std::size_t>(margin.variable.item)];
    const std::vector<Option>& options = options_of(item.kind);
    Point point{
        .line = {{variable_name(study, margin.variable), Style::code}, {": "}}, .notes = {}
    };
    std::string shares;
    for (std::size_t i = 0; i < margin.shares.size(); ++i) {
        if (i < options.size() && options[i].declines) continue;
        const auto* yes_no = std::get_if<YesNo>(&item.kind);
        const std::string label = yes_no == nullptr ? options[i].label
                                  : i == 0          ? yes_no->yes_label
                                                    : yes_no->no_label;
        shares +=
            fmt::format("{}{} {}", shares.empty() ? "" : ", ", label, percent(margin.shares[i]));
    }
    point.line.push_back({std::move(shares)});
    return point;
}

void add_weights(const Study& study, const AnalysisPlan& plan, Blocks& blocks) {
    for (const PlannedWeights& weights : plan.weights) {
        if (weights.by_strata) {
            std::string text =
                "Answers are weighted to make up for those of the sample who do not answer, by the "
                "strata that it is drawn from.";
            if (!weights.together.empty()) {
                text += fmt::format(" Weighted as one: {}.", fmt::join(weights.together, ", "));
            }
            blocks.push_back(Remarks{{Note{Tone::note, {{text}}}}});
            continue;
        }
        List list{
            .title = "Weights to shares of the population", .marks = Marks::bullets, .points = {}
        };
        for (const PopulationMargin& margin : weights.margins) {
            list.points.push_back(margin_point(study, margin));
        }
        blocks.push_back(std::move(list));
        blocks.push_back(Remarks{{Note{Tone::note, {{"Source: " + weights.source}}}}});
    }
}

Point comparison_point(const Study& study, const Comparison& comparison) {
    Point point{.line = {{comparison.id, Style::strong}, {": "}}, .notes = {}};
    add_names(point.line, study, comparison.compared);
    if (!comparison.by.empty()) {
        point.line.push_back({" by "});
        add_names(point.line, study, comparison.by);
    }
    const bool counted = comparison.missing == MissingAnswers::counted;
    point.line.push_back({fmt::format(
        ", {}; missing answers {}",
        test_spec(comparison.test).name,
        counted ? "counted as an answer of their own" : "left out"
    )});
    if (!comparison.expects.empty()) {
        point.notes.push_back({Tone::note, {{"Expected: " + comparison.expects}}});
    }
    return point;
}

Point scale_point(const Study& study, const PlannedScale& scale) {
    Point point{.line = {{scale.id, Style::strong}, {": " + scale.measures + " ("}}, .notes = {}};
    add_names(point.line, study, scale.variables);
    point.line.push_back({")"});
    return point;
}

void add_variables(
    const Study& study, std::string title, const std::vector<Variable>& variables, Blocks& blocks
) {
    if (variables.empty()) return;
    List list{.title = std::move(title), .marks = Marks::bullets, .points = {}};
    Point point;
    add_names(point.line, study, variables);
    list.points.push_back(std::move(point));
    blocks.push_back(std::move(list));
}

void add_answer(const Study& study, const PlannedAnswer& answer, Blocks& blocks) {
    const auto question = std::ranges::find(
        study.research_questions, answer.research_question, &ResearchQuestion::id
    );
    const auto number = question - study.research_questions.begin() + 1;
    blocks.push_back(Heading{3, fmt::format("RQ{}", number), answer.research_question});
    std::vector<Variable> items;
    items.reserve(answer.items.size());
    for (const int item : answer.items) items.push_back({.item = item});
    add_variables(study, "Items", items, blocks);
    add_variables(study, "Sub-groups", answer.subgroups, blocks);
    List comparisons{.title = "Comparisons", .marks = Marks::bullets, .points = {}};
    for (const Comparison& one : answer.comparisons) {
        comparisons.points.push_back(comparison_point(study, one));
    }
    if (!comparisons.points.empty()) blocks.push_back(std::move(comparisons));
    List scales{.title = "Scales", .marks = Marks::bullets, .points = {}};
    for (const PlannedScale& one : answer.scales) scales.points.push_back(scale_point(study, one));
    if (!scales.points.empty()) blocks.push_back(std::move(scales));
}

}  // namespace

void add_plan(const Study& study, const AnalysisPlan& plan, std::vector<Block>& blocks) {
    blocks.push_back(Heading{2, "Analysis plan", ""});
    if (!plan.added.empty()) blocks.push_back(Remarks{{added_note(plan.added)}});
    add_plan_facts(study, plan, blocks);
    add_weights(study, plan, blocks);
    for (const PlannedAnswer& answer : plan.answers) add_answer(study, answer, blocks);
}

}  // namespace querist::instrument::protocol
