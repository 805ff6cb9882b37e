#include "report/html_page.hpp"
#include "report/laid_table.hpp"
#include "report/numbers.hpp"

namespace querist::report {

namespace {

/// Numbers, which most columns hold, need no class.
std::string_view class_of(const LaidColumn& column) {
    switch (column.holds) {
        case LaidColumn::Holds::numbers:
            return "";
        case LaidColumn::Holds::words:
            return "words";
        case LaidColumn::Holds::text:
            return "text";
    }
    return "";
}

std::string_view class_of(LaidRow::Rank rank) {
    switch (rank) {
        case LaidRow::Rank::plain:
            return "";
        case LaidRow::Rank::sum:
            return "sum";
        case LaidRow::Rank::part:
            return "part";
    }
    return "";
}

/// The name of an attribute that is left out when it is empty.
std::string_view name_unless_empty(std::string_view name, std::string_view value) {
    return value.empty() ? std::string_view() : name;
}

}  // namespace

void Page::table(const Table& table) {
    for (const LaidTable& one : lay_out(table)) laid(one);
}

void Page::laid(const LaidTable& table) {
    const std::string name = "Table " + std::to_string(++tables_);
    // Wide tables scroll by themselves; with a keyboard too, so the region takes focus.
    out_.open(
        "div",
        {{"class", "scroll"},
         {"role", "region"},
         {"tabindex", "0"},
         {"aria-label", name + ": " + table.title}}
    );
    out_.open("table", {{"class", table.kind}});
    out_.open("caption");
    out_.element("b", name + ". ");
    out_.text(table.title);
    out_.element("small", table.stamp, {{"class", "stamp"}});
    out_.close();
    table_head(table);
    table_rows(table);
    table_foot(table);
    out_.close();
    out_.close();
    out_.line();
    for (const std::string& note : table.notes) out_.element("p", note, {{"class", "note"}});
}

void Page::table_head(const LaidTable& table) {
    out_.open("thead");
    if (!table.over.empty()) {
        const std::string width = std::to_string(table.columns.size() - 1);
        out_.open("tr", {{"class", "over-columns"}});
        out_.element("td", "");
        out_.element("th", table.over, {{"scope", "colgroup"}, {"colspan", width}});
        out_.close();
    }
    out_.open("tr");
    for (const LaidColumn& column : table.columns) {
        const std::string_view kind = class_of(column);
        out_.open("th", {{"scope", "col"}, {name_unless_empty("class", kind), kind}});
        out_.text(column.head);
        if (!column.small.empty()) out_.element("small", column.small);
        out_.close();
    }
    out_.close();
    out_.close();
}

void Page::table_rows(const LaidTable& table) {
    out_.open("tbody");
    for (const LaidRow& row : table.rows) {
        const std::string_view rank = class_of(row.rank);
        out_.open("tr", {{name_unless_empty("class", rank), rank}});
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const LaidColumn& column = table.columns[i];
            const std::string_view kind = class_of(column);
            if (i == 0) {
                out_.open("th", {{"scope", "row"}});
            } else if (column.holds == LaidColumn::Holds::text) {
                // What people typed runs in its own direction.
                out_.open("td", {{"class", kind}, {"dir", "auto"}});
            } else {
                out_.open("td", {{name_unless_empty("class", kind), kind}});
            }
            out_.text(row.cells[i].text);
            if (!row.cells[i].small.empty()) out_.element("small", row.cells[i].small);
            out_.close();
        }
        out_.close();
    }
    if (!table.empty.empty()) {
        out_.open("tr");
        out_.element("td", table.empty, {{"colspan", std::to_string(table.columns.size())}});
        out_.close();
    }
    out_.close();
}

void Page::table_foot(const LaidTable& table) {
    if (table.foot.empty()) return;
    const std::size_t after = table.columns.size() - 2;
    out_.open("tfoot");
    for (const CountLine& line : table.foot) {
        out_.open("tr", {{line.rank == CountLine::Rank::sum ? "class" : "", "sum"}});
        out_.element("th", line.label, {{"scope", "row"}});
        out_.element("td", count_text(line.count));
        if (after > 0) out_.element("td", "", {{"colspan", std::to_string(after)}});
        out_.close();
    }
    out_.close();
}

}  // namespace querist::report
