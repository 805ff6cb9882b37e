#pragma once

#include "report/tabulate.hpp"
#include "report/variable_values.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace querist::report {

/// What one planned test gave, before its p value is adjusted among those of its research question.
struct Compared {
    std::string topic;              ///< "3. Do you use ONNX? by 2. How large is your organisation?"
    std::optional<Table> table;     ///< What was compared.
    Basis basis;                    ///< Respondents that the test stands on.
    std::vector<Measure> measures;  ///< The test first, then the effect.
    std::optional<double> p_value;  ///< The one that is adjusted; empty: there is no test.
    std::string claim;              ///< What holds where p is small: "The answers … differ …"
    std::string disclaimer;         ///< What was not shown otherwise: "that … differ …"
    std::string stand_in = {};      ///< Whose p value takes the planned test's place; may be empty.
    std::string effect;             ///< "Cramér's V 0.31 (95% CI 0.10 to 0.50)"
    std::string absence;            ///< Why there is no test, as sentences.
    std::vector<std::string> notes;
};

/// Chi-square, likelihood ratio and Fisher's exact test of independence.
[[nodiscard]] Compared compare_categories(
    const Ground& ground,
    const instrument::Comparison& comparison,
    const VariableValues& compared,
    const VariableValues& by
);

/// Mann-Whitney and Kruskal-Wallis.
[[nodiscard]] Compared compare_ranks(
    const Ground& ground,
    const instrument::Comparison& comparison,
    const VariableValues& compared,
    const VariableValues& by
);

/// McNemar, Cochran's Q, Wilcoxon and Friedman: answers of the same respondents.
[[nodiscard]] Compared compare_pairs(
    const Ground& ground,
    const instrument::Comparison& comparison,
    std::span<const VariableValues> variables
);

/// Spearman's rho and Kendall's tau-b.
[[nodiscard]] Compared correlate(
    const Ground& ground,
    const instrument::Comparison& comparison,
    std::span<const VariableValues> variables
);

/// Every comparison of a research question with an answer that claims no more than the test says.
/// p values are adjusted among those of the planned ones; what joined the plan after it was frozen
/// is exploratory, and its p value stands as it is.
[[nodiscard]] std::vector<Analysis> compare_all(
    const Ground& ground, const instrument::PlannedAnswer& answer
);

/// "fisher exact" as a reader knows it: "Fisher's exact test".
[[nodiscard]] std::string test_name(instrument::PlannedTest test);

/// Values in short with the bounds of their median.
[[nodiscard]] SummaryTable::Row summary_row(
    std::string label, std::string group, const std::vector<double>& values, double level
);

}  // namespace querist::report
