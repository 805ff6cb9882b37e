#include "report/compare.hpp"
#include "report/numbers.hpp"

#include <cstdint>

namespace querist::report {

namespace {

using instrument::Comparison;
using instrument::PlannedTest;

/// The values of each group that has any.
struct Groups {
    std::vector<std::string> labels;
    std::vector<std::vector<double>> values;
};

Groups groups_of(
    const Complete& complete, const VariableValues& compared, const VariableValues& by
) {
    std::vector<std::vector<double>> all(by.categories.size());
    for (const std::uint32_t response : complete.responses) {
        all[by.category(response)].push_back(compared.value(response));
    }
    Groups groups;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].empty()) continue;
        groups.labels.push_back(by.categories[i]);
        groups.values.push_back(std::move(all[i]));
    }
    return groups;
}

void compare_two(Compared& result, const Groups& groups, double level) {
    const auto test = statistics::mann_whitney_test(groups.values[0], groups.values[1]);
    if (!test) {
        result.absence = std::string(statistics::absence_sentence(test.error()));
        return;
    }
    const bool exact = test->distribution == statistics::NullDistribution::exact;
    result.measures.push_back(
        {.label = "W", .value = test->statistic, .words = "Mann-Whitney U of the first group"}
    );
    result.measures.push_back(
        {.label = "p",
         .form = Measure::Form::p_value,
         .value = test->p_value,
         .words = exact ? "exact" : "normal, corrected for ties and continuity"}
    );
    result.p_value = test->p_value;
    const auto delta = statistics::cliffs_delta(groups.values[0], groups.values[1], level);
    if (!delta) return;
    result.measures.push_back(
        {.label = "Cliff's delta",
         .value = delta->estimate,
         .interval = delta->interval,
         .words = "rank-biserial correlation; 1: every answer of the first group is higher"}
    );
    result.effect = "Cliff's delta " + effect_text(delta->estimate, delta->interval, level);
    const std::size_t higher = delta->estimate >= 0 ? 0 : 1;
    result.claim = "Respondents of “" + groups.labels[higher] +
                   "” tended to give higher answers than those of “" + groups.labels[1 - higher] +
                   "”";
}

void compare_more(Compared& result, const Groups& groups) {
    const auto test = statistics::kruskal_wallis_test(groups.values);
    if (!test) {
        result.absence = std::string(statistics::absence_sentence(test.error()));
        return;
    }
    result.measures.push_back(
        {.label = "Kruskal-Wallis H", .value = test->statistic, .words = "corrected for ties"}
    );
    result.measures.push_back(
        {.label = "Degrees of freedom",
         .form = Measure::Form::count,
         .value = static_cast<double>(test->degrees_of_freedom)}
    );
    result.measures.push_back({.label = "p", .form = Measure::Form::p_value, .value = test->p_value}
    );
    result.p_value = test->p_value;
    std::int64_t total = 0;
    for (const std::vector<double>& values : groups.values) {
        total += static_cast<std::int64_t>(values.size());
    }
    // Epsilon squared, H / (n - 1): Tomczak and Tomczak 2014; R: effectsize::rank_epsilon_squared.
    const double epsilon = test->statistic / static_cast<double>(total - 1);
    result.measures.push_back(
        {.label = "Epsilon squared",
         .value = epsilon,
         .words = "share of the variation of ranks between the groups; no interval"}
    );
    result.effect = "epsilon squared " + coefficient_text(epsilon);
}

}  // namespace

SummaryTable::Row summary_row(
    std::string label, std::string group, const std::vector<double>& values, double level
) {
    SummaryTable::Row row{
        .label = std::move(label),
        .group = std::move(group),
        .base = static_cast<std::int64_t>(values.size()),
        .summary = statistics::summarize(values)
    };
    const auto median = statistics::median_interval(values, level);
    if (median && median->bounds) row.median_bounds = median->bounds->interval;
    return row;
}

Compared compare_ranks(
    const Ground& ground,
    const Comparison& comparison,
    const VariableValues& compared,
    const VariableValues& by
) {
    Compared result;
    result.topic = compared.name + " by " + by.name;
    if (by.categories.empty()) {
        result.absence = "“" + by.name + "” is a number and makes no groups.";
        return result;
    }
    const Complete complete = complete_in(ground, std::array{&compared, &by});
    result.basis = complete.basis;
    const Groups groups = groups_of(complete, compared, by);
    SummaryTable table{
        .title = compared.name + " by " + by.name,
        .basis = complete.basis,
        .row_heading = by.name,
        .group_heading = "",
        .unit = "",
        .rows = {}
    };
    for (std::size_t i = 0; i < groups.labels.size(); ++i) {
        table.rows.push_back(summary_row(groups.labels[i], "", groups.values[i], ground.level));
    }
    if (!compared.categories.empty()) table.notes.push_back(scale_note(compared));
    result.table = std::move(table);
    result.claim = "The answers differ between the groups";
    result.disclaimer = "that the answers differ between the groups";
    if (groups.values.size() < 2) {
        result.absence = groups.values.empty() ? "There are no values."
                                               : "There is only one group with answers.";
        return result;
    }
    if (comparison.test == PlannedTest::kruskal_wallis) {
        compare_more(result, groups);
    } else if (groups.values.size() > 2) {
        result.absence =
            "The Mann-Whitney test compares two groups, and more have answers: plan a "
            "Kruskal-Wallis test.";
    } else {
        compare_two(result, groups, ground.level);
    }
    return result;
}

}  // namespace querist::report
