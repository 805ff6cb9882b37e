#pragma once

// The public header of exchange: other people's formats, in and out, as bytes. Pure.
//
// In: the CSV of other survey programs, row by row, by a mapping file (docs/import.md).
//
// Out: CSV as in RFC 4180 (comma, CR LF, quotes doubled), UTF-8, one header line, one line a
// response. docs/report.md describes the columns.

#include "core/core.hpp"
#include "exchange/csv_reader.hpp"       // IWYU pragma: export
#include "exchange/csv_text.hpp"         // IWYU pragma: export
#include "exchange/import_findings.hpp"  // IWYU pragma: export
#include "exchange/import_mapping.hpp"   // IWYU pragma: export
#include "exchange/import_proposal.hpp"  // IWYU pragma: export
#include "exchange/import_report.hpp"    // IWYU pragma: export
#include "exchange/import_row.hpp"       // IWYU pragma: export
#include "instrument/instrument.hpp"
#include "response/response.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::exchange {

/// Every response of the table, in its order, with stable codes.
[[nodiscard]] std::string responses_csv(
    const response::ResponseTable& table, response::Origin origin, const CsvOptions& options = {}
);

/// What the columns and codes of `responses_csv` mean: column, item, kind, code, meaning ("value",
/// "missing" or "meta"), label, question, versions.
[[nodiscard]] std::string labels_csv(
    const response::ResponseTable& table, const CsvOptions& options = {}
);

/// One JSON object a line: {"response","origin","version","language","completion","excluded",
/// "reported","started","finished","answers":{…},"texts":{…},"gaps":{…}}; answers as in page
/// entries. What is not known (language, times) is left out. Where something is shuffled also
/// "order":{"item":"b a c",…} and "place":{"item":2,…}.
[[nodiscard]] std::string responses_json_lines(
    const response::ResponseTable& table, response::Origin origin
);

/// A program to begin an analysis with: it reads the two files of a CSV export, with gaps as
/// missing and codes with their labels, and prints how often each answer was given.
struct StarterFile {
    std::string_view name;  ///< "analysis.py"
    std::string_view text;
};
/// Python (standard library), R (base) and Quarto. They find the export by its files' names.
[[nodiscard]] std::vector<StarterFile> starter_files();

}  // namespace querist::exchange
