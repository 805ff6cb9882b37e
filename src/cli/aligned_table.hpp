#pragma once

#include <string>
#include <vector>

namespace querist::cli {

enum class Alignment { left, right };

/// A table for people: columns as wide as their widest cell, two spaces apart, each line indented
/// by two and without spaces at its end. Widths are those of a terminal. `alignments` has one entry
/// a column; rows may be shorter.
[[nodiscard]] std::string aligned_table(
    const std::vector<Alignment>& alignments, const std::vector<std::vector<std::string>>& rows
);

}  // namespace querist::cli
