#include "report/compare.hpp"

#include "report/numbers.hpp"

#include <algorithm>

namespace querist::report {

namespace {

using instrument::Comparison;
using instrument::PAdjustment;
using instrument::PlannedTest;

Compared no_test(std::string why) {
    Compared compared;
    compared.absence = std::move(why);
    return compared;
}

Compared compare_one(const Ground& ground, const Comparison& comparison) {
    std::vector<VariableValues> variables;
    for (const std::vector<instrument::Variable>* list : {&comparison.compared, &comparison.by}) {
        for (const instrument::Variable& variable : *list) {
            auto values = values_of(ground, variable);
            if (!values) return no_test(values.error());
            variables.push_back(std::move(*values));
        }
    }
    const bool grouped = comparison.compared.size() == 1 && comparison.by.size() == 1;
    switch (comparison.test) {
        case PlannedTest::chi_square:
        case PlannedTest::likelihood_ratio:
        case PlannedTest::fisher_exact:
            if (grouped) {
                return compare_categories(ground, comparison, variables[0], variables[1]);
            }
            break;
        case PlannedTest::mann_whitney:
        case PlannedTest::kruskal_wallis:
            if (grouped) return compare_ranks(ground, comparison, variables[0], variables[1]);
            break;
        case PlannedTest::mcnemar:
        case PlannedTest::cochran_q:
        case PlannedTest::wilcoxon:
        case PlannedTest::friedman:
            if (comparison.by.empty()) return compare_pairs(ground, comparison, variables);
            break;
        case PlannedTest::spearman:
        case PlannedTest::kendall:
            if (comparison.by.empty()) return correlate(ground, comparison, variables);
            break;
    }
    return no_test("The planned test does not fit the number of variables and groups.");
}

std::vector<double> adjusted(PAdjustment adjustment, const std::vector<double>& p_values) {
    switch (adjustment) {
        case PAdjustment::none:
            return p_values;
        case PAdjustment::holm:
            return statistics::holm_adjusted(p_values);
        case PAdjustment::benjamini_hochberg:
            return statistics::benjamini_hochberg_adjusted(p_values);
    }
    return p_values;
}

std::string adjustment_words(PAdjustment adjustment, std::size_t tests) {
    const std::string among = "among the " + count_text(static_cast<std::int64_t>(tests)) +
                              " planned tests of this research question";
    return (adjustment == PAdjustment::holm ? "Holm, " : "Benjamini and Hochberg, ") + among;
}

/// What the test says and no more: a claim where p is below alpha, else that none was shown.
std::string answer_of(const Compared& compared, double p_value, double level) {
    if (p_value < 1 - level) return compared.claim + ".";
    return "It was not shown " + compared.disclaimer + ", nor that they do not.";
}

std::string figures_of(
    const Comparison& comparison, const Compared& compared, double p_value, bool is_adjusted
) {
    const std::string effect = compared.effect.empty() ? "" : "; " + compared.effect;
    const std::string stand_in =
        compared.stand_in.empty() ? "" : " (in its place " + compared.stand_in + ")";
    return test_name(comparison.test) + stand_in + ", " + (is_adjusted ? "adjusted p " : "p ") +
           p_relation(p_value) + effect + "; n = " + count_text(compared.basis.answered);
}

/// What joined the plan after it was registered is no planned test.
bool is_planned(const Ground& ground, const Comparison& comparison) {
    const auto& facts = ground.facts.plan;
    return !facts || std::ranges::count(facts->additions.comparisons, comparison.id) == 0;
}

Analysis analysis_of(const Comparison& comparison, Compared& compared, bool planned) {
    Analysis analysis{
        .id = comparison.id,
        .heading = compared.topic.empty() ? comparison.id : compared.topic,
        .standing = planned ? Standing::planned : Standing::exploratory,
        .expects = comparison.expects,
        .answer = {},
        .figures = test_name(comparison.test),
        .tables = {},
        .notes = std::move(compared.notes)
    };
    if (compared.table) analysis.tables.push_back(std::move(*compared.table));
    if (!planned && compared.p_value) {
        analysis.notes.emplace_back(
            "It joined the plan after that was frozen: its p value is not among those of the "
            "planned tests, and not adjusted."
        );
    }
    return analysis;
}

MeasureTable measures_of(const Comparison& comparison, Compared& compared) {
    return {
        .title = test_name(comparison.test) + " of " + comparison.id,
        .basis = compared.basis,
        .measures = std::move(compared.measures)
    };
}

}  // namespace

std::string test_name(PlannedTest test) {
    switch (test) {
        case PlannedTest::chi_square:
            return "Chi-square test of independence";
        case PlannedTest::likelihood_ratio:
            return "Likelihood-ratio test of independence";
        case PlannedTest::fisher_exact:
            return "Fisher's exact test";
        case PlannedTest::mann_whitney:
            return "Mann-Whitney test";
        case PlannedTest::kruskal_wallis:
            return "Kruskal-Wallis test";
        case PlannedTest::mcnemar:
            return "McNemar's test";
        case PlannedTest::cochran_q:
            return "Cochran's Q test";
        case PlannedTest::wilcoxon:
            return "Wilcoxon signed-rank test";
        case PlannedTest::friedman:
            return "Friedman test";
        case PlannedTest::spearman:
            return "Spearman's rank correlation";
        case PlannedTest::kendall:
            return "Kendall's rank correlation";
    }
    return {};
}

std::vector<Analysis> compare_all(const Ground& ground, const instrument::PlannedAnswer& answer) {
    std::vector<Compared> all;
    std::vector<double> p_values;  // of the planned ones: the frozen plan says how many they are
    for (const Comparison& comparison : answer.comparisons) {
        const Compared& compared = all.emplace_back(compare_one(ground, comparison));
        if (compared.p_value && is_planned(ground, comparison)) {
            p_values.push_back(*compared.p_value);
        }
    }
    const PAdjustment adjustment = ground.plan().adjustment;
    const std::vector<double> after = adjusted(adjustment, p_values);
    std::vector<Analysis> analyses;
    std::size_t next = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Comparison& comparison = answer.comparisons[i];
        Compared& compared = all[i];
        const bool planned = is_planned(ground, comparison);
        Analysis& analysis = analyses.emplace_back(analysis_of(comparison, compared, planned));
        if (!compared.p_value) {
            analysis.answer = "There is no result. " + compared.absence;
            if (!compared.measures.empty()) {
                analysis.tables.emplace_back(measures_of(comparison, compared));
            }
            continue;
        }
        const bool is_adjusted = planned && adjustment != PAdjustment::none && p_values.size() > 1;
        const double p_value = planned ? after[next++] : *compared.p_value;
        analysis.answer = answer_of(compared, p_value, ground.level);
        analysis.figures = figures_of(comparison, compared, p_value, is_adjusted);
        if (is_adjusted) {
            compared.measures.push_back(
                {.label = "Adjusted p",
                 .form = Measure::Form::p_value,
                 .value = p_value,
                 .words = adjustment_words(adjustment, p_values.size())}
            );
        }
        analysis.tables.emplace_back(measures_of(comparison, compared));
    }
    return analyses;
}

}  // namespace querist::report
