// Prints the protocol document as Markdown. Every word of the study is escaped; only texts that
// are Markdown themselves (consent, introductions) go through, cleaned by cmark-gfm and quoted.

#include "instrument/markdown.hpp"
#include "instrument/protocol_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace querist::instrument {

namespace {

using namespace protocol;

bool is_alphanumeric(std::string_view text, std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 ||
                                static_cast<unsigned char>(text[at]) >= 0x80);
}

/// Words as Markdown that shows them literally: marks are escaped, line ends become spaces.
std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char byte = text[i];
        if (byte == '\n' || byte == '\r' || byte == '\t') {
            if (!out.ends_with(' ')) out += ' ';
            continue;
        }
        const bool inside_word =
            byte == '_' && i > 0 && is_alphanumeric(text, i - 1) && is_alphanumeric(text, i + 1);
        if (std::string_view("\\`*_[]<~&").find(byte) != std::string_view::npos && !inside_word) {
            out += '\\';
        }
        out += byte;
    }
    return out;
}

/// The same at the beginning of a line, where more marks mean something.
std::string escaped_line(std::string_view text) {
    std::string line = escaped(trimmed(text));
    if (line.empty()) return line;
    if (std::string_view("#>+-=|").find(line.front()) != std::string_view::npos) {
        return "\\" + line;
    }
    std::size_t digits = 0;
    while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits])) != 0) {
        ++digits;
    }
    const bool numbered =
        digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
    if (numbered) line.insert(digits, "\\");
    return line;
}

/// A code span whose fence is longer than any run of backticks in it.
std::string code(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    std::string flat;
    for (const char byte : text) {
        run = byte == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
        flat += byte == '\n' || byte == '\r' ? ' ' : byte;
    }
    const std::string fence(longest + 1, '`');
    const bool pads = longest > 0;
    return fmt::format("{}{}{}{}{}", fence, pads ? " " : "", flat, pads ? " " : "", fence);
}

std::string span_markdown(const Span& span) {
    switch (span.style) {
        case Style::plain:
        case Style::quiet:
            return escaped(span.text);
        case Style::strong:
            return "**" + escaped(trimmed(span.text)) + "**";
        case Style::code:
            return code(span.text);
        case Style::link:
            return "<" + span.text + ">";
    }
    std::unreachable();
}

std::string line_markdown(const Line& line) {
    std::string out;
    for (const Span& span : line) out += span_markdown(span);
    return out;
}

std::string note_markdown(const Note& note) {
    const std::string_view name = tone_name(note.tone);
    const std::string words = line_markdown(note.line);
    return name.empty() ? "*" + words + "*" : fmt::format("*{}:* {}", name, words);
}

void print_notes(std::string& out, const std::vector<Note>& notes, std::string_view indent) {
    for (const Note& note : notes) out += fmt::format("{}- {}\n", indent, note_markdown(note));
}

void print(std::string& out, const Heading& heading) {
    out += fmt::format(
        "{} {}{}\n\n",
        std::string(static_cast<std::size_t>(heading.level), '#'),
        escaped(heading.text),
        heading.aside.empty() ? "" : " (" + escaped(heading.aside) + ")"
    );
}

void print(std::string& out, const Paragraph& paragraph) {
    out += escaped_line(paragraph.text) + "\n\n";
}

void print(std::string& out, const Remarks& remarks) {
    print_notes(out, remarks.notes, "");
    out += '\n';
}

void print(std::string& out, const Quoted& quoted) {
    const std::string text = safe_markdown(quoted.markdown, quoted_heading_shift);
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view(text).substr(at, end - at);
        out += line.empty() ? ">\n" : fmt::format("> {}\n", line);
        at = end + 1;
    }
    out += '\n';
}

void print(std::string& out, const Facts& facts) {
    for (const auto& [name, line] : facts.rows) {
        out += fmt::format("- {}: {}\n", escaped(name), line_markdown(line));
    }
    out += '\n';
}

void print(std::string& out, const List& list) {
    if (!list.title.empty()) out += escaped_line(list.title) + ":\n\n";
    for (std::size_t i = 0; i < list.points.size(); ++i) {
        const Point& point = list.points[i];
        std::string words = line_markdown(point.line);
        if (list.marks == Marks::letters) {
            words = fmt::format("{}. {}", letter(i), words);
        } else if (!point.line.empty() && point.line.front().style == Style::plain) {
            words = escaped_line(words.empty() ? "" : point.line.front().text) +
                    line_markdown(Line(point.line.begin() + 1, point.line.end()));
        }
        out += fmt::format("- {}\n", words);
        print_notes(out, point.notes, "  ");
    }
    out += '\n';
}

void print(std::string& out, const Question& question) {
    const std::string number =
        question.number.empty() ? "" : fmt::format("{}. ", escaped(question.number));
    out += fmt::format("#### {}{}\n\n", number, escaped(trimmed(question.ask)));
    out += fmt::format("{} ({})\n\n", code(question.id), escaped(question.answer));
    if (!question.hint.empty()) out += escaped_line(question.hint) + "\n\n";
    for (const List& list : question.lists) print(out, list);
    if (!question.notes.empty()) {
        // A comment keeps two lists apart that would otherwise be one.
        if (!question.lists.empty()) out += "<!-- -->\n\n";
        print_notes(out, question.notes, "");
        out += '\n';
    }
}

}  // namespace

std::string protocol_markdown(const Study& study, const LintReport& report) {
    const Document document = protocol_document(study, report);
    std::string out = fmt::format("# {}\n\n", escaped(trimmed(document.title)));
    for (const Block& block : document.blocks) {
        std::visit([&](const auto& one) { print(out, one); }, block);
    }
    while (out.ends_with("\n\n")) out.pop_back();
    return out;
}

}  // namespace querist::instrument
