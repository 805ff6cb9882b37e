#include "exchange/import_row.hpp"

#include "exchange/import_judgement.hpp"
#include "exchange/label_split.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::exchange {

using instrument::Item;
using instrument::Option;
using instrument::Study;

namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

bool is_several(const Item& item) {
    return std::holds_alternative<instrument::SeveralChoices>(item.kind) ||
           std::holds_alternative<instrument::Matrix>(item.kind);
}

/// What a column of one choice holds where the choice was not made.
bool says_not_chosen(std::string_view cell) {
    return cell == "No" || cell == "no" || cell == "N" || cell == "0" || cell == "FALSE" ||
           cell == "False" || cell == "false";
}

/// The name of the form field that a target fills.
std::string field_of(const Study& study, const Target& target) {
    const Item& item = study.items[at(target.item)];
    const std::vector<Option>& rows = instrument::rows_of(item.kind);
    if (target.part == Target::Part::text) return target_text(study, target);
    if (target.row < 0) return item.id;
    return fmt::format("{}.row.{}", item.id, rows[at(target.row)].code);
}

}  // namespace

struct RowReader::Reading {
    const CsvRow& row;
    ImportFindings& findings;
    ImportedResponse response{};
    response::Form form{};
    std::vector<char> answered{};                       ///< One per page: the form says something.
    std::vector<std::pair<int, const Column*>> from{};  ///< Item and a column that spoke of it.

    void flag(std::string_view why, const Item& item) {
        std::string flag = fmt::format("{}:{}", why, item.id);
        if (std::ranges::count(response.flags, flag) == 0)
            response.flags.push_back(std::move(flag));
    }
};

RowReader::RowReader(const Study& study, const ImportMapping& mapping)
    : study_(&study), mapping_(&mapping) {}

Result<std::size_t> RowReader::position(
    const CsvRow& header, const std::string& column, const std::string& file
) const {
    const auto found = std::ranges::find(header.cells, column);
    if (found == header.cells.end()) {
        const std::optional<std::string> near = nearest(column, header.cells);
        return failure(
            "import.column-missing",
            fmt::format("the mapping names column {}, which the file does not have", column),
            near ? fmt::format("did you mean {}?", *near)
                 : "take it out of the mapping, or export the file with it",
            {file, static_cast<int>(header.line), 0}
        );
    }
    if (std::find(found + 1, header.cells.end(), column) != header.cells.end()) {
        return failure(
            "import.column-twice",
            fmt::format("the file has two columns named {}", column),
            "rename one of the two in the file's first row",
            {file, static_cast<int>(header.line), 0}
        );
    }
    return static_cast<std::size_t>(found - header.cells.begin());
}

Result<RowReader> RowReader::begin(
    const Study& study,
    const ImportMapping& mapping,
    const CsvRow& header,
    const std::string& file,
    ImportFindings& findings
) {
    RowReader reader(study, mapping);
    reader.column_count_ = header.cells.size();
    if (Result<void> found = reader.find_columns(header, file); !found) {
        return std::unexpected(found.error());
    }
    std::vector<std::string> known{
        mapping.response_id, mapping.started, mapping.ended, mapping.finished.column
    };
    if (mapping.consent) known.push_back(mapping.consent->column);
    for (const ColumnMapping& column : mapping.columns) known.push_back(column.column);
    for (const std::string& column : header.cells) {
        if (mapping.left_out.contains(column) || std::ranges::count(known, column) > 0) continue;
        findings.add(
            {.code = "import.unknown-column",
             .column = column,
             .value = "",
             .message = "the mapping does not say what this column is",
             .cure = "map it under \"columns\", or say under \"left out\" why it is not needed",
             .loss = Loss::lost,
             .count = 0,
             .lines = {}},
            header.line
        );
    }
    return reader;
}

Result<void> RowReader::find_columns(const CsvRow& header, const std::string& file) {
    const auto find = [&](const std::string& column, int& into) -> Result<void> {
        if (column.empty()) return {};
        const Result<std::size_t> found = position(header, column, file);
        if (!found) return std::unexpected(found.error());
        into = static_cast<int>(*found);
        return {};
    };
    const std::string consent = mapping_->consent ? mapping_->consent->column : "";
    const std::pair<const std::string*, int*> facts[] = {
        {&consent, &consent_},
        {&mapping_->response_id, &response_id_},
        {&mapping_->started, &started_},
        {&mapping_->ended, &ended_},
        {&mapping_->finished.column, &finished_}
    };
    for (const auto& [column, into] : facts) {
        if (Result<void> found = find(*column, *into); !found) return found;
    }
    for (const ColumnMapping& mapping : mapping_->columns) {
        const Result<std::size_t> found = position(header, mapping.column, file);
        if (!found) return std::unexpected(found.error());
        Column column{*found, &mapping, {}, {}};
        add_labels(column);
        columns_.push_back(std::move(column));
    }
    for (const RowRule& rule : mapping_->rows) {
        std::vector<std::pair<int, std::string>>& cells = rules_.emplace_back();
        for (const auto& [column, value] : rule.where) {
            const Result<std::size_t> found = position(header, column, file);
            if (!found) return std::unexpected(found.error());
            cells.emplace_back(static_cast<int>(*found), value);
        }
    }
    return {};
}

void RowReader::add_labels(Column& column) const {
    const Item& item = study_->items[at(column.mapping->target.item)];
    const auto add = [&](const std::string& label, const std::string& code) {
        std::string words = folded(label);
        if (words.empty() || std::ranges::count(column.labels, words) > 0) return;
        column.labels.push_back(std::move(words));
        column.codes.push_back(code);
    };
    for (const auto& [label, code] : column.mapping->values) add(label, code);
    for (const Option& option : instrument::options_of(item.kind)) add(option.label, option.code);
    for (const Option& option : instrument::options_of(item.kind)) add(option.code, option.code);
    if (const auto* yes_no = std::get_if<instrument::YesNo>(&item.kind)) {
        add(yes_no->yes_label, "yes");
        add(yes_no->no_label, "no");
        for (const char* word : {"yes", "Yes", "Y"}) add(word, "yes");
        for (const char* word : {"no", "No", "N"}) add(word, "no");
    }
    for (const std::string& token : mapping_->ignored) add(token, "");
}

std::string_view RowReader::cell(const Reading& reading, int position) const {
    if (position < 0 || at(position) >= reading.row.cells.size()) return {};
    return reading.row.cells[at(position)];
}

ImportedResponse RowReader::read(const CsvRow& row, ImportFindings& findings) const {
    Reading reading{row, findings};
    reading.response.line = row.line;
    reading.answered.resize(study_->pages.size(), 0);
    if (row.cells.size() != column_count_) {
        findings.add(
            {.code = "import.row-width",
             .column = "",
             .value = fmt::format("{} cells", row.cells.size()),
             .message = fmt::format("the row does not have {} cells as the header", column_count_),
             .cure = "look for a quote that is missing; cells that are missing count as empty",
             .loss = Loss::lost,
             .count = 0,
             .lines = {}},
            row.line
        );
    }
    read_facts(reading);
    // Somebody who refused has no answers, whatever the file says.
    if (reading.response.consent == ImportedResponse::Consent::refused) return reading.response;
    for (const Column& column : columns_) read_cell(reading, column);
    exclude(reading);
    walk(reading);
    return std::move(reading.response);
}

void RowReader::read_facts(Reading& reading) const {
    ImportedResponse& response = reading.response;
    response.foreign_id = folded(cell(reading, response_id_));
    const auto unknown =
        [&](const std::string& column, std::string_view value, const char* what, const char* cure) {
            reading.findings.add(
                {.code = "import.unknown-fact",
                 .column = column,
                 .value = std::string(value),
                 .message = what,
                 .cure = cure,
                 .loss = Loss::lost,
                 .count = 0,
                 .lines = {}},
                reading.row.line
            );
        };
    if (!mapping_->consent) {
        response.consent = ImportedResponse::Consent::agreed;
    } else {
        const std::string given = folded(cell(reading, consent_));
        const auto is_one_of = [&](const std::vector<std::string>& words) {
            return std::ranges::count(words, given) > 0;
        };
        if (is_one_of(mapping_->consent->agreed)) {
            response.consent = ImportedResponse::Consent::agreed;
        } else if (is_one_of(mapping_->consent->refused)) {
            response.consent = ImportedResponse::Consent::refused;
        } else if (!given.empty() && std::ranges::count(mapping_->no_answer, given) == 0) {
            unknown(
                mapping_->consent->column,
                given,
                "this is neither consent nor refusal",
                "put it under agreed or refused; until then the row counts as without consent"
            );
        }
    }
    const auto time = [&](int position, const std::string& column) -> std::optional<Instant> {
        const std::string_view text = trimmed(cell(reading, position));
        if (text.empty()) return std::nullopt;
        std::optional<Instant> read = read_foreign_time(text);
        if (!read) unknown(column, text, "this is no moment", "write it as 2024-03-01 14:05:00");
        return read;
    };
    response.started = time(started_, mapping_->started);
    response.ended = time(ended_, mapping_->ended);
    const std::string finished = folded(cell(reading, finished_));
    const std::vector<std::string>& values = mapping_->finished.values;
    switch (mapping_->finished.by) {
        case Finished::By::answers:
            break;
        case Finished::By::column:
            response.complete =
                values.empty() ? !finished.empty() : std::ranges::count(values, finished) > 0;
            break;
        case Finished::By::every:
            response.complete = true;
            break;
    }
    if (response.consent != ImportedResponse::Consent::agreed) response.complete = false;
}

void RowReader::read_cell(Reading& reading, const Column& column) const {
    const std::string_view raw = cell(reading, static_cast<int>(column.position));
    const std::string words = folded(raw);
    if (words.empty() || std::ranges::count(mapping_->no_answer, words) > 0) return;
    if (std::ranges::count(mapping_->ignored, words) > 0)
        return read_labels(reading, column, words);
    const Target& target = column.mapping->target;
    const Item& item = study_->items[at(target.item)];
    const std::size_t before = reading.form.size();
    const bool closed = !instrument::options_of(item.kind).empty() ||
                        std::holds_alternative<instrument::YesNo>(item.kind);
    const bool by_label = closed && !std::holds_alternative<instrument::Ranking>(item.kind);
    if (target.part == Target::Part::text) {
        reading.form.emplace_back(field_of(*study_, target), std::string(raw));
    } else if (target.part == Target::Part::choice) {
        read_choice(reading, column, words);
    } else if (by_label) {
        read_labels(reading, column, words);
    } else if (std::holds_alternative<instrument::Consent>(item.kind)) {
        if (!says_not_chosen(words)) reading.form.emplace_back(item.id, "yes");
    } else {
        const auto mapped = column.mapping->values.find(words);
        const bool is_mapped = mapped != column.mapping->values.end();
        reading.form.emplace_back(
            field_of(*study_, target), is_mapped ? mapped->second : std::string(raw)
        );
    }
    if (reading.form.size() == before) return;
    reading.answered[at(item.page)] = 1;
    reading.from.emplace_back(target.item, &column);
}

/// A column of one choice: anything that is not "no" means that it was made.
void RowReader::read_choice(Reading& reading, const Column& column, const std::string& cell) const {
    const Target& target = column.mapping->target;
    const Item& item = study_->items[at(target.item)];
    if (says_not_chosen(cell)) return;
    reading.form.emplace_back(
        field_of(*study_, target), instrument::options_of(item.kind)[at(target.option)].code
    );
}

void RowReader::read_labels(Reading& reading, const Column& column, const std::string& cell) const {
    const Target& target = column.mapping->target;
    const Item& item = study_->items[at(target.item)];
    SplitLabels split;
    const auto whole = std::ranges::find(column.labels, cell);
    if (whole != column.labels.end()) {
        split.found.push_back(static_cast<int>(whole - column.labels.begin()));
    } else if (is_several(item)) {
        split = split_labels(cell, mapping_->separator, column.labels);
    } else {
        split.unknown.push_back(cell);
    }
    for (const int label : split.found) {
        const std::string& code = column.codes[at(label)];
        if (!code.empty()) {
            reading.form.emplace_back(field_of(*study_, target), code);
            continue;
        }
        reading.flag("artefact", item);
        reading.findings.add(
            {.code = "import.artefact",
             .column = column.mapping->column,
             .value = column.labels[at(label)],
             .message = "the export put this token here; it is no answer",
             .cure = "none is needed: it is left out and the response flagged",
             .loss = Loss::kept,
             .count = 0,
             .lines = {}},
            reading.row.line
        );
    }
    for (const std::string& unknown : split.unknown) {
        reading.flag("unknown-value", item);
        reading.findings.add(
            {.code = "import.unknown-value",
             .column = column.mapping->column,
             .value = unknown,
             .message = fmt::format("{} has no such choice", item.id),
             .cure = "map it to a code under \"values\" of its column",
             .loss = Loss::lost,
             .count = 0,
             .lines = {}},
            reading.row.line
        );
    }
}

void RowReader::exclude(Reading& reading) const {
    ImportedResponse& response = reading.response;
    for (std::size_t rule = 0; rule < rules_.size() && response.exclude.empty(); ++rule) {
        const bool holds = std::ranges::all_of(rules_[rule], [&](const auto& one) {
            return folded(cell(reading, one.first)) == one.second;
        });
        if (holds) response.exclude = mapping_->rows[rule].reason;
    }
    if (response.exclude.empty() && response.consent == ImportedResponse::Consent::none) {
        response.exclude = "no consent";
    }
}

void RowReader::walk(Reading& reading) const {
    ImportedResponse& response = reading.response;
    response::State state = response::fresh_state(*study_);
    const auto last = std::find(reading.answered.rbegin(), reading.answered.rend(), 1);
    const auto end = response.complete ? static_cast<int>(study_->pages.size())
                                       : static_cast<int>(reading.answered.rend() - last);
    for (std::optional<int> page = response::next_page(*study_, state.answers, -1);
         page && *page < end;
         page = response::next_page(*study_, state.answers, *page)) {
        const instrument::Page& one = study_->pages[at(*page)];
        std::string shown;
        for (int i = 0; i < one.item_count; ++i) {
            shown += study_->items[at(one.first_item + i)].id + " ";
        }
        response::Form form = reading.form;
        form.emplace_back("_shown", std::move(shown));
        response::PageCheck check = response::check_page(*study_, state, *page, form);
        judge(reading, check);
        response::accept_page(state, *page, 1, check);
        response.pages.emplace_back(*page, std::move(check));
    }
    // What the file says of items that were not to be asked is not stored, and that is said.
    for (const auto& [item, column] : reading.from) {
        if (state.presented[at(item)]) continue;
        const Item& one = study_->items[at(item)];
        reading.flag("not-asked", one);
        reading.findings.add(
            {.code = "import.not-asked",
             .column = column->mapping->column,
             .value = std::string(cell(reading, static_cast<int>(column->position))),
             .message = fmt::format("by the study's conditions {} was not asked here", one.id),
             .cure = "correct the condition in the study file if it was; until then the answer is "
                     "not stored, only flagged",
             .loss = Loss::lost,
             .count = 0,
             .lines = {}},
            reading.row.line
        );
    }
}

void RowReader::judge(Reading& reading, response::PageCheck& check) const {
    for (const response::FieldFault& fault : check.faults) {
        const Item& item = study_->items[at(fault.item)];
        const auto from =
            std::ranges::find(reading.from, fault.item, [](const auto& one) { return one.first; });
        const Judgement judgement = judgement_of(item, fault);
        reading.flag(judgement.flag, item);
        const bool stored =
            !std::holds_alternative<expression::Unanswered>(check.answers[at(fault.item)].value);
        const bool known = from != reading.from.end();
        reading.findings.add(
            {.code = fmt::format("import.{}", judgement.flag),
             .column = known ? from->second->mapping->column : item.id,
             .value =
                 known ? std::string(cell(reading, static_cast<int>(from->second->position))) : "",
             .message = judgement.message,
             .cure = stored || !known
                         ? "none is needed: it is kept as answered and flagged"
                         : "correct the cell or the study; until then it has no answer",
             .loss = stored || !known ? Loss::kept : Loss::lost,
             .count = 0,
             .lines = {}},
            reading.row.line
        );
    }
    check.faults.clear();
}

bool is_empty_row(const CsvRow& row) {
    return std::ranges::all_of(row.cells, [](const std::string& one) {
        return folded(one).empty();
    });
}

bool is_import_id_row(const CsvRow& row) {
    const auto is_id = [](const std::string& cell) { return cell.starts_with("{\"ImportId\""); };
    return std::ranges::any_of(row.cells, is_id) &&
           std::ranges::all_of(row.cells, [&](const std::string& cell) {
               return cell.empty() || is_id(cell);
           });
}

std::optional<Instant> read_foreign_time(std::string_view text) {
    // 2024-03-01 14:05:00, as to_text(Instant) writes it.
    constexpr std::size_t seconds_end = 19;
    if (text.ends_with('Z')) text.remove_suffix(1);
    if (text.size() != seconds_end || (text[10] != ' ' && text[10] != 'T')) return std::nullopt;
    std::string full(text);
    full[10] = 'T';
    return parse_instant(full + ".000000Z");
}

}  // namespace querist::exchange
