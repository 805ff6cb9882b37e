#include "report/files.hpp"
#include "report/laid_table.hpp"
#include "report/numbered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

namespace querist::report {

namespace {

using response::Gap;

constexpr Gap gaps[] = {
    Gap::skipped, Gap::declined, Gap::not_shown, Gap::broken_off, Gap::withdrawn
};

/// RFC 4180: comma, CR LF, quotes doubled.
class CsvLines {
public:
    void text(std::string_view text) {
        if (!first_) out_ += ',';
        first_ = false;
        if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
            out_ += text;
            return;
        }
        out_ += '"';
        for (const char c : text) {
            if (c == '"') out_ += '"';
            out_ += c;
        }
        out_ += '"';
    }
    void number(std::int64_t number) { text(fmt::format("{}", number)); }
    void number(const RawNumber& number) {
        if (const auto* whole = std::get_if<std::int64_t>(&number)) return this->number(*whole);
        const auto* real = std::get_if<double>(&number);
        // The shortest digits that read back to the same number; "inf" is read everywhere.
        text(real == nullptr || std::isnan(*real) ? "" : fmt::format("{}", *real));
    }
    void end_line() {
        out_ += "\r\n";
        first_ = true;
    }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
    bool first_ = true;
};

void basis_heads(CsvLines& csv) {
    csv.text("base");
    for (const Gap gap : gaps) csv.text(response::to_text(gap));
    csv.text("responses");
    csv.text("screened_out");
    csv.text("quota_full");
    csv.text("excluded");
}

void basis_cells(CsvLines& csv, const Basis& basis) {
    csv.number(basis.answered);
    for (const Gap gap : gaps) csv.number(basis.gaps[static_cast<std::size_t>(gap)]);
    csv.number(basis.responses);
    csv.number(basis.screened_out);
    csv.number(basis.quota_full);
    csv.number(basis.excluded);
}

bool left_out(const LaidColumn& column) { return column.in_files == LaidColumn::InFiles::left_out; }

void cells(CsvLines& csv, const LaidTable& table, const LaidRow& row) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const LaidColumn& column = table.columns[i];
        if (left_out(column)) continue;
        static const LaidCell none;
        const LaidCell& cell = i < row.cells.size() ? row.cells[i] : none;
        if (column.raw.empty()) {
            csv.text(cell.small.empty() ? cell.text : cell.text + ": " + cell.small);
        }
        for (std::size_t j = 0; j < column.raw.size(); ++j) {
            csv.number(j < cell.raw.size() ? cell.raw[j] : RawNumber());
        }
    }
}

std::string csv_of(const LaidTable& table) {
    CsvLines csv;
    const bool coded =
        std::ranges::any_of(table.rows, [](const LaidRow& row) { return !row.code.empty(); });
    if (coded) csv.text("code");
    for (const LaidColumn& column : table.columns) {
        if (left_out(column)) continue;
        if (column.raw.empty()) csv.text(column.head);
        for (const std::string& name : column.raw) csv.text(name);
    }
    if (table.basis) basis_heads(csv);
    csv.end_line();
    for (const LaidRow& row : table.rows) {
        if (coded) csv.text(row.code);
        cells(csv, table, row);
        if (table.basis) basis_cells(csv, row.basis ? *row.basis : *table.basis);
        csv.end_line();
    }
    return csv.take();
}

std::string index_of(const Report& report, const std::vector<NumberedTable>& tables) {
    CsvLines csv;
    for (const char* head : {"number", "file", "title", "kind", "rows", "origin", "version"}) {
        csv.text(head);
    }
    basis_heads(csv);
    csv.text("confidence");
    csv.text("notes");
    csv.end_line();
    for (const NumberedTable& one : tables) {
        csv.number(static_cast<std::int64_t>(one.number));
        csv.text(one.name + ".csv");
        csv.text(one.table.title);
        csv.text(one.table.kind);
        csv.number(static_cast<std::int64_t>(one.table.rows.size()));
        csv.text(response::to_text(report.origin));
        csv.text(report.version.hex());
        if (one.table.basis) {
            basis_cells(csv, *one.table.basis);
            csv.number(RawNumber(one.table.basis->level));
        } else {
            // Base, responses, the three that are left out, and the confidence.
            for (std::size_t i = 0; i < std::size(gaps) + 6; ++i) csv.text("");
        }
        std::string notes = one.table.empty;
        for (const std::string& note : one.table.notes) notes += (notes.empty() ? "" : " ") + note;
        csv.text(notes);
        csv.end_line();
    }
    return csv.take();
}

}  // namespace

std::vector<ReportFile> table_files(const Report& report) {
    const std::vector<NumberedTable> tables = numbered_tables(report);
    std::vector<ReportFile> files{{"index.csv", index_of(report, tables)}};
    for (const NumberedTable& one : tables) files.push_back({one.name + ".csv", csv_of(one.table)});
    return files;
}

}  // namespace querist::report
