#include "report/compare.hpp"
#include "report/numbers.hpp"
#include "report/sentences.hpp"

#include <algorithm>
#include <cstdint>

namespace querist::report {

namespace {

using instrument::Comparison;
using instrument::PlannedTest;

std::string names_of(std::span<const VariableValues> variables) {
    std::string text;
    for (std::size_t i = 0; i < variables.size(); ++i) {
        if (i > 0) text += i + 1 == variables.size() ? " and " : ", ";
        text += in_quotes(variables[i].short_name);
    }
    return text;
}

/// The question once, where all are parts of it: "5. How often …? – Crashes, Slowness".
std::string topic_of(std::span<const VariableValues> variables) {
    const auto question_of = [](const VariableValues& one) {
        const bool part = one.name != one.short_name;
        return part ? one.name.substr(0, one.name.size() - one.short_name.size()) : one.name;
    };
    std::string topic;
    std::string last;
    for (const VariableValues& one : variables) {
        const std::string question = question_of(one);
        const bool again = question == last && one.name != one.short_name;
        if (!topic.empty()) topic += again ? ", " : "; ";
        topic += again ? one.short_name : one.name;
        last = question;
    }
    return topic;
}

Complete complete_in_all(const Ground& ground, std::span<const VariableValues> variables) {
    std::vector<const VariableValues*> all;
    for (const VariableValues& one : variables) all.push_back(&one);
    return complete_in(ground, all);
}

Measure p_value(double value, std::string words) {
    return {
        .label = "p", .form = Measure::Form::p_value, .value = value, .words = std::move(words)
    };
}

void set_absence(Compared& result, statistics::Absence reason) {
    result.absence = std::string(statistics::absence_sentence(reason));
}

/// Median and quartiles of each variable among those who answered all.
SummaryTable summaries(
    std::span<const VariableValues> variables, const Complete& complete, double level
) {
    SummaryTable table{
        .title = topic_of(variables),
        .basis = complete.basis,
        .row_heading = "Variable",
        .group_heading = "",
        .unit = "",
        .rows = {}
    };
    for (const VariableValues& one : variables) {
        table.rows.push_back(summary_row(one.name, "", values_in(one, complete.responses), level));
    }
    const auto scale = std::ranges::find_if(variables, [](const VariableValues& one) {
        return !one.categories.empty();
    });
    if (scale != variables.end()) table.notes.push_back(scale_note(*scale));
    return table;
}

/// The joint answers of two yes/no variables.
CrossTable joint_table(
    std::span<const VariableValues> pair,
    const Complete& complete,
    const std::array<std::int64_t, 4>& cells,
    double level
) {
    CrossTable table{
        .title = topic_of(pair),
        .basis = complete.basis,
        .row_heading = pair[0].name,
        .column_heading = pair[1].name,
        .columns = {},
        .rows = {},
        .notes = {"Percentages are of all pairs, one a respondent who answered both."},
        .bases = CrossTable::Bases::pairs
    };
    for (const std::string& label : pair[1].categories) {
        table.columns.push_back({label, complete.basis.answered});
    }
    for (std::size_t row = 0; row < 2; ++row) {
        CrossTable::Row line{pair[0].categories[row], {}};
        for (std::size_t column = 0; column < 2; ++column) {
            const Share share = share_of(cells[row * 2 + column], complete.basis.answered, level);
            line.cells.push_back({share, std::nullopt});
        }
        table.rows.push_back(std::move(line));
    }
    return table;
}

void compare_two_shares(
    const Ground& ground,
    Compared& result,
    std::span<const VariableValues> pair,
    const Complete& complete
) {
    std::array<std::int64_t, 4> cells{};
    for (const std::uint32_t response : complete.responses) {
        const std::size_t row = pair[0].is_yes(response) ? 0 : 1;
        ++cells[row * 2 + (pair[1].is_yes(response) ? 0 : 1)];
    }
    result.table = joint_table(pair, complete, cells, ground.level);
    const auto test = statistics::mcnemar_test(cells[1], cells[2]);
    if (!test) return set_absence(result, test.error());
    result.measures.push_back(
        {.label = "McNemar's chi-square",
         .value = test->corrected.statistic,
         .words = "1 degree of freedom, corrected for continuity"}
    );
    result.measures.push_back(
        {.label = "p by chi-square",
         .form = Measure::Form::p_value,
         .value = test->corrected.p_value}
    );
    result.measures.push_back(p_value(test->exact_p_value, "exact, binomial"));
    result.p_value = test->exact_p_value;
    const auto difference = statistics::share_difference_interval(
        cells[1], cells[2], complete.basis.answered, ground.level
    );
    if (!difference) return;
    result.measures.push_back(
        {.label = "Difference of shares",
         .value = difference->estimate,
         .interval = difference,
         .words = "first less second, from -1 to 1"}
    );
    result.effect = "difference of shares " + effect_text(*difference, ground.level);
    const std::size_t more = cells[1] >= cells[2] ? 0 : 1;
    const bool chosen = pair[more].categories.front() == "Chosen";
    const std::string how =
        chosen ? "chosen" : "answered with “" + pair[more].categories.front() + "”";
    result.claim = in_quotes(pair[more].short_name) + " was " + how + " more often than " +
                   in_quotes(pair[1 - more].short_name);
}

CrossTable shares_of_yes(
    std::span<const VariableValues> variables, const Complete& complete, double level
) {
    CrossTable table{
        .title = topic_of(variables),
        .basis = complete.basis,
        .row_heading = "Variable",
        .column_heading = "",
        .columns = {{variables.front().categories.front(), complete.basis.answered}},
        .rows = {}
    };
    for (const VariableValues& one : variables) {
        const std::int64_t count = std::ranges::count_if(complete.responses, [&](auto response) {
            return one.is_yes(response);
        });
        table.rows.push_back(
            {one.name, {{share_of(count, complete.basis.answered, level), std::nullopt}}}
        );
    }
    return table;
}

/// The answers of everyone who is complete, row by row.
template <class T>
std::vector<T> rows_of_values(
    std::span<const VariableValues> variables, const Complete& complete, auto value
) {
    std::vector<T> values;
    values.reserve(complete.responses.size() * variables.size());
    for (const std::uint32_t response : complete.responses) {
        for (const VariableValues& one : variables) values.push_back(value(one, response));
    }
    return values;
}

void add_w(
    Compared& result, std::span<const VariableValues> variables, std::span<const double> values
) {
    const auto friedman = statistics::friedman_test(values, variables.size());
    if (!friedman) return;
    result.measures.push_back(
        {.label = "Kendall's W",
         .value = friedman->kendalls_w,
         .words = "0 the respondents order them in no common way, 1 all alike; no interval"}
    );
    result.effect = "Kendall's W " + coefficient_text(friedman->kendalls_w);
}

void add_chi_square(Compared& result, std::string label, const statistics::ChiSquareTest& test) {
    result.measures.push_back({.label = std::move(label), .value = test.statistic});
    result.measures.push_back(
        {.label = "Degrees of freedom",
         .form = Measure::Form::count,
         .value = static_cast<double>(test.degrees_of_freedom)}
    );
    result.measures.push_back(p_value(test.p_value, ""));
    result.p_value = test.p_value;
}

void compare_several_shares(
    const Ground& ground,
    Compared& result,
    std::span<const VariableValues> variables,
    const Complete& complete
) {
    result.table = shares_of_yes(variables, complete, ground.level);
    const auto yes = rows_of_values<std::uint8_t>(
        variables,
        complete,
        [](const VariableValues& one, std::uint32_t response) {
            return static_cast<std::uint8_t>(one.is_yes(response) ? 1 : 0);
        }
    );
    const auto test = statistics::cochran_q_test(yes, variables.size());
    if (!test) return set_absence(result, test.error());
    add_chi_square(result, "Cochran's Q", *test);
    add_w(result, variables, std::vector<double>(yes.begin(), yes.end()));
    result.claim = "The shares of “" + variables.front().categories.front() + "” differ between " +
                   names_of(variables);
}

void compare_two_ranks(
    const Ground& ground,
    Compared& result,
    std::span<const VariableValues> pair,
    const Complete& complete
) {
    SummaryTable table = summaries(pair, complete, ground.level);
    const std::vector<double> first = values_in(pair[0], complete.responses);
    const std::vector<double> second = values_in(pair[1], complete.responses);
    const auto test = statistics::signed_rank_test(first, second);
    if (test) {
        table.notes.push_back(
            plural(test->differing_pairs, "respondent", "respondents") +
            " answered the two differently; " + count_text(test->equal_pairs) +
            " alike, whom the test leaves out."
        );
    }
    result.table = std::move(table);
    if (!test) return set_absence(result, test.error());
    const bool exact = test->test.distribution == statistics::NullDistribution::exact;
    result.measures.push_back({.label = "V", .value = test->test.statistic});
    result.measures.push_back(
        p_value(test->test.p_value, exact ? "exact" : "normal, corrected for ties and continuity")
    );
    result.p_value = test->test.p_value;
    const auto effect = statistics::paired_rank_biserial(first, second, ground.level);
    if (!effect) return;
    result.measures.push_back(
        {.label = "Rank-biserial correlation",
         .value = effect->estimate,
         .interval = effect->interval,
         .words = "of pairs; 1: the first is higher wherever they differ"}
    );
    result.effect = "rank-biserial correlation " +
                    effect_text(effect->estimate, effect->interval, ground.level);
    const std::size_t higher = effect->estimate >= 0 ? 0 : 1;
    result.claim = "Answers to " + in_quotes(pair[higher].short_name) +
                   " tended to be higher than the same respondents' answers to " +
                   in_quotes(pair[1 - higher].short_name);
}

void compare_several_ranks(
    const Ground& ground,
    Compared& result,
    std::span<const VariableValues> variables,
    const Complete& complete
) {
    result.table = summaries(variables, complete, ground.level);
    const auto values = rows_of_values<double>(
        variables,
        complete,
        [](const VariableValues& one, std::uint32_t response) { return one.value(response); }
    );
    const auto test = statistics::friedman_test(values, variables.size());
    if (!test) return set_absence(result, test.error());
    add_chi_square(result, "Friedman's chi-square", test->test);
    add_w(result, variables, values);
}

}  // namespace

Compared compare_pairs(
    const Ground& ground, const Comparison& comparison, std::span<const VariableValues> variables
) {
    Compared result;
    result.topic = topic_of(variables);
    const Complete complete = complete_in_all(ground, variables);
    result.basis = complete.basis;
    result.claim = "The answers to " + names_of(variables) + " differ";
    result.disclaimer = "that the answers to " + names_of(variables) + " differ";
    const bool shares =
        comparison.test == PlannedTest::mcnemar || comparison.test == PlannedTest::cochran_q;
    const bool two_only =
        comparison.test == PlannedTest::mcnemar || comparison.test == PlannedTest::wilcoxon;
    const bool yes_no = std::ranges::all_of(variables, [](const VariableValues& one) {
        return one.categories.size() == 2;
    });
    if (shares && !yes_no) {
        result.absence = "This test compares answers of two kinds, such as yes and no.";
    } else if (variables.size() < 2 || (two_only && variables.size() != 2)) {
        result.absence = two_only ? "This test compares two variables."
                                  : "This test compares two or more variables.";
    } else if (shares && two_only) {
        compare_two_shares(ground, result, variables, complete);
    } else if (shares) {
        compare_several_shares(ground, result, variables, complete);
    } else if (two_only) {
        compare_two_ranks(ground, result, variables, complete);
    } else {
        compare_several_ranks(ground, result, variables, complete);
    }
    return result;
}

Compared correlate(
    const Ground& ground, const Comparison& comparison, std::span<const VariableValues> variables
) {
    Compared result;
    result.topic = topic_of(variables);
    const Complete complete = complete_in_all(ground, variables);
    result.basis = complete.basis;
    if (variables.size() != 2) {
        result.absence = "A correlation is of two variables.";
        return result;
    }
    result.table = summaries(variables, complete, ground.level);
    const std::vector<double> x = values_in(variables[0], complete.responses);
    const std::vector<double> y = values_in(variables[1], complete.responses);
    const bool spearman = comparison.test == PlannedTest::spearman;
    const auto found = spearman ? statistics::spearman_rho(x, y, ground.level)
                                : statistics::kendall_tau_b(x, y, ground.level);
    result.disclaimer = "that " + names_of(variables) + " rise or fall together";
    if (!found) {
        set_absence(result, found.error());
        return result;
    }
    using statistics::CorrelationReference;
    const std::string reference = found->reference == CorrelationReference::exact ? "exact"
                                  : found->reference == CorrelationReference::student_t
                                      ? "Student's t"
                                      : "normal";
    const std::string name = spearman ? "Spearman's rho" : "Kendall's tau-b";
    result.measures.push_back(
        {.label = name,
         .value = found->estimate,
         .interval = found->interval,
         .words = "interval by Fisher's z"}
    );
    result.measures.push_back(p_value(found->p_value, reference));
    result.p_value = found->p_value;
    result.effect = name + " " + effect_text(found->estimate, found->interval, ground.level);
    result.claim = found->estimate >= 0
                       ? "Higher answers to " + in_quotes(variables[0].short_name) +
                             " go with higher answers to " + in_quotes(variables[1].short_name)
                       : "Higher answers to " + in_quotes(variables[0].short_name) +
                             " go with lower answers to " + in_quotes(variables[1].short_name);
    return result;
}

}  // namespace querist::report
