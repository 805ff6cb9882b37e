#include "exchange/import_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace querist::exchange {

namespace {

/// In a table's cell: no markup, on one line.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n' || c == '\r') {
            out += ' ';
            continue;
        }
        if (std::string_view("\\`*_[]<>|#~&$").contains(c)) out += '\\';
        out += c;
    }
    return out;
}

std::string lines_text(const ImportFinding& finding) {
    std::string text = fmt::format("{}", fmt::join(finding.lines, ", "));
    if (finding.count > static_cast<std::int64_t>(finding.lines.size())) text += ", …";
    return text;
}

void append_counts(
    std::string& out,
    std::string_view heading,
    std::string_view what,
    const std::map<std::string, std::int64_t>& counts
) {
    if (counts.empty()) return;
    out += fmt::format("## {}\n\n| {} | rows |\n| :-- | --: |\n", heading, what);
    for (const auto& [name, count] : counts) out += fmt::format("| {} | {} |\n", cell(name), count);
    out += '\n';
}

void append_findings(std::string& out, const ImportReport& report, Loss loss) {
    std::string rows;
    for (const ImportFinding& one : report.findings.listed()) {
        if (one.loss != loss) continue;
        rows += fmt::format(
            "| {} | {} | {} | {} | {}: {} |\n",
            lines_text(one),
            cell(one.column),
            cell(one.value),
            one.count,
            cell(one.message),
            cell(one.cure)
        );
    }
    out += loss == Loss::lost ? "## Not understood\n\n" : "## Kept and flagged\n\n";
    if (rows.empty()) {
        out +=
            loss == Loss::lost ? "Every column and every cell was understood.\n\n" : "Nothing.\n\n";
        return;
    }
    out +=
        "| line | column | value | times | what, and what to do |\n"
        "| --: | :-- | :-- | --: | :-- |\n" +
        rows + '\n';
}

}  // namespace

std::string import_report_markdown(
    const ImportReport& report, const instrument::Study& study, const ImportMapping& mapping
) {
    std::string out = fmt::format(
        "# Import of {}\n\nInto study `{}`, instrument version `{}`. SHA-256 of the file: "
        "`{}`.\n\n",
        cell(report.file),
        report.study,
        report.version.hex(),
        report.file_hash.hex()
    );
    if (report.rehearsal == Rehearsal::yes) out += "A rehearsal: nothing was stored.\n\n";
    out += "| rows | n |\n| :-- | --: |\n";
    const std::pair<const char*, std::int64_t> counts[] = {
        {"in the file, after the header rows", report.rows},
        {"empty, passed over", report.empty},
        {"consenting", report.consenting},
        {"refused", report.refused},
        {"without consent", report.without_consent},
        {report.rehearsal == Rehearsal::yes ? "that would be stored" : "stored now", report.added},
        {"stored before", report.present},
    };
    for (const auto& [what, count] : counts) out += fmt::format("| {} | {} |\n", what, count);
    out += '\n';
    append_counts(out, "Left out of reports", "reason", report.excluded);
    append_counts(out, "Flags", "flag", report.flags);
    append_findings(out, report, Loss::lost);
    append_findings(out, report, Loss::kept);
    if (report.findings.unlisted() > 0) {
        out += fmt::format("{} more are not listed.\n\n", report.findings.unlisted());
    }
    out += "## Columns\n\n| column | is |\n| :-- | :-- |\n";
    for (const ColumnMapping& column : mapping.columns) {
        out +=
            fmt::format("| {} | `{}` |\n", cell(column.column), target_text(study, column.target));
    }
    for (const auto& [column, reason] : mapping.left_out) {
        out += fmt::format("| {} | left out: {} |\n", cell(column), cell(reason));
    }
    return out;
}

std::string import_report_json(
    const ImportReport& report, const instrument::Study& study, const ImportMapping& mapping
) {
    nlohmann::ordered_json findings = nlohmann::ordered_json::array();
    for (const ImportFinding& one : report.findings.listed()) {
        findings.push_back(
            {{"code", one.code},
             {"column", one.column},
             {"value", one.value},
             {"message", one.message},
             {"cure", one.cure},
             {"lost", one.loss == Loss::lost},
             {"count", one.count},
             {"lines", one.lines}}
        );
    }
    nlohmann::ordered_json columns = nlohmann::ordered_json::object();
    for (const ColumnMapping& column : mapping.columns) {
        columns[column.column] = target_text(study, column.target);
    }
    const nlohmann::ordered_json json = {
        {"study", report.study},
        {"version", report.version.hex()},
        {"file", report.file},
        {"sha256", report.file_hash.hex()},
        {"rehearsal", report.rehearsal == Rehearsal::yes},
        {"rows", report.rows},
        {"empty", report.empty},
        {"consenting", report.consenting},
        {"refused", report.refused},
        {"without_consent", report.without_consent},
        {"added", report.added},
        {"present", report.present},
        {"excluded", report.excluded},
        {"flags", report.flags},
        {"findings", findings},
        {"findings_not_listed", report.findings.unlisted()},
        {"columns", columns},
        {"left_out", mapping.left_out},
    };
    return json.dump(2) + "\n";
}

}  // namespace querist::exchange
