#include "cli/aligned_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace querist::cli {

namespace {

/// Columns that a terminal gives a text: fmt counts them where it fills up to a width.
std::size_t columns_of(const std::string& text) {
    const std::string filled = fmt::format("{:<{}}", text, text.size());
    return text.size() - (filled.size() - text.size());
}

}  // namespace

std::string aligned_table(
    const std::vector<Alignment>& alignments, const std::vector<std::vector<std::string>>& rows
) {
    std::vector<std::size_t> widths(alignments.size(), 0);
    for (const std::vector<std::string>& row : rows) {
        for (std::size_t c = 0; c < row.size() && c < widths.size(); ++c) {
            widths[c] = std::max(widths[c], columns_of(row[c]));
        }
    }
    std::string out;
    for (const std::vector<std::string>& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size() && c < widths.size(); ++c) {
            line += alignments[c] == Alignment::left ? fmt::format("  {:<{}}", row[c], widths[c])
                                                     : fmt::format("  {:>{}}", row[c], widths[c]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

}  // namespace querist::cli
