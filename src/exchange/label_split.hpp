#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::exchange {

/// `text` on one line: white space at the ends left out, any other a single space. Survey programs
/// change spaces and line ends of labels between their export's columns.
[[nodiscard]] std::string folded(std::string_view text);

/// The labels that stand in one cell, separated by `separator`.
struct SplitLabels {
    std::vector<int> found;            ///< Positions in `labels`, in the order of the cell.
    std::vector<std::string> unknown;  ///< What no label is, as long as it goes.
};

/// Labels may hold the separator themselves ("Crashes (e.g., …)"), so the cell is never cut
/// blindly: of all ways to read it as labels the one is taken that leaves the fewest bytes unknown;
/// of equal ones that with the longest first label. `cell` and `labels` are `folded`.
[[nodiscard]] SplitLabels split_labels(
    std::string_view cell, std::string_view separator, std::span<const std::string> labels
);

}  // namespace querist::exchange
