#pragma once

#include "exchange/csv_reader.hpp"
#include "exchange/import_findings.hpp"
#include "exchange/import_mapping.hpp"
#include "response/response.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::exchange {

/// A row of a foreign file as a response of the study, judged as the instrument would judge it.
struct ImportedResponse {
    enum class Consent { agreed, refused, none };

    std::int64_t line = 0;
    std::string foreign_id;  ///< Empty: the file has none.
    Consent consent = Consent::none;
    std::optional<Instant> started;
    std::optional<Instant> ended;
    /// The pages that were answered, with what was accepted of each. What the instrument would
    /// refuse is kept as answered as far as it can be stored; `flags` names it.
    std::vector<std::pair<int, response::PageCheck>> pages;
    bool complete = false;
    std::vector<std::string> flags;  ///< "contradiction:problems": why and item; each once.
    std::string exclude;             ///< Why reports leave it out; empty: they do not.
};

/// Reads the rows of one file by a mapping.
class RowReader {
public:
    /// `header`: the first header row. Problems: import.column-missing (the mapping names a column
    /// that the file does not have), import.column-twice. Columns that the mapping does not name
    /// are findings.
    static Result<RowReader> begin(
        const instrument::Study& study,
        const ImportMapping& mapping,
        const CsvRow& header,
        const std::string& file,
        ImportFindings& findings
    );

    [[nodiscard]] ImportedResponse read(const CsvRow& row, ImportFindings& findings) const;

private:
    /// A column with what its cells may hold.
    struct Column {
        std::size_t position = 0;
        const ColumnMapping* mapping = nullptr;
        std::vector<std::string> labels;  ///< Folded labels and codes, then ignored tokens.
        std::vector<std::string> codes;   ///< Of each; empty: ignored.
    };
    /// What a row is being read into.
    struct Reading;

    RowReader(const instrument::Study& study, const ImportMapping& mapping);
    Result<std::size_t> position(
        const CsvRow& header, const std::string& column, const std::string& file
    ) const;
    Result<void> find_columns(const CsvRow& header, const std::string& file);
    void add_labels(Column& column) const;
    void read_facts(Reading& reading) const;
    void read_cell(Reading& reading, const Column& column) const;
    void read_choice(Reading& reading, const Column& column, const std::string& cell) const;
    void read_labels(Reading& reading, const Column& column, const std::string& cell) const;
    [[nodiscard]] std::string_view cell(const Reading& reading, int position) const;
    void exclude(Reading& reading) const;
    void walk(Reading& reading) const;
    void judge(Reading& reading, response::PageCheck& check) const;

    const instrument::Study* study_;
    const ImportMapping* mapping_;
    std::size_t column_count_ = 0;
    std::vector<Column> columns_;
    std::vector<std::vector<std::pair<int, std::string>>> rules_;  ///< Position and cell, by rule.
    int consent_ = -1;
    int response_id_ = -1;
    int started_ = -1;
    int ended_ = -1;
    int finished_ = -1;
};

/// Whether nothing stands in any cell: spreadsheets leave such rows, and nobody answered them.
[[nodiscard]] bool is_empty_row(const CsvRow& row);

/// Whether a row is Qualtrics' third header row: {"ImportId":"QID1"} in every cell.
[[nodiscard]] bool is_import_id_row(const CsvRow& row);

/// A moment as survey programs write it, "2024-03-01 14:05:00", taken as UTC; also with "T" and
/// "Z". Empty: it is none.
[[nodiscard]] std::optional<Instant> read_foreign_time(std::string_view text);

}  // namespace querist::exchange
