#include "exchange/exchange.hpp"

#include "core/core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace querist::exchange {

namespace {

using response::Column;
using response::Gap;
using response::ResponseTable;
using response::TableItem;

/// Writes members of one JSON object, with the commas between.
class Object {
public:
    explicit Object(std::string& out) : out_(out) { out_ += '{'; }
    void key(std::string_view name) {
        if (out_.back() != '{') out_ += ',';
        append_json_string(out_, name);
        out_ += ':';
    }
    void text(std::string_view name, std::string_view value) {
        key(name);
        append_json_string(out_, value);
    }
    void end() { out_ += '}'; }

private:
    std::string& out_;
};

/// A response's cells of one item.
struct Cells {
    const ResponseTable& table;
    const TableItem& item;
    std::size_t response;

    [[nodiscard]] const Column& column(int i) const {
        return table.columns(
        )[static_cast<std::size_t>(item.first_column) + static_cast<std::size_t>(i)];
    }
    [[nodiscard]] bool any_answer() const {
        for (int i = 0; i < item.column_count; ++i) {
            if (column(i).gap(response) == Gap::none) return true;
        }
        return false;
    }
};

void append_codes(
    std::string& out,
    const Column& column,
    std::size_t response,
    const std::vector<response::CodeLabel>& codes
) {
    const auto& sets = std::get<response::CodeSets>(column.cells);
    out += '[';
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (!sets.at(response, static_cast<int>(i))) continue;
        if (out.back() != '[') out += ',';
        append_json_string(out, codes[i].code);
    }
    out += ']';
}

/// {"row":…,…} with what `append` writes for each row that has an answer.
template <class Append>
void append_rows(std::string& out, const Cells& cells, const Append& append) {
    const std::vector<instrument::Option>& options = instrument::rows_of(cells.item.item.kind);
    Object rows(out);
    for (int i = 0; i < cells.item.column_count; ++i) {
        const Column& column = cells.column(i);
        if (column.gap(cells.response) != Gap::none) continue;
        rows.key(options[static_cast<std::size_t>(column.row)].code);
        append(column);
    }
    rows.end();
}

void append_answer(
    std::string& out, const Cells& cells, const std::vector<response::CodeLabel>& codes
) {
    const auto code = [&] {
        return std::get<response::Codes>(cells.column(0).cells).at(cells.response);
    };
    const auto number = [&](const Column& column) {
        const double value = std::get<response::Numbers>(column.cells)[cells.response];
        fmt::format_to(std::back_inserter(out), "{}", value);
    };
    const auto numbers = [&] { append_rows(out, cells, number); };
    const auto points = [&] {
        append_rows(out, cells, [&](const Column& column) {
            const int point = std::get<response::Codes>(column.cells).at(cells.response);
            append_json_string(out, codes[static_cast<std::size_t>(point)].code);
        });
    };
    const auto text = [&] {
        append_json_string(
            out, std::get<response::Texts>(cells.column(0).cells).at(cells.response)
        );
    };
    const auto truth = [&](const auto&) { out += code() == 0 ? "true" : "false"; };
    std::visit(
        Overloaded{
            [&](const instrument::SingleChoice&) {
                append_json_string(out, codes[static_cast<std::size_t>(code())].code);
            },
            [&](const instrument::SeveralChoices&) {
                append_codes(out, cells.column(0), cells.response, codes);
            },
            [&](const instrument::YesNo& kind) { truth(kind); },
            [&](const instrument::Grid&) { points(); },
            [&](const instrument::SemanticDifferential&) { points(); },
            [&](const instrument::Ranking&) { numbers(); },
            [&](const instrument::ConstantSum&) { numbers(); },
            [&](const instrument::NetPromoter&) { number(cells.column(0)); },
            [&](const instrument::Matrix&) {
                append_rows(out, cells, [&](const Column& column) {
                    append_codes(out, column, cells.response, codes);
                });
            },
            [&](const instrument::Text&) { text(); },
            [&](const instrument::Email&) { text(); },
            [&](const instrument::Date&) { text(); },
            [&](const instrument::Number&) { number(cells.column(0)); },
            [&](const instrument::Consent& kind) { truth(kind); },
            [](const instrument::Information&) {},
        },
        cells.item.item.kind
    );
}

/// The code of the option or row that a text stands beside.
std::string_view code_beside(const Cells& cells, const Column& column, std::size_t option) {
    if (column.row >= 0) {
        return instrument::rows_of(cells.item.item.kind)[static_cast<std::size_t>(column.row)].code;
    }
    return instrument::options_of(cells.item.item.kind)[option].code;
}

void append_texts(std::string& out, const ResponseTable& table, std::size_t response) {
    Object texts(out);
    for (const TableItem& item : table.items()) {
        const Cells cells{table, item, response};
        bool any = false;
        for (int i = 0; i < item.column_count; ++i) {
            const Column& column = cells.column(i);
            for (std::size_t option = 0; option < column.beside.size(); ++option) {
                const std::string_view text = column.beside[option].at(response);
                if (text.empty()) continue;
                if (!any) {
                    texts.key(item.key);
                    out += '{';
                }
                if (any) out += ',';
                any = true;
                append_json_string(out, code_beside(cells, column, option));
                out += ':';
                append_json_string(out, text);
            }
        }
        if (any) out += '}';
    }
    texts.end();
}

void append_gaps(std::string& out, const ResponseTable& table, std::size_t response) {
    Object gaps(out);
    for (const TableItem& item : table.items()) {
        const Cells cells{table, item, response};
        const std::vector<instrument::Option>& rows = instrument::rows_of(item.item.kind);
        if (rows.empty()) {
            if (item.column_count == 0 || cells.any_answer()) continue;
            gaps.text(item.key, response::to_text(cells.column(0).gap(response)));
            continue;
        }
        bool any = false;
        for (int i = 0; i < item.column_count; ++i) {
            const Gap gap = cells.column(i).gap(response);
            if (gap == Gap::none) continue;
            if (!any) gaps.key(item.key);
            out += any ? "," : "{";
            any = true;
            append_json_string(out, rows[static_cast<std::size_t>(i)].code);
            out += ':';
            append_json_string(out, response::to_text(gap));
        }
        if (any) out += '}';
    }
    gaps.end();
}

/// The codes of what was shuffled as they stood, and where questions stood on their pages.
void append_orders(
    Object& line, std::string& out, const ResponseTable& table, std::size_t response
) {
    const auto& items = table.items();
    if (std::ranges::any_of(items, &TableItem::shuffles)) {
        line.key("order");
        Object orders(out);
        for (const TableItem& item : items) {
            const std::string_view codes = item.order.at(response);
            if (!codes.empty()) orders.text(item.key, codes);
        }
        orders.end();
    }
    if (std::ranges::any_of(items, &TableItem::moves)) {
        line.key("place");
        Object places(out);
        for (const TableItem& item : items) {
            const std::string_view place = item.place.at(response);
            if (place.empty()) continue;
            places.key(item.key);
            out += place;
        }
        places.end();
    }
}

void append_moment(Object& line, std::string_view name, std::int64_t microseconds) {
    if (microseconds == 0) return;
    line.text(name, to_text(Instant(std::chrono::microseconds(microseconds))));
}

}  // namespace

std::string responses_json_lines(const ResponseTable& table, response::Origin origin) {
    std::vector<std::vector<response::CodeLabel>> codes;
    for (const TableItem& item : table.items())
        codes.push_back(response::code_labels(item.item.kind));
    std::string out;
    for (std::size_t response = 0; response < table.size(); ++response) {
        const ResponseTable::Meta& meta = table.responses()[response];
        Object line(out);
        line.text("response", meta.public_id.text());
        line.text("origin", response::to_text(origin));
        line.text("version", table.versions()[static_cast<std::size_t>(meta.version)].hex());
        if (meta.language != 0) line.text("language", table.language(meta));
        line.text("completion", response::to_text(meta.completion));
        line.key("excluded");
        out += meta.excluded ? "true" : "false";
        line.key("reported");
        out += response::is_reported(response::disposition_of(meta)) ? "true" : "false";
        append_moment(line, "started", meta.started);
        append_moment(line, "finished", meta.finished);
        line.key("answers");
        Object answers(out);
        for (std::size_t i = 0; i < table.items().size(); ++i) {
            const Cells cells{table, table.items()[i], response};
            if (!cells.any_answer()) continue;
            answers.key(table.items()[i].key);
            append_answer(out, cells, codes[i]);
        }
        answers.end();
        line.key("texts");
        append_texts(out, table, response);
        line.key("gaps");
        append_gaps(out, table, response);
        append_orders(line, out, table, response);
        line.end();
        out += '\n';
    }
    return out;
}

}  // namespace querist::exchange
