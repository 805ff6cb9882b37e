#include "exchange/columns.hpp"
#include "exchange/csv_text.hpp"
#include "exchange/exchange.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace querist::exchange {

namespace {

using response::Column;
using response::Gap;
using response::ResponseTable;

std::string moment(std::int64_t microseconds) {
    if (microseconds == 0) return "";
    return to_text(Instant(std::chrono::microseconds(microseconds)));
}

/// Codes of every column, looked up once.
std::vector<std::vector<response::CodeLabel>> codes_by_column(const ResponseTable& table) {
    std::vector<std::vector<response::CodeLabel>> codes;
    for (const Column& column : table.columns()) {
        codes.push_back(
            response::code_labels(table.items()[static_cast<std::size_t>(column.item)].item.kind)
        );
    }
    return codes;
}

struct AnswerCell {
    CsvText& csv;
    const std::vector<response::CodeLabel>& codes;
    std::size_t response;
    int option;

    void operator()(const response::Codes& cells) const {
        csv.cell(codes[static_cast<std::size_t>(cells.at(response))].code);
    }
    void operator()(const response::CodeSets& cells) const {
        csv.cell(cells.at(response, option) ? "1" : "0");
    }
    void operator()(const response::Numbers& cells) const { csv.number(cells[response]); }
    void operator()(const response::Texts& cells) const { csv.typed(cells.at(response)); }
};

void write_field(
    CsvText& csv,
    const ResponseTable& table,
    const Field& field,
    const Column& column,
    const std::vector<response::CodeLabel>& codes,
    std::size_t response
) {
    const Gap gap = column.gap(response);
    const response::TableItem& item = table.items()[static_cast<std::size_t>(column.item)];
    if (field.holds == Field::Holds::order) {
        csv.cell(item.order.at(response));
    } else if (field.holds == Field::Holds::place) {
        csv.cell(item.place.at(response));
    } else if (field.holds == Field::Holds::beside) {
        csv.typed(column.beside[static_cast<std::size_t>(field.option)].at(response));
    } else if (field.holds == Field::Holds::gap) {
        csv.cell(gap == Gap::none ? "" : response::to_text(gap));
    } else if (gap != Gap::none) {
        csv.cell(response::to_text(gap));
    } else {
        std::visit(AnswerCell{csv, codes, response, field.option}, column.cells);
    }
}

std::string versions_text(const ResponseTable& table, const std::vector<int>& versions) {
    std::string text;
    for (const int version : versions) {
        if (!text.empty()) text += ' ';
        text += table.versions()[static_cast<std::size_t>(version)].hex();
    }
    return text;
}

/// One line of the label file.
struct Label {
    std::string_view column;
    std::string_view item;
    std::string_view kind;
    std::string_view code;
    std::string_view meaning;
    std::string_view label;
    std::string_view question;
    std::string versions;
    std::string_view repeated = {};  ///< Of a repeated block: the item as the study file names it.
    std::string_view choice = {};    ///< The choice that its round is for: "tools.make".
};

void write_label(CsvText& csv, const Label& label) {
    for (const std::string_view cell :
         {label.column,
          label.item,
          label.kind,
          label.code,
          label.meaning,
          label.label,
          label.question}) {
        csv.cell(cell);
    }
    csv.cell(label.versions);
    csv.cell(label.repeated);
    csv.cell(label.choice);
    csv.end_line();
}

class LabelWriter {
public:
    LabelWriter(CsvText& csv, const ResponseTable& table) : csv_(csv), table_(table) {}

    void field(const Field& field) {
        const Column& column = table_.columns()[static_cast<std::size_t>(field.column)];
        const response::TableItem& item = table_.items()[static_cast<std::size_t>(column.item)];
        std::string question = item.item.ask;
        if (column.row >= 0) {
            const auto& rows = instrument::rows_of(item.item.kind);
            question += " / " + instrument::row_words(rows[static_cast<std::size_t>(column.row)]);
        }
        const instrument::Round* round = instrument::round_of(item.item);
        const auto write = [&](std::string_view code, std::string_view label) {
            write_label(
                csv_,
                {.column = field.name,
                 .item = item.key,
                 .kind = instrument::kind_name(item.item.kind),
                 .code = code,
                 .meaning = "value",
                 .label = label,
                 .question = question,
                 .versions = versions_text(table_, item.asked_in),
                 .repeated = round == nullptr ? std::string_view() : round->name,
                 .choice = round == nullptr ? std::string_view() : round->choice}
            );
        };
        const std::vector<instrument::Option>& options = instrument::options_of(item.item.kind);
        switch (field.holds) {
            case Field::Holds::gap:
                write("", "gap code, or empty where there is an answer");
                return;
            case Field::Holds::beside:
                write("", "text typed beside it");
                return;
            case Field::Holds::order:
                write("", "codes in the order in which they stood; empty where not shown");
                return;
            case Field::Holds::place:
                write("", "place of the question on its page, from 1; empty where not shown");
                return;
            case Field::Holds::member: {
                const auto option = static_cast<std::size_t>(field.option);
                write("1", options[option].label);
                write("0", "not chosen: " + options[option].label);
                return;
            }
            case Field::Holds::code:
                break;
        }
        const auto codes = response::code_labels(item.item.kind);
        if (codes.empty()) {
            write("", "");
            return;
        }
        for (std::size_t i = 0; i < codes.size(); ++i) {
            if (i < options.size() && options[i].declines) continue;
            write(codes[i].code, codes[i].label);
        }
    }

    void every_column(std::string_view code, std::string_view label) {
        write_label(csv_, {"*", "", "", code, "missing", label, "", ""});
    }
    void meta(std::string_view column, std::string_view label) {
        write_label(csv_, {column, "", "", "", "meta", label, "", ""});
    }

private:
    CsvText& csv_;
    const ResponseTable& table_;
};

}  // namespace

std::string responses_csv(
    const ResponseTable& table, response::Origin origin, const CsvOptions& options
) {
    CsvText csv(options);
    const std::vector<Field> fields = fields_of(table);
    const auto codes = codes_by_column(table);
    for (const std::string_view name : response_columns) csv.cell(name);
    for (const Field& field : fields) csv.cell(field.name);
    csv.end_line();
    std::vector<std::string> versions;
    for (const Digest& version : table.versions()) versions.push_back(version.hex());
    for (std::size_t i = 0; i < table.size(); ++i) {
        const ResponseTable::Meta& meta = table.responses()[i];
        csv.cell(meta.public_id.text());
        csv.cell(response::to_text(origin));
        csv.cell(versions[static_cast<std::size_t>(meta.version)]);
        csv.cell(table.language(meta));
        csv.cell(response::to_text(meta.completion));
        csv.cell(meta.excluded ? "1" : "0");
        csv.cell(response::is_reported(response::disposition_of(meta)) ? "1" : "0");
        csv.cell(moment(meta.started));
        csv.cell(moment(meta.finished));
        for (const Field& field : fields) {
            const auto column = static_cast<std::size_t>(field.column);
            write_field(csv, table, field, table.columns()[column], codes[column], i);
        }
        csv.end_line();
    }
    return csv.take();
}

std::string labels_csv(const ResponseTable& table, const CsvOptions& options) {
    CsvText csv(options);
    for (const std::string_view name :
         {"column",
          "item",
          "kind",
          "code",
          "meaning",
          "label",
          "question",
          "versions",
          "repeated_item",
          "round"}) {
        csv.cell(name);
    }
    csv.end_line();
    LabelWriter writer(csv, table);
    writer.meta("response", "public id of the response");
    writer.meta("origin", "real, pilot, test, synthetic or imported");
    writer.meta("version", "SHA-256 of the instrument that was answered");
    writer.meta("language", "in which it was answered last; empty when not known");
    writer.meta(
        "completion", "complete, partial, broken_off, screened_out, quota_full or withdrawn"
    );
    writer.meta("excluded", "1: excluded by the researchers");
    writer.meta(
        "reported", "1: in the tables of reports; 0: screened out, over a quota or excluded"
    );
    writer.meta("started", "consent, UTC");
    writer.meta("finished", "completion or screen-out, UTC; empty when not finished");
    for (const Field& field : fields_of(table)) writer.field(field);
    writer.every_column("not_shown", "a condition of the questionnaire kept the question away");
    writer.every_column("skipped", "shown and left without an answer");
    writer.every_column("declined", "chose not to say");
    writer.every_column("broken_off", "the response ended before the question");
    writer.every_column("withdrawn", "the participant withdrew; the answers are deleted");
    return csv.take();
}

}  // namespace querist::exchange
