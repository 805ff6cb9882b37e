#pragma once

#include "exchange/csv_reader.hpp"
#include "instrument/instrument.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace querist::exchange {

/// Rows of a file that a proposal is made from, headers included.
inline constexpr std::size_t proposal_rows_max = 1'000;

struct ProposedMapping {
    std::string yaml;  ///< A mapping file to edit.
    /// Every column was recognised and every cell looked at was understood.
    bool complete = false;
    /// In words, what keeps it from being complete: columns that are not known, labels that are
    /// not.
    std::vector<std::string> missing{};
};

/// A first mapping of a file: columns are recognised by the study's ids and words (Qualtrics'
/// question texts, LimeSurvey's question codes), those that hold no answers by the names that the
/// two programs give them. What was not recognised stands in it as a comment.
[[nodiscard]] ProposedMapping propose_mapping(
    const instrument::Study& study, char delimiter, std::span<const CsvRow> rows
);

/// The delimiter that cuts a file's first line into the most cells.
[[nodiscard]] char likely_delimiter(std::string_view first_line);

}  // namespace querist::exchange
