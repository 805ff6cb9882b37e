#pragma once

#include "report/values.hpp"

#include <string>

namespace querist::report {

/// One HTML file: style inside, no script, nothing fetched; readable in dark, light and print.
[[nodiscard]] std::string render_html(const Report& report);

/// The same in CommonMark with tables (GFM); pictures are told in words, their tables stay.
[[nodiscard]] std::string render_markdown(const Report& report);

/// The same for xelatex: booktabs, longtable, figures from PDF files in figures/ beside it.
[[nodiscard]] std::string render_latex(const Report& report);

}  // namespace querist::report
