#include "report/scales.hpp"

#include "report/numbers.hpp"
#include "report/sentences.hpp"
#include "report/variable_values.hpp"

namespace querist::report {

namespace {

std::vector<std::optional<double>> answers_of(
    const Ground& ground, const std::vector<VariableValues>& items
) {
    std::vector<std::optional<double>> values;
    values.reserve(ground.table.size() * items.size());
    for (std::size_t i = 0; i < ground.table.size(); ++i) {
        for (const VariableValues& item : items) {
            values.push_back(item.has(i) ? std::optional(item.value(i)) : std::nullopt);
        }
    }
    return values;
}

MeasureTable item_table(
    const std::vector<VariableValues>& items,
    const statistics::CronbachAlpha& alpha,
    const Basis& basis,
    const std::string& id
) {
    MeasureTable table{.title = "Items of " + id, .basis = basis, .measures = {}};
    for (std::size_t i = 0; i < items.size(); ++i) {
        const statistics::ItemInScale& item = alpha.items[i];
        Measure measure{.label = items[i].name, .value = item.correlation_with_rest};
        measure.words = item.correlation_with_rest
                            ? "correlation with the sum of the other items"
                            : "the item or the sum of the others does not vary";
        if (item.alpha_without) {
            measure.words += "; alpha without it " + coefficient_text(*item.alpha_without);
        }
        table.measures.push_back(std::move(measure));
    }
    return table;
}

}  // namespace

Analysis scale_report(const Ground& ground, const instrument::PlannedScale& scale) {
    Analysis report{
        .id = scale.id,
        .heading = "Scale: " + (scale.measures.empty() ? scale.id : scale.measures),
        .standing = Standing::planned,
        .expects = "",
        .answer = "",
        .figures = "",
        .tables = {},
        .notes = {}
    };
    std::vector<VariableValues> items;
    std::vector<const VariableValues*> places;
    for (const instrument::Variable& variable : scale.variables) {
        auto values = values_of(ground, variable);
        if (!values) {
            report.answer = "There is no result. " + values.error();
            return report;
        }
        items.push_back(std::move(*values));
    }
    places.reserve(items.size());
    for (const VariableValues& item : items) places.push_back(&item);
    if (items.empty()) {
        report.answer = "There is no result. The scale has no items.";
        return report;
    }
    const Basis basis = complete_in(ground, places).basis;
    const auto values = answers_of(ground, items);
    const statistics::ScaleAnswers answers{values, items.size()};
    const auto alpha = statistics::cronbach_alpha(answers, ground.level);
    const auto omega = statistics::mcdonald_omega(answers, ground.level);
    MeasureTable table{.title = "Consistency of " + scale.id, .basis = basis, .measures = {}};
    Measure alpha_row{.label = "Cronbach's alpha"};
    Measure omega_row{.label = "McDonald's omega"};
    if (alpha) {
        alpha_row.value = alpha->alpha.estimate;
        alpha_row.interval = alpha->alpha;
        alpha_row.words = "interval by Feldt";
    } else {
        alpha_row.words = problem_sentence(alpha.error());
    }
    if (omega) {
        omega_row.value = omega->omega.estimate;
        omega_row.interval = omega->omega;
        omega_row.words = "one factor, maximum likelihood";
    } else {
        omega_row.words = problem_sentence(omega.error());
    }
    table.measures = {std::move(alpha_row), std::move(omega_row)};
    report.tables.emplace_back(std::move(table));
    if (!alpha) {
        report.answer = "There is no result. " + problem_sentence(alpha.error());
        return report;
    }
    report.tables.emplace_back(item_table(items, *alpha, basis, scale.id));
    report.answer = "Its " + plural(static_cast<std::int64_t>(items.size()), "item", "items") +
                    " had Cronbach's alpha " + effect_text(alpha->alpha, ground.level);
    if (omega) {
        report.answer += " and McDonald's omega " + effect_text(omega->omega, ground.level);
    }
    report.answer += ", among " + plural(alpha->respondents, "respondent", "respondents") +
                     " who answered all of them.";
    report.notes.emplace_back(
        "Items are taken as they are coded: one that is worded the other way round lowers both "
        "figures."
    );
    return report;
}

}  // namespace querist::report
