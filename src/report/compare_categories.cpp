#include "report/compare.hpp"
#include "report/numbers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace querist::report {

namespace {

using instrument::Comparison;
using instrument::MissingAnswers;
using instrument::PlannedTest;
using response::Gap;
using statistics::CountTable;

/// A fixed seed, printed with the estimate, so that the same data give the same report.
constexpr std::uint64_t monte_carlo_seed = 20'240'611;
/// Respondents up to whom the enumeration gets its full effort.
constexpr std::int64_t thorough_up_to = 1'000;
/// Respondents beyond whom an odds ratio is no longer worth its exact interval: Woolf's agrees.
constexpr std::int64_t exact_odds_up_to = 20'000;

/// Counts of compared x by, row by row, and their labels.
struct Counts {
    std::vector<std::string> rows;
    std::vector<std::string> columns;
    std::vector<std::int64_t> cells;
    Basis basis;
};

/// Whether a respondent who was asked gave no answer.
bool left_unanswered(Gap gap) {
    return gap == Gap::skipped || gap == Gap::declined || gap == Gap::broken_off;
}

Counts count(
    const Ground& ground,
    const VariableValues& compared,
    const VariableValues& by,
    MissingAnswers missing
) {
    Counts counts{compared.categories, by.categories, {}, {}};
    const bool counted = missing == MissingAnswers::counted;
    if (counted) {
        counts.rows.emplace_back("No answer");
        counts.columns.emplace_back("No answer");
    }
    const std::size_t width = counts.columns.size();
    counts.cells.resize(counts.rows.size() * width);
    GapCounts gaps{};
    for (std::size_t i = 0; i < ground.table.size(); ++i) {
        std::array<std::size_t, 2> place{};
        Gap gap = Gap::none;
        for (const VariableValues* one : {&compared, &by}) {
            std::size_t& at = place[one == &by ? 1 : 0];
            if (one->has(i)) {
                at = one->category(i);
            } else if (counted && left_unanswered(one->gap(i))) {
                at = one->categories.size();
            } else if (gap == Gap::none) {
                gap = one->gap(i);
            }
        }
        ++gaps[static_cast<std::size_t>(gap)];
        if (gap == Gap::none) ++counts.cells[place[0] * width + place[1]];
    }
    counts.basis = basis_from(ground, gaps);
    return counts;
}

CrossTable cross_table(
    const Ground& ground,
    const Counts& counts,
    const VariableValues& compared,
    const VariableValues& by
) {
    CrossTable table{
        .title = compared.name + " by " + by.name,
        .basis = counts.basis,
        .row_heading = "Answer",
        .column_heading = by.name,
        .columns = {},
        .rows = {}
    };
    const std::size_t width = counts.columns.size();
    for (std::size_t column = 0; column < width; ++column) {
        std::int64_t base = 0;
        for (std::size_t row = 0; row < counts.rows.size(); ++row) {
            base += counts.cells[row * width + column];
        }
        table.columns.push_back({counts.columns[column], base});
    }
    for (std::size_t row = 0; row < counts.rows.size(); ++row) {
        CrossTable::Row line{counts.rows[row], {}};
        for (std::size_t column = 0; column < width; ++column) {
            const std::int64_t cell = counts.cells[row * width + column];
            line.cells.push_back(
                {share_of(cell, table.columns[column].base, ground.level), std::nullopt}
            );
        }
        table.rows.push_back(std::move(line));
    }
    return table;
}

void mark_residuals(
    CrossTable& table, const statistics::KeptTable& kept, const std::vector<double>& residuals
) {
    for (std::size_t i = 0; i < residuals.size(); ++i) {
        const std::size_t row = kept.kept_rows[i / kept.columns];
        const std::size_t column = kept.kept_columns[i % kept.columns];
        table.rows[row].cells[column].residual = residuals[i];
    }
}

Measure number(std::string label, double value, std::string words = {}) {
    return {.label = std::move(label), .value = value, .words = std::move(words)};
}

Measure p_value(std::string label, double value, std::string words = {}) {
    return {
        .label = std::move(label),
        .form = Measure::Form::p_value,
        .value = value,
        .words = std::move(words)
    };
}

Measure absent(std::string label, statistics::Absence reason) {
    return {.label = std::move(label), .words = std::string(statistics::absence_sentence(reason))};
}

/// Fisher's exact test, its Monte Carlo estimate, or why there is neither.
statistics::Computed<statistics::FisherTest> fisher(CountTable table, std::int64_t total) {
    SeededRandom random(monte_carlo_seed);
    statistics::FisherEffort effort;
    if (total > thorough_up_to) effort.steps_max = 200'000;
    effort.drawn_labels_max = 100'000'000;
    return statistics::fisher_test_or_estimate(table, random, effort);
}

std::string fisher_words(const statistics::FisherTest& test) {
    if (test.method == statistics::FisherMethod::exact) return "exact";
    return "estimated from " + count_text(test.drawn_tables) +
           " random tables with the same margins, seed " + count_text(monte_carlo_seed);
}

void add_fisher(Compared& compared, CountTable table, bool planned) {
    const auto test = fisher(table, compared.basis.answered);
    if (!test) {
        compared.measures.push_back(absent("Fisher's exact p", test.error()));
        return;
    }
    compared.measures.push_back(p_value("Fisher's exact p", test->p_value, fisher_words(*test)));
    compared.p_value = test->p_value;
    if (!planned) {
        compared.stand_in = "Fisher's exact test, for expected counts are too low";
        compared.notes.emplace_back(
            "Expected counts are too low for the planned test (Cochran's rule: one below 1, or "
            "more than a fifth below 5): Fisher's exact p value takes the place of its own."
        );
    }
}

void add_effects(Compared& compared, CountTable table, double level) {
    const auto v = statistics::cramers_v(table, level);
    if (!v) {
        compared.measures.push_back(absent("Cramér's V", v.error()));
        return;
    }
    compared.measures.push_back(
        {.label = "Cramér's V",
         .value = v->v.estimate,
         .interval = v->v,
         .words = "0 no association, 1 full"}
    );
    if (v->bias_corrected) {
        compared.measures.push_back(
            number("Cramér's V, corrected for bias", *v->bias_corrected, "by Bergsma's method")
        );
    }
    compared.effect = "Cramér's V " + effect_text(v->v, level);
    if (table.columns != 2 || table.counts.size() != 4) return;
    const statistics::FourfoldTable four{
        table.counts[0], table.counts[1], table.counts[2], table.counts[3]
    };
    const bool exact = compared.basis.answered <= exact_odds_up_to;
    const auto odds =
        exact ? statistics::conditional_odds_ratio(four, level)
              : statistics::woolf_odds_ratio(four, statistics::ZeroCell::add_half, level);
    if (!odds) {
        compared.measures.push_back(absent("Odds ratio", odds.error()));
        return;
    }
    compared.measures.push_back(
        {.label = "Odds ratio",
         .value = odds->estimate,
         .interval = *odds,
         .words = std::string("of the first row, first group against second; ") +
                  (exact ? "conditional, exact" : "Woolf")}
    );
}

std::string left_out_note(const Counts& counts, const statistics::KeptTable& kept) {
    std::string names;
    const auto add = [&](const std::vector<std::string>& labels, const auto& kept_places) {
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (std::ranges::count(kept_places, i) > 0) continue;
            names += (names.empty() ? "“" : ", “") + labels[i] + "”";
        }
    };
    add(counts.rows, kept.kept_rows);
    add(counts.columns, kept.kept_columns);
    return names.empty() ? names
                         : "Without respondents and therefore not in the test: " + names + ".";
}

}  // namespace

Compared compare_categories(
    const Ground& ground,
    const Comparison& comparison,
    const VariableValues& compared,
    const VariableValues& by
) {
    Compared result;
    result.topic = compared.name + " by " + by.name;
    if (compared.categories.empty() || by.categories.empty()) {
        result.absence = "Numbers have no categories: this test compares categories.";
        return result;
    }
    const Counts counts = count(ground, compared, by, comparison.missing);
    CrossTable table = cross_table(ground, counts, compared, by);
    result.basis = counts.basis;
    const statistics::KeptTable kept =
        statistics::without_empty_margins({counts.cells, counts.columns.size()});
    const CountTable tested{kept.counts, kept.columns == 0 ? 1 : kept.columns};
    if (comparison.missing == MissingAnswers::counted) {
        result.notes.emplace_back(
            "As planned, who was asked and gave no answer is a category of its own."
        );
    }
    const bool ratio = comparison.test == PlannedTest::likelihood_ratio;
    const auto test = ratio ? statistics::likelihood_ratio_independence(tested)
                            : statistics::chi_square_independence(tested);
    if (!test) {
        result.absence = std::string(statistics::absence_sentence(test.error()));
        result.table = std::move(table);
        return result;
    }
    if (const std::string note = left_out_note(counts, kept); !note.empty()) {
        result.notes.push_back(note);
    }
    mark_residuals(table, kept, test->adjusted_residuals);
    result.table = std::move(table);
    result.claim = "The answers differ between the groups";
    result.disclaimer = "that the answers differ between the groups";
    const bool exact = comparison.test == PlannedTest::fisher_exact;
    if (exact || test->expected_too_low) add_fisher(result, tested, exact);
    // A table too large for the exact test is large enough for the approximate one.
    const bool instead = exact && !result.p_value && !test->expected_too_low;
    if (instead) {
        result.notes.emplace_back(
            "The table is too large for Fisher's exact test and no expected count is low: "
            "Pearson's "
            "chi-square takes its place."
        );
    }
    if (!exact || instead) {
        const std::optional<double> before = result.p_value;
        result.measures.push_back(number(
            ratio ? "Likelihood ratio G" : "Chi-square",
            test->test.statistic,
            "without continuity correction"
        ));
        result.measures.push_back(
            {.label = "Degrees of freedom",
             .form = Measure::Form::count,
             .value = static_cast<double>(test->test.degrees_of_freedom)}
        );
        result.measures.push_back(p_value("p", test->test.p_value));
        result.p_value = before ? before : std::optional(test->test.p_value);
    }
    add_effects(result, tested, ground.level);
    if (exact && !result.p_value) {
        result.absence = "The table is too large for Fisher's exact test.";
    }
    return result;
}

}  // namespace querist::report
