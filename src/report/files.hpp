#pragma once

#include "report/values.hpp"

#include <string>
#include <vector>

namespace querist::report {

struct ReportFile {
    std::string name;
    std::string bytes;
};

/// Every table as CSV (RFC 4180, UTF-8) with the numbers as they are, not as they are printed, and
/// index.csv, which says what each file holds. A line bears the base and gaps of its own.
[[nodiscard]] std::vector<ReportFile> table_files(const Report& report);

/// Every figure as an SVG file that stands alone: its style inside, light, with title, description
/// and, beneath it, whose data these are.
[[nodiscard]] std::vector<ReportFile> figure_files(const Report& report);

}  // namespace querist::report
