#pragma once

#include "core/core.hpp"
#include "instrument/instrument.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::exchange {

/// Where the answer in a cell goes. In mapping files: "item"; "item.text.code" for what was typed
/// beside a choice or row; "item.row.code" for one row of a grid and its like; "item.choice.code"
/// for a column of one choice; "item.row.code.choice.code" for one choice of a matrix's row.
struct Target {
    enum class Part { answer, text, choice };
    int item = 0;  ///< Position in `Study::items`.
    Part part = Part::answer;
    int row = -1;     ///< Position in `rows_of`; -1: the item has none.
    int option = -1;  ///< Position in `options_of`; text beside a row: -1.
    bool operator==(const Target&) const = default;
};
/// The problem, without a place, is import.unknown-item or import.unknown-code.
[[nodiscard]] Result<Target> read_target(const instrument::Study& study, std::string_view text);
[[nodiscard]] std::string target_text(const instrument::Study& study, const Target& target);

/// A column of the foreign file that holds answers.
struct ColumnMapping {
    std::string column;
    Target target;
    /// Folded cell, or one of its labels -> code ("yes" and "no" for yes/no). Besides these the
    /// study's own labels and codes are understood.
    std::map<std::string, std::string> values;
    Place place;
};

/// Which rows agreed to take part. Any other cell is no consent.
struct ConsentColumn {
    std::string column;
    std::vector<std::string> agreed;
    std::vector<std::string> refused;
    Place place;
};

/// Which rows are finished.
struct Finished {
    enum class By {
        answers,  ///< The file does not say: a row goes as far as its last answered page.
        column,   ///< The cell is one of `values`; without values: it is not empty.
        every     ///< The researcher says that every consenting row is.
    };
    By by = By::answers;
    std::string column;
    std::vector<std::string> values;
};

/// Rows that are kept and left out of reports.
struct RowRule {
    std::vector<std::pair<std::string, std::string>> where;  ///< Column and folded cell: all hold.
    std::string reason;
    Place place;
};

/// What another program's export means, in the words of a study.
struct ImportMapping {
    int header_rows = 1;  ///< The first names the columns; Qualtrics writes two or three.
    char delimiter = ',';
    std::string separator = ",";           ///< Between several answers in one cell.
    std::optional<ConsentColumn> consent;  ///< None: not in the file, every row counts as agreed.
    std::string response_id;               ///< Column, or empty; likewise the next two.
    std::string started;
    std::string ended;
    Finished finished;
    std::vector<std::string> no_answer;  ///< Cells that mean an empty one: "N/A", "-99".
    std::vector<std::string> ignored;    ///< Tokens that the export itself puts in: flagged.
    std::vector<ColumnMapping> columns;
    std::map<std::string, std::string> left_out;  ///< Column -> why it is not imported.
    std::vector<RowRule> rows;
};

struct LoadedMapping {
    std::optional<ImportMapping> mapping;  ///< Empty when any problem is an error.
    std::vector<Problem> problems;         ///< In file order.
};

/// Reads a mapping file (docs/import.md) for a study.
[[nodiscard]] LoadedMapping read_import_mapping(
    std::string_view yaml, const std::string& file, const instrument::Study& study
);

}  // namespace querist::exchange
