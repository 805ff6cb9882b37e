// Prints the protocol document as one self-contained page: no script, nothing fetched.

#include "instrument/protocol_document.hpp"
#include "instrument/protocol_style.hpp"
#include "instrument/protocol_writer.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace querist::instrument {

namespace {

using namespace protocol;

const char* tone_class(Tone tone) {
    switch (tone) {
        case Tone::note:
            return "note";
        case Tone::condition:
            return "condition";
        case Tone::added:
            return "added";
        case Tone::acknowledged:
            return "acknowledged";
        case Tone::finding:
            return "finding";
    }
    std::unreachable();
}

void print_line(HtmlWriter& html, const Line& line) {
    for (const Span& span : line) {
        switch (span.style) {
            case Style::plain:
                html.text(span.text);
                break;
            case Style::strong:
                html.element("strong", span.text);
                break;
            case Style::code:
                html.element("code", span.text);
                break;
            case Style::quiet:
                html.element("span", span.text, {{"class", "quiet"}});
                break;
            case Style::link:
                html.element("a", span.text, {{"href", span.text}});
                break;
        }
    }
}

void print_notes(HtmlWriter& html, const std::vector<Note>& notes) {
    if (notes.empty()) return;
    html.open("ul", {{"class", "notes"}});
    for (const Note& note : notes) {
        html.open("li", {{"class", tone_class(note.tone)}});
        if (const std::string_view name = tone_name(note.tone); !name.empty()) {
            html.element("b", fmt::format("{}:", name));
            html.text(" ");
        }
        print_line(html, note.line);
        html.close();
    }
    html.close();
}

void print(HtmlWriter& html, const Heading& heading) {
    html.open(heading.level == 2 ? "h2" : "h3");
    html.text(heading.text);
    if (!heading.aside.empty()) {
        html.text(" ");
        html.element("small", heading.aside);
    }
    html.close();
}

void print(HtmlWriter& html, const Paragraph& paragraph) { html.element("p", paragraph.text); }

void print(HtmlWriter& html, const Remarks& remarks) { print_notes(html, remarks.notes); }

void print(HtmlWriter& html, const Quoted& quoted) {
    html.open("blockquote", {{"class", "said"}});
    html.markdown(safe_html(quoted.markdown, quoted_heading_shift));
    html.close();
}

void print(HtmlWriter& html, const Facts& facts) {
    html.open("dl");
    for (const auto& [name, line] : facts.rows) {
        html.element("dt", name);
        html.open("dd");
        print_line(html, line);
        html.close();
    }
    html.close();
}

void print(HtmlWriter& html, const List& list) {
    if (!list.title.empty()) html.element("p", list.title, {{"class", "title"}});
    html.open(list.marks == Marks::letters ? "ol" : "ul");
    for (const Point& point : list.points) {
        html.open("li");
        print_line(html, point.line);
        print_notes(html, point.notes);
        html.close();
    }
    html.close();
}

void print(HtmlWriter& html, const Question& question) {
    html.open("section", {{"class", "question"}});
    html.open("h4");
    if (!question.number.empty()) {
        html.element("span", fmt::format("{}.", question.number), {{"class", "number"}});
    }
    html.element("span", question.ask);
    html.close();
    html.open("p", {{"class", "answer"}});
    html.element("code", question.id);
    html.text(" " + question.answer);
    html.close();
    if (!question.hint.empty()) html.element("p", question.hint);
    for (const List& list : question.lists) print(html, list);
    print_notes(html, question.notes);
    html.close();
}

}  // namespace

std::string protocol_html(const Study& study, const LintReport& report) {
    const Document document = protocol_document(study, report);
    HtmlWriter html;
    html.open("html", {{"lang", document.language}});
    html.open("head");
    html.empty_element("meta", {{"charset", "utf-8"}});
    html.empty_element(
        "meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}
    );
    html.element("title", document.title);
    html.style(style_sheet);
    html.close();
    html.open("body");
    html.open("main");
    html.element("h1", document.title);
    for (const Block& block : document.blocks) {
        std::visit([&](const auto& one) { print(html, one); }, block);
    }
    return html.finish();
}

}  // namespace querist::instrument
