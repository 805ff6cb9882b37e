#include "report/html_page.hpp"
#include "report/markup.hpp"
#include "report/numbered.hpp"
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
    out_.open("header", {{"class", warning.empty() ? "running" : "running warns"}});
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
    const auto left_out = [&](std::string_view name, response::Disposition disposition) {
        const std::int64_t count = report_.flow.outcome.of(disposition);
        if (count > 0) fact(name, plural(count, "response", "responses"));
    };
    left_out("Screened out", response::Disposition::screened_out);
    left_out("Ended because a quota was full", response::Disposition::quota_full);
    left_out("Excluded by the researchers", response::Disposition::excluded);
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
            const auto analyses = [&](const std::vector<Analysis>& list, std::string_view kind) {
                for (const Analysis& one : list) {
                    out_.open("li");
                    entry(anchor(section, one, kind), one.heading);
                    out_.close();
                }
            };
            analyses(section.comparisons, "comparison");
            analyses(section.scales, "scale");
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
    for (const Supplement& part : supplements(report_)) line(part.id, part.heading);
    line("checklists", "Checklists");
    line("method", "How the numbers are made");
    out_.close();
    out_.close();
    out_.line();
}

void Page::flow() {
    out_.open("section", {{"aria-labelledby", "flow"}});
    out_.element("h2", "From visits to responses", {{"id", "flow"}});
    out_.element("p", flow_sentence(report_), {{"class", "answer"}});
    laid(lay_out_flow(report_));
    out_.close();
    out_.line();
}

void Page::picture(const Plot& plot) {
    const std::string number = std::to_string(++figures_);
    out_.open("figure");
    draw(out_, plot, "figure-" + number);
    out_.open("figcaption");
    out_.element("b", "Figure " + number + ". ");
    out_.text(reading_of(plot));
    out_.element("small", stamp_of(plot), {{"class", "stamp"}});
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
    table(item.tables.front());
    out_.close();
    out_.close();
    for (std::size_t i = 1; i < item.tables.size(); ++i) table(item.tables[i]);
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
    for (const Supplement& part : supplements(report_)) supplement(part);
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
