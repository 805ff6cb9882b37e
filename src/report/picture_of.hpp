#pragma once

#include "report/report.hpp"

#include <optional>

namespace querist::report {

/// The picture that shows a table best: bars for shares and first ranks, diverging bars for grids,
/// means for the parts of a total, a histogram for numbers. None where nobody answered or where too
/// much would stand in it. `order`: of a grid's rows.
[[nodiscard]] std::optional<Plot> picture_of(const Table& table, instrument::RowOrder order);

}  // namespace querist::report
