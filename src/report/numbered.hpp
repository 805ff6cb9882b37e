#pragma once

#include "report/laid_table.hpp"
#include "report/values.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::report {

/// A table with the number it bears in every document, and the name of its file: "item-tools",
/// "item-tools-2", "comparison-onnx-by-role", "flow", "checklist-cherries". Names hold as long as
/// the study file's ids do.
struct NumberedTable {
    int number = 0;
    std::string name;
    LaidTable table;
};
struct NumberedFigure {
    int number = 0;
    std::string name;
    const Plot* plot;  ///< In the report.
};

[[nodiscard]] std::vector<NumberedTable> numbered_tables(const Report& report);
[[nodiscard]] std::vector<NumberedFigure> numbered_figures(const Report& report);

/// "item-tools": `kind` and `id` with what file names cannot hold as "-".
[[nodiscard]] std::string file_stem(std::string_view kind, std::string_view id);

/// "Bars: percent; whiskers: 95% CI.": how a picture is read.
[[nodiscard]] std::string reading_of(const Plot& plot);
/// Whose data it shows.
[[nodiscard]] std::string stamp_of(const Plot& plot);

}  // namespace querist::report
