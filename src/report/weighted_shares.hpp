#pragma once

#include "report/tabulate.hpp"

#include <optional>
#include <string>
#include <vector>

namespace querist::report {

/// The plan's weights for the responses of a report, one each; 0 for those with a gap in a margin.
struct ReportWeights {
    std::vector<double> weights;  ///< Empty where there are none.
    Analysis analysis;            ///< How they were made, or why there are none.
};

/// Post-stratification for one margin, raking for more; or by strata for those who did not answer.
/// Empty when the plan has no weights.
[[nodiscard]] std::optional<ReportWeights> make_weights(const Ground& ground);

/// Weighted shares of an item's options beside those of the respondents, a table for each row of an
/// item that has rows. None for numbers, ranks and texts.
[[nodiscard]] std::vector<WeightedTable> weighted_tables(
    const Ground& ground, const response::TableItem& item, const std::vector<double>& weights
);

}  // namespace querist::report
