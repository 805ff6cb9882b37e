#include "exchange/import_proposal.hpp"

#include "exchange/import_row.hpp"
#include "exchange/label_split.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace querist::exchange {

namespace {

using instrument::Item;
using instrument::Option;
using instrument::Study;

/// Columns of Qualtrics and LimeSurvey that hold no answers.
enum class Fact { response_id, started, ended, finished, submitted, nothing };
struct FactColumn {
    std::string_view name;
    Fact fact;
};
constexpr std::array fact_columns = {
    FactColumn{"ResponseId", Fact::response_id},
    FactColumn{"StartDate", Fact::started},
    FactColumn{"EndDate", Fact::ended},
    FactColumn{"Finished", Fact::finished},
    FactColumn{"Status", Fact::nothing},
    FactColumn{"IPAddress", Fact::nothing},
    FactColumn{"Progress", Fact::nothing},
    FactColumn{"Duration (in seconds)", Fact::nothing},
    FactColumn{"RecordedDate", Fact::nothing},
    FactColumn{"RecipientLastName", Fact::nothing},
    FactColumn{"RecipientFirstName", Fact::nothing},
    FactColumn{"RecipientEmail", Fact::nothing},
    FactColumn{"ExternalReference", Fact::nothing},
    FactColumn{"LocationLatitude", Fact::nothing},
    FactColumn{"LocationLongitude", Fact::nothing},
    FactColumn{"DistributionChannel", Fact::nothing},
    FactColumn{"UserLanguage", Fact::nothing},
    FactColumn{"id", Fact::response_id},
    FactColumn{"startdate", Fact::started},
    FactColumn{"submitdate", Fact::submitted},
    FactColumn{"datestamp", Fact::nothing},
    FactColumn{"lastpage", Fact::nothing},
    FactColumn{"startlanguage", Fact::nothing},
    FactColumn{"seed", Fact::nothing},
    FactColumn{"token", Fact::nothing},
    FactColumn{"ipaddr", Fact::nothing},
    FactColumn{"refurl", Fact::nothing},
};

/// A text as YAML reads it back: bare where it can be.
std::string yaml_text(std::string_view text) {
    const bool bare = !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '.';
    });
    if (bare) return std::string(text);
    std::string out;
    append_json_string(out, text);
    return out;
}

bool consumes(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

const Option* labelled(const std::vector<Option>& options, std::string_view label) {
    const auto found = std::ranges::find_if(options, [&](const Option& option) {
        return folded(option.label) == label || instrument::row_words(option) == label;
    });
    return found == options.end() ? nullptr : &*found;
}

const Option* coded(const std::vector<Option>& options, std::string_view code) {
    const auto found = std::ranges::find(options, code, &Option::code);
    return found == options.end() ? nullptr : &*found;
}

/// The part of an item that a label names: " - Other (please specify) - Text", " - Row".
std::string part_named(const Item& item, std::string_view rest) {
    constexpr std::string_view text_end = " - Text";
    const std::vector<Option>& rows = instrument::rows_of(item.kind);
    const std::vector<Option>& options = instrument::options_of(item.kind);
    if (rest.empty() || rest == " - Selected Choice") return rows.empty() ? item.id : "";
    if (!consumes(rest, " - ")) return "";
    if (rest.ends_with(text_end)) {
        const Option* beside =
            labelled(rows.empty() ? options : rows, rest.substr(0, rest.size() - text_end.size()));
        return beside != nullptr && beside->takes_text ? item.id + ".text." + beside->code : "";
    }
    if (const Option* row = labelled(rows, rest)) return item.id + ".row." + row->code;
    if (const Option* choice = labelled(options, rest)) return item.id + ".choice." + choice->code;
    return "";
}

/// LimeSurvey's "q1", "q1[SQ001]" and "q1[other]", where the study's ids and codes are the same.
std::string part_coded(const Item& item, std::string_view column) {
    const std::vector<Option>& rows = instrument::rows_of(item.kind);
    const std::vector<Option>& options = instrument::options_of(item.kind);
    if (!consumes(column, item.id)) return "";
    if (column.empty()) return rows.empty() ? item.id : "";
    if (!consumes(column, "[") || !column.ends_with(']')) return "";
    column.remove_suffix(1);
    if (const Option* row = coded(rows, column)) return item.id + ".row." + row->code;
    const Option* choice = coded(options, column);
    if (choice == nullptr) return "";
    return item.id + (choice->takes_text ? ".text." : ".choice.") + choice->code;
}

class Proposal {
public:
    Proposal(const Study& study, char delimiter, std::span<const CsvRow> rows)
        : study_(study), delimiter_(delimiter), rows_(rows) {}

    ProposedMapping write() {
        header_rows_ = count_headers();
        for (std::size_t i = 0; i < rows_[0].cells.size(); ++i) read_column(i);
        std::string yaml = opening();
        const LoadedMapping loaded = read_import_mapping(yaml + columns({}), "proposal", study_);
        if (!loaded.mapping) return {yaml + columns({}), false, missing({})};
        ImportFindings findings;
        Result<RowReader> reader =
            RowReader::begin(study_, *loaded.mapping, rows_[0], "proposal", findings);
        if (!reader) return {yaml + columns({}), false, {reader.error().message}};
        for (const CsvRow& row : rows_.subspan(header_rows_)) (void)reader->read(row, findings);
        yaml += columns(findings.listed());
        return {yaml, unknown_.empty() && !findings.any_lost(), missing(findings.listed())};
    }

private:
    [[nodiscard]] std::string words_of(std::size_t column) const {
        const std::size_t header = header_rows_ > 1 ? 1 : 0;
        const std::vector<std::string>& cells = rows_[header].cells;
        return column < cells.size() ? folded(cells[column]) : "";
    }

    /// Qualtrics writes the question texts below the names, and ids of its own below them.
    std::size_t count_headers() {
        if (rows_.size() > 2 && is_import_id_row(rows_[2])) return 3;
        if (rows_.size() < 2) return 1;
        return std::ranges::any_of(
                   rows_[1].cells,
                   [&](const std::string& cell) {
                       const std::string words = folded(cell);
                       return std::ranges::any_of(study_.items, [&](const Item& item) {
                           return words.starts_with(folded(item.ask));
                       });
                   }
               )
                   ? 2
                   : 1;
    }

    void read_column(std::size_t i) {
        const std::string& column = rows_[0].cells[i];
        const auto fact =
            std::ranges::find(fact_columns, std::string_view(column), &FactColumn::name);
        if (fact != fact_columns.end()) return read_fact(column, fact->fact);
        const std::string words = words_of(i);
        for (const Item& item : study_.items) {
            if (!instrument::is_on_page(item)) continue;
            std::string target = part_coded(item, column);
            std::string_view rest = words;
            if (target.empty() && consumes(rest, folded(item.ask))) target = part_named(item, rest);
            if (target.empty()) continue;
            targets_.emplace_back(column, target);
            return;
        }
        if (consent_.empty() && words.find("onsent") != std::string::npos) {
            consent_ = column;
            agreed_ = first_value(i);
            return;
        }
        unknown_.emplace_back(column, words);
    }

    [[nodiscard]] std::vector<std::string> missing(const std::vector<ImportFinding>& findings
    ) const {
        std::vector<std::string> words;
        words.reserve(unknown_.size());
        for (const auto& [column, text] : unknown_) {
            words.push_back(fmt::format("column {} is no question of the study", column));
        }
        for (const ImportFinding& one : findings) {
            if (one.loss != Loss::lost) continue;
            words.push_back(
                one.column.empty()
                    ? one.message
                    : fmt::format("column {} has \"{}\": {}", one.column, one.value, one.message)
            );
        }
        return words;
    }

    void read_fact(const std::string& column, Fact fact) {
        says_finished_ = says_finished_ || fact == Fact::finished || fact == Fact::submitted;
        switch (fact) {
            case Fact::response_id:
                facts_ += fmt::format("response id: {}\n", yaml_text(column));
                return;
            case Fact::started:
                facts_ += fmt::format("started: {}\n", yaml_text(column));
                return;
            case Fact::ended:
                facts_ += fmt::format("ended: {}\n", yaml_text(column));
                return;
            case Fact::finished:
                facts_ += fmt::format(
                    "finished: {{column: {}, values: [\"True\", \"1\"]}}\n", yaml_text(column)
                );
                return;
            case Fact::submitted:
                facts_ += fmt::format("finished: {{column: {}}}\n", yaml_text(column));
                return;
            case Fact::nothing:
                left_out_ += fmt::format("  {}: no answer\n", yaml_text(column));
                return;
        }
    }

    [[nodiscard]] std::string first_value(std::size_t column) const {
        for (const CsvRow& row : rows_.subspan(header_rows_)) {
            if (column >= row.cells.size()) continue;
            std::string words = folded(row.cells[column]);
            if (!words.empty()) return words;
        }
        return "";
    }

    [[nodiscard]] std::string opening() const {
        std::string out =
            "# A first mapping, made from the file's columns: read it, and mend what is not so.\n"
            "querist import: 1\n";
        out += fmt::format("header rows: {}\n", header_rows_);
        if (delimiter_ == '\t') out += "delimiter: tab\n";
        if (delimiter_ == ';') out += "delimiter: \";\"\n";
        if (consent_.empty()) {
            out +=
                "# Does the file say who agreed to take part? Then: consent: {column: …, agreed: "
                "[…]}\n"
                "consent: not in the file\n";
        } else {
            out += fmt::format(
                "consent:\n  column: {}\n  agreed: [{}]\n", yaml_text(consent_), yaml_text(agreed_)
            );
        }
        out += facts_;
        if (says_finished_) return out;
        return out +
               "# The file does not say who finished: a row goes as far as its last answered "
               "page.\n"
               "# Does it hold finished responses only? Then:\n"
               "# finished: every row\n";
    }

    [[nodiscard]] std::string columns(const std::vector<ImportFinding>& findings) const {
        std::string out = targets_.empty() ? "columns: {}\n" : "columns:\n";
        for (const auto& [column, target] : targets_) {
            std::string values;
            for (const ImportFinding& one : findings) {
                if (one.column != column || one.code != "import.unknown-value") continue;
                values += fmt::format("    #   {}: CODE\n", yaml_text(one.value));
            }
            if (values.empty()) {
                out += fmt::format("  {}: {}\n", yaml_text(column), target);
                continue;
            }
            out += fmt::format(
                "  {}:\n    to: {}\n    # These are no labels of the study. Say what they are:\n"
                "    # values:\n{}",
                yaml_text(column),
                target,
                values
            );
        }
        for (const auto& [column, words] : unknown_) {
            out += fmt::format("  # {}: ITEM     # {}\n", yaml_text(column), words);
        }
        if (!left_out_.empty()) out += "left out:\n" + left_out_;
        return out;
    }

    const Study& study_;
    char delimiter_;
    std::span<const CsvRow> rows_;
    std::size_t header_rows_ = 1;
    std::vector<std::pair<std::string, std::string>> targets_;  ///< Column and target.
    std::vector<std::pair<std::string, std::string>> unknown_;  ///< Column and its words.
    bool says_finished_ = false;
    std::string consent_;
    std::string agreed_;
    std::string facts_;
    std::string left_out_;
};

}  // namespace

ProposedMapping propose_mapping(const Study& study, char delimiter, std::span<const CsvRow> rows) {
    if (rows.empty()) return {};
    return Proposal(study, delimiter, rows).write();
}

char likely_delimiter(std::string_view first_line) {
    char likely = ',';
    std::ptrdiff_t most = 0;
    for (const char delimiter : {',', ';', '\t'}) {
        const std::ptrdiff_t count = std::ranges::count(first_line, delimiter);
        if (count <= most) continue;
        most = count;
        likely = delimiter;
    }
    return likely;
}

}  // namespace querist::exchange
