#include "report/numbers.hpp"
#include "report/render.hpp"
#include "report/telling.hpp"
#include "report/wording.hpp"

#include <fmt/format.h>

namespace querist::report {

namespace {

/// What would be read as markup is written with a backslash.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\`*_[]<>|#~&$").contains(c)) out += '\\';
        out += c;
    }
    return out;
}

/// On one line, as tables need it: line ends become slashes.
std::string one_line(std::string_view text) {
    std::string out;
    for (const char c : escaped(text)) {
        if (c == '\n') {
            out += " / ";
        } else if (c != '\r') {
            out += c;
        }
    }
    return out;
}

/// A number and a point at the start of a line would begin a list.
std::string not_a_list(std::string text) {
    const std::size_t digits = text.find_first_not_of("0123456789");
    if (digits != 0 && digits != std::string::npos && text[digits] == '.')
        text.insert(digits, "\\");
    return text;
}

class MarkdownPrinter : public Printer {
public:
    explicit MarkdownPrinter(const Report& report) { line("# Report: " + one_line(report.title)); }

    void heading(int level, const std::string& text) override {
        line(
            std::string(static_cast<std::size_t>(level) + 1, '#') + " " + not_a_list(one_line(text))
        );
    }
    void paragraph(const std::string& text) override { line(not_a_list(escaped(text))); }
    void question(const std::string& text) override { line("*" + one_line(text) + "*"); }
    void warning(const std::string& text) override { line("> **" + escaped(text) + "**"); }
    void result_line(const std::string& standing, const std::string& id, const std::string& kind)
        override {
        line((standing.empty() ? "" : "**" + standing + "** · ") + "`" + id + "` (" + kind + ")");
    }
    void list(const std::vector<std::string>& lines) override {
        for (const std::string& one : lines) out_ += "- " + one_line(one) + "\n";
        out_ += "\n";
    }
    void table(const LaidTable& table) override;
    /// The table beside a picture says the same, and the picture's words say it in short.
    void figure(const std::string& name, const Plot& plot) override {
        line(fmt::format(
            "**Figure {}.** {} ({}; figures/{}.svg)",
            ++figures_,
            one_line(plot.description),
            stamp_of(plot),
            escaped(name)
        ));
    }

    std::string take() {
        out_.pop_back();  // the last part ends with an empty line
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += text + "\n\n"; }
    void row(const std::vector<std::string>& cells) {
        for (const std::string& cell : cells) out_ += "| " + cell + " ";
        out_ += "|\n";
    }
    void head(const LaidTable& table);

    std::string out_;
    int tables_ = 0;
    int figures_ = 0;
};

void MarkdownPrinter::head(const LaidTable& table) {
    std::vector<std::string> heads;
    heads.reserve(table.columns.size());
    for (const LaidColumn& column : table.columns) {
        heads.push_back(
            one_line(column.head) +
            (column.small.empty() ? "" : " (" + one_line(column.small) + ")")
        );
    }
    row(heads);
    for (const LaidColumn& column : table.columns) {
        out_ += column.holds == LaidColumn::Holds::numbers ? "| --: " : "| :-- ";
    }
    out_ += "|\n";
}

void MarkdownPrinter::table(const LaidTable& table) {
    line(fmt::format(
        "**Table {}. {}** ({})", ++tables_, one_line(table.title), one_line(table.stamp)
    ));
    head(table);
    for (const LaidRow& one : table.rows) {
        std::vector<std::string> cells;
        cells.reserve(one.cells.size());
        for (const LaidCell& cell : one.cells) {
            cells.push_back(
                one_line(cell.text) + (cell.small.empty() ? "" : "; " + one_line(cell.small))
            );
        }
        if (one.rank == LaidRow::Rank::part) cells.front().insert(0, "– ");
        cells.resize(table.columns.size());
        row(cells);
    }
    std::vector<std::string> cells(table.columns.size());
    if (!table.empty.empty()) {
        cells.back() = one_line(table.empty);
        row(cells);
    }
    for (const CountLine& one : table.foot) {
        cells[0] = "*" + one.label + "*";
        cells[1] = count_text(one.count);
        row(cells);
    }
    out_ += "\n";
    if (!table.over.empty()) line("Columns: " + escaped(table.over));
    for (const std::string& note : table.notes) line(escaped(note));
}

}  // namespace

std::string render_markdown(const Report& report) {
    MarkdownPrinter printer(report);
    tell(report, printer);
    return printer.take();
}

}  // namespace querist::report
