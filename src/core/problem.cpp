#include "core/problem.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist {

namespace {

std::string_view severity_word(Severity severity) {
    switch (severity) {
        case Severity::note:
            return "note";
        case Severity::warning:
            return "warning";
        case Severity::error:
            return "error";
    }
    return "error";
}

std::string_view line_of(std::string_view source, int line) {
    std::size_t begin = 0;
    for (int i = 1; i < line; ++i) {
        const std::size_t end = source.find('\n', begin);
        if (end == std::string_view::npos) return {};
        begin = end + 1;
    }
    std::string_view found = source.substr(begin, source.find('\n', begin) - begin);
    if (found.ends_with('\r')) found.remove_suffix(1);
    return found;
}

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// The part of a line that fits a terminal and still holds the column; `column` moves with it.
std::string_view window(std::string_view line, int& column) {
    constexpr int width = 96;
    constexpr int before = 40;
    const int skip = column > width ? column - before : 0;
    std::size_t begin = 0;
    for (int i = 0; i < skip && begin < line.size(); ++i) {
        do ++begin;
        while (begin < line.size() && continues(line[begin]));
    }
    column -= skip;
    std::size_t end = begin;
    for (int i = 0; i < width && end < line.size(); ++i) {
        do ++end;
        while (end < line.size() && continues(line[end]));
    }
    return line.substr(begin, end - begin);
}

/// Control characters would let a file drive the reader's terminal; they print as spaces or "?".
std::string printable(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c == '\t') c = ' ';
        if ((static_cast<unsigned char>(c) < 0x20U && c != '\n') || c == 0x7F) c = '?';
    }
    return out;
}

/// A byte that belongs to no character counts as one, so that a caret stands under it.
std::string with_question_marks(std::string_view line) {
    std::string readable;
    readable.reserve(line.size());
    while (const std::optional<std::size_t> bad = first_invalid_utf8(line)) {
        readable.append(line.substr(0, *bad)).append(1, '?');
        line.remove_prefix(*bad + 1);
    }
    return readable.append(line);
}

}  // namespace

std::unexpected<Problem> failure(
    std::string code, std::string message, std::string cure, Place place
) {
    return std::unexpected(Problem{
        .code = std::move(code),
        .severity = Severity::error,
        .place = std::move(place),
        .message = std::move(message),
        .cure = std::move(cure)
    });
}

std::string describe(const Problem& problem, std::string_view source) {
    std::string out;
    if (!problem.place.file.empty()) out += printable(problem.place.file) + ":";
    if (problem.place.line > 0) {
        out += fmt::format("{}:{}:", problem.place.line, std::max(problem.place.column, 1));
    }
    if (!out.empty()) out += ' ';
    out += fmt::format(
        "{}: {} [{}]\n", severity_word(problem.severity), printable(problem.message), problem.code
    );
    const std::string_view line =
        problem.place.line > 0 ? line_of(source, problem.place.line) : std::string_view{};
    if (!line.empty()) {
        int column = std::max(problem.place.column, 1);
        const std::string readable = with_question_marks(line);
        const std::string_view part = window(readable, column);
        out += fmt::format("  | {}\n  | {:>{}}\n", printable(part), '^', column);
    }
    if (!problem.cure.empty()) out += fmt::format("  = {}\n", printable(problem.cure));
    return out;
}

}  // namespace querist
