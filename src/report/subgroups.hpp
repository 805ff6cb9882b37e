#pragma once

#include "report/tabulate.hpp"
#include "report/variable_values.hpp"

#include <vector>

namespace querist::report {

/// An item's answers by the groups that a planned variable makes: counts, shares and intervals of
/// categories; medians and quartiles of scales, numbers and ranks; promoter scores. Open answers,
/// dates and addresses are not cut. Respondents without a group are left out, and counted.
[[nodiscard]] std::vector<Table> by_group(
    const Ground& ground, const response::TableItem& item, const instrument::Variable& subgroup
);

/// Median, its interval and quartiles of each row of a grid or semantic differential, and how many
/// answered in the upper half of the scale.
[[nodiscard]] SummaryTable scale_summary(const Ground& ground, const response::TableItem& item);

}  // namespace querist::report
