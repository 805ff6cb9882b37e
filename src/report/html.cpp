#include "report/html_page.hpp"
#include "report/markup.hpp"
#include "report/numbers.hpp"
#include "report/pictures.hpp"
#include "report/render.hpp"
#include "report/style_sheet.hpp"
#include "report/wording.hpp"

namespace querist::report {

namespace {

std::string heading_of(const ItemReport& item) {
    return item.number.empty() ? item.question : item.number + ". " + item.question;
}

}  // namespace

std::string anchor(const Section& section) {
    return section.purpose == Purpose::research_question ? "rq-" + section.id : section.id;
}

std::string anchor(const Section& section, const ItemReport& item) {
    return anchor(section) + "." + item.id;
}

void Page::head() {
    out_.verbatim("<!doctype html>\n");
    out_.open("html", {{"lang", report_.language}});
    out_.open("head");
    out_.lone("meta", {{"charset", "utf-8"}});
    out_.lone("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    out_.lone("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    out_.element(
        "title", "Report: " + report_.title + " (" + std::string(stamp_of(report_.origin)) + ")"
    );
    out_.open("style");
    out_.verbatim(style_sheet());
    out_.close();
    out_.close();
    out_.line();
}

/// On every printed page, and on top of the screen while the data are not real.
void Page::running_header() {
    const std::string_view warning = warning_of(report_.origin);
    out_.open("div", {{"class", warning.empty() ? "running" : "running warns"}, {"role", "note"}});
    out_.element("strong", warning.empty() ? stamp_of(report_.origin) : warning);
    out_.element(
        "span",
        report_.study + ", version " + short_version(report_.version) + ", " +
            responses_text(report_.responses, report_.origin),
        {{"class", "print-only"}}
    );
    out_.close();
    out_.line();
}

void Page::opening() {
    out_.open("header", {{"class", "opening"}});
    out_.element("p", "Report", {{"class", "over"}});
    out_.element("h1", report_.title);
    out_.element("p", responses_text(report_.responses, report_.origin), {{"class", "lead"}});
    out_.open("dl");
    const auto fact = [&](std::string_view name, const std::string& value) {
        out_.open("div");
        out_.element("dt", name);
        out_.element("dd", value);
        out_.close();
    };
    fact("Study", report_.study);
    fact(
        "Data",
        std::string(
            warning_of(report_.origin).empty() ? stamp_of(report_.origin)
                                               : warning_of(report_.origin)
        )
    );
    fact("Instrument version (SHA-256)", report_.version.hex());
    if (report_.versions.size() > 1) {
        for (const VersionCount& version : report_.versions) {
            fact(
                "Version " + short_version(version.version),
                plural(version.responses, "response", "responses")
            );
        }
    }
    if (report_.flow.screened > 0) {
        fact("Screened out", plural(report_.flow.screened, "response", "responses"));
    }
    out_.close();
    if (report_.responses == 0) {
        out_.element(
            "p",
            "There are no responses to report yet. The tables below show what will be reported.",
            {{"class", "notice"}}
        );
    }
    for (const std::string& note : report_.notes) out_.element("p", note, {{"class", "notice"}});
    out_.close();
    out_.line();
}

void Page::contents() {
    out_.open("nav", {{"aria-labelledby", "contents"}});
    out_.element("h2", "Contents", {{"id", "contents"}});
    out_.open("ol");
    const auto entry = [&](const std::string& target, const std::string& text) {
        out_.element("a", text, {{"href", "#" + target}});
    };
    out_.open("li");
    entry("flow", "From visits to responses");
    out_.close();
    for (const Section& section : report_.sections) {
        out_.open("li");
        entry(
            anchor(section),
            section.text.empty() ? section.heading : section.heading + ": " + section.text
        );
        if (!section.items.empty()) {
            out_.open("ol");
            for (const ItemReport& item : section.items) {
                out_.open("li");
                entry(anchor(section, item), heading_of(item));
                out_.close();
            }
            out_.close();
        }
        out_.close();
        out_.line();
    }
    const auto line = [&](const std::string& target, const std::string& text) {
        out_.open("li");
        entry(target, text);
        out_.close();
    };
    if (report_.weights) line("weights", "Weights");
    if (report_.plan) line("plan", "The plan and what differs from it");
    line("checklists", "Checklists");
    line("method", "How the numbers are made");
    out_.close();
    out_.close();
    out_.line();
}

void Page::begin_table(const std::string& title, const Basis& basis, std::string_view kind) {
    const std::string name = "Table " + std::to_string(++tables_);
    // Wide tables scroll by themselves; with a keyboard too, so the region takes focus.
    out_.open(
        "div", {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", name}}
    );
    out_.open("table", {{"class", kind}});
    out_.open("caption");
    out_.element("b", name + ". ");
    out_.text(title);
    out_.element("small", basis_stamp(basis), {{"class", "stamp"}});
    out_.close();
}

void Page::end_table() {
    out_.close();
    out_.close();
    out_.line();
}

void Page::header_cells(std::initializer_list<std::string_view> labels) {
    out_.open("thead");
    out_.open("tr");
    for (const std::string_view label : labels) out_.element("th", label, {{"scope", "col"}});
    out_.close();
    out_.close();
}

void Page::basis_rows(const Basis& basis, std::string_view columns_after) {
    out_.open("tfoot");
    for (const CountLine& line : basis_lines(basis)) {
        out_.open("tr", {{line.rank == CountLine::Rank::sum ? "class" : "", "sum"}});
        out_.element("th", line.label, {{"scope", "row"}});
        out_.element("td", count_text(line.count));
        if (!columns_after.empty()) out_.element("td", "", {{"colspan", columns_after}});
        out_.close();
    }
    out_.close();
}

void Page::flow() {
    out_.open("section", {{"aria-labelledby", "flow"}});
    out_.element("h2", "From visits to responses", {{"id", "flow"}});
    const Share finished = share_of(report_.flow.complete, report_.flow.started, report_.level);
    if (finished.base > 0) {
        out_.element(
            "p",
            share_text(finished) + " of those who started completed the questionnaire.",
            {{"class", "answer"}}
        );
    } else {
        out_.element("p", "Nobody has started yet.", {{"class", "answer"}});
    }
    const std::string name = "Table " + std::to_string(++tables_);
    out_.open("table", {{"class", "flow"}});
    out_.open("caption");
    out_.element("b", name + ". ");
    out_.text("From visits to responses");
    out_.element("small", stamp_of(report_.origin), {{"class", "stamp"}});
    out_.close();
    header_cells({"Step", "n"});
    out_.open("tbody");
    for (const CountLine& line : flow_lines(report_)) {
        out_.open("tr", {{"class", line.rank == CountLine::Rank::sum ? "sum" : "part"}});
        out_.element("th", line.label, {{"scope", "row"}});
        out_.element("td", count_text(line.count));
        out_.close();
    }
    out_.close();
    out_.close();
    out_.element(
        "p",
        "Visits count page loads, not people, and are not told apart by where a response comes "
        "from.",
        {{"class", "note"}}
    );
    out_.close();
    out_.line();
}

void Page::table(const FrequencyTable& table) {
    begin_table(table.title, table.basis, "frequencies");
    const std::string interval = interval_name(table.basis.level);
    const bool several = table.answers == Answers::several;
    if (several) {
        header_cells({"Answer", "n", "% of respondents", interval, "% of answers"});
    } else {
        header_cells({"Answer", "n", "%", interval});
    }
    out_.open("tbody");
    for (const FrequencyRow& row : table.rows) {
        out_.open("tr");
        out_.open("th", {{"scope", "row"}});
        out_.text(row.label);
        out_.close();
        out_.element("td", count_text(row.share.count));
        out_.element("td", marked_percent(row.share));
        out_.element("td", interval_text(row.share));
        if (several) {
            out_.element("td", percent_text(share_of(row.share.count, table.answers_given)));
        }
        out_.close();
    }
    out_.close();
    basis_rows(table.basis, several ? "3" : "2");
    end_table();
}

void Page::table(const GridTable& table) {
    begin_table(table.title, table.basis, "grid");
    out_.open("thead");
    out_.open("tr");
    out_.element("th", "Row", {{"scope", "col"}});
    for (const std::string& point : table.scale) out_.element("th", point, {{"scope", "col"}});
    out_.element("th", "Base", {{"scope", "col"}});
    out_.element("th", "Gaps", {{"scope", "col"}});
    out_.close();
    out_.close();
    out_.open("tbody");
    for (const GridRow& row : table.rows) {
        out_.open("tr");
        out_.open("th", {{"scope", "row"}});
        out_.text(row.label);
        out_.close();
        for (const Share& cell : row.cells) {
            out_.open("td");
            out_.element("span", count_text(cell.count) + " (" + marked_percent(cell) + ")");
            out_.element("small", "CI " + interval_text(cell));
            out_.close();
        }
        out_.element("td", count_text(row.basis.answered));
        out_.element("td", gaps_text(row.basis), {{"class", "gaps"}});
        out_.close();
    }
    out_.close();
    end_table();
    out_.element(
        "p",
        "Every row has its own base: " + plural(table.basis.responses, "response", "responses") +
            ", those with a gap left out.",
        {{"class", "note"}}
    );
}

void Page::table(const NumberTable& table) {
    begin_table(table.title, table.basis, "numbers");
    const std::string unit = table.unit.empty() ? "Value" : "Value (" + table.unit + ")";
    header_cells({"Measure", unit});
    out_.open("tbody");
    for (const NumberLine& line : summary_lines(table)) {
        out_.open("tr");
        out_.element("th", line.label, {{"scope", "row"}});
        out_.element("td", line.text);
        out_.close();
    }
    out_.close();
    basis_rows(table.basis, "");
    end_table();
    if (table.bins.empty()) return;
    begin_table(table.title + " (by range)", table.basis, "numbers");
    header_cells({"Range", "n"});
    out_.open("tbody");
    for (const statistics::Bin& bin : table.bins) {
        out_.open("tr");
        out_.element("th", bin_text(bin, table.spacing), {{"scope", "row"}});
        out_.element("td", count_text(bin.count));
        out_.close();
    }
    out_.close();
    end_table();
}

void Page::table(const FigureTable& table) {
    begin_table(table.title, table.basis, "grid");
    out_.open("thead");
    out_.open("tr");
    out_.element("th", "Row", {{"scope", "col"}});
    for (const std::string& head : figure_heads(table)) {
        out_.element("th", head, {{"scope", "col"}});
    }
    out_.close();
    out_.close();
    out_.open("tbody");
    for (const FigureRow& row : table.rows) {
        out_.open("tr");
        out_.element("th", row.label, {{"scope", "row"}});
        const std::vector<std::string> cells = figure_cells(table, row);
        for (std::size_t i = 0; i + 1 < cells.size(); ++i) out_.element("td", cells[i]);
        out_.element("td", cells.back(), {{"class", "gaps"}});
        out_.close();
    }
    out_.close();
    end_table();
}

void Page::table(const OpenAnswers& open) {
    begin_table(open.title, open.basis, "quotes");
    header_cells({"Response", "Answer"});
    out_.open("tbody");
    for (const Quote& quote : open.quotes) {
        out_.open("tr");
        out_.element("th", quote.response, {{"scope", "row"}});
        out_.element("td", quote.text, {{"dir", "auto"}});
        out_.close();
    }
    if (open.quotes.empty()) {
        out_.open("tr");
        out_.element("td", empty_list_text(open), {{"colspan", "2"}});
        out_.close();
    }
    out_.close();
    end_table();
    const std::string note = open_note(open);
    if (!note.empty()) out_.element("p", note, {{"class", "note"}});
}

void Page::picture(const Plot& plot) {
    const std::string number = std::to_string(++figures_);
    out_.open("figure");
    draw(out_, plot, "figure-" + number);
    out_.open("figcaption");
    out_.element("b", "Figure " + number + ". ");
    out_.text(
        std::holds_alternative<BarPlot>(plot.shape)
            ? "Bars: percent; whiskers: " + interval_name(plot.basis.level) + "."
        : std::holds_alternative<DivergingPlot>(plot.shape)
            ? "Answers left and right of the scale's middle."
            : "How often each range was answered."
    );
    out_.element("small", basis_stamp(plot.basis), {{"class", "stamp"}});
    out_.close();
    out_.close();
    out_.line();
}

void Page::item(const Section& section, const ItemReport& item) {
    const std::string id = anchor(section, item);
    out_.open("article", {{"aria-labelledby", id}});
    out_.element("h3", heading_of(item), {{"id", id}});
    out_.open("p", {{"class", "meta"}});
    standing(item.standing);
    out_.text(item.kind + " · " + item.id);
    out_.close();
    out_.element("p", item.answer, {{"class", "answer"}});
    out_.open("div", {{"class", item.plot ? "evidence pair" : "evidence"}});
    if (item.plot) picture(*item.plot);
    out_.open("div");
    std::visit([&](const auto& one) { table(one); }, item.tables.front());
    out_.close();
    out_.close();
    for (std::size_t i = 1; i < item.tables.size(); ++i) {
        std::visit([&](const auto& one) { table(one); }, item.tables[i]);
    }
    for (const std::string& note : item.notes) out_.element("p", note, {{"class", "note"}});
    out_.close();
    out_.line();
}

void Page::section(const Section& section) {
    out_.open("section", {{"aria-labelledby", anchor(section)}});
    out_.element("h2", section.heading, {{"id", anchor(section)}});
    if (!section.text.empty()) out_.element("p", section.text, {{"class", "question"}});
    if (section.items.empty() && section.elsewhere.empty()) {
        out_.element("p", "No item serves this research question.", {{"class", "notice"}});
    }
    for (const Analysis& one : section.comparisons) analysis(section, one, "comparison");
    for (const Analysis& one : section.scales) analysis(section, one, "scale");
    for (const ItemReport& one : section.items) item(section, one);
    for (const std::string& name : section.elsewhere) {
        out_.element("p", "Served too by an item of another section: " + name, {{"class", "note"}});
    }
    out_.close();
    out_.line();
}

void Page::method() {
    out_.open("section", {{"aria-labelledby", "method"}});
    out_.element("h2", "How the numbers are made", {{"id", "method"}});
    out_.open("ul", {{"class", "method"}});
    for (const std::string& line : method_lines(report_)) out_.element("li", line);
    out_.close();
    out_.close();
    out_.line();
}

std::string Page::document() {
    head();
    out_.open("body");
    define_patterns(out_);
    out_.open("div", {{"class", "sheet"}});
    running_header();
    out_.open("main");
    opening();
    found();
    contents();
    flow();
    for (const Section& one : report_.sections) section(one);
    weights();
    plan();
    checklists();
    method();
    out_.close();
    out_.close();
    out_.close();
    out_.close();
    out_.line();
    return out_.take();
}

std::string render_html(const Report& report) { return Page(report).document(); }

}  // namespace querist::report
