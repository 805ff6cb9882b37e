#include "instrument/yaml_syntax.hpp"

#include "instrument/invisible.hpp"
#include "instrument/yaml_quotes.hpp"
#include "instrument/yaml_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace querist::instrument {

namespace {

struct FaultWords {
    std::string_view code;
    std::string message;
    std::string cure;
    std::optional<Mark> elsewhere;  ///< Where to look, when not where the library stopped.
};

bool is_blank(std::string_view line) { return trimmed(line).empty(); }

/// The line's first tab when it stands in the indentation.
std::optional<std::size_t> tab_in_indentation(std::string_view line) {
    const std::size_t at = line.find_first_not_of(' ');
    if (at == std::string_view::npos || line[at] != '\t' || is_blank(line)) return std::nullopt;
    return at;
}

std::optional<FaultWords> tab_words(const SyntaxFault& fault, std::string_view text) {
    const std::string_view line = line_at(text, fault.at.offset);
    const auto tab = tab_in_indentation(line);
    if (!tab) return std::nullopt;
    const auto start = static_cast<std::size_t>(line.data() - text.data());
    return FaultWords{
        "study.tab",
        "a tab stands in the indentation",
        "indent with spaces only (two for each level)",
        Mark{fault.at.line, static_cast<int>(*tab) + 1, start + *tab}
    };
}

/// A line whose indentation has a character that looks like a space.
std::optional<FaultWords> invisible_words(const SyntaxFault& fault, std::string_view text) {
    const std::string_view line = line_at(text, fault.at.offset);
    const std::optional<Invisible> found = invisible_in(line);
    if (!found || found->offset > line.find_first_not_of(' ')) return std::nullopt;
    const auto start = static_cast<std::size_t>(line.data() - text.data());
    return FaultWords{
        "study.indentation",
        fmt::format("{} stands in the indentation", found->name),
        "indent with plain spaces only (two for each level)",
        Mark{fault.at.line, static_cast<int>(found->offset) + 1, start + found->offset}
    };
}

/// "a: What: foo", or a line that is indented under a value that has ended.
FaultWords unexpected_colon(const SyntaxFault& fault) {
    const YamlNode* last = fault.last_scalar;
    if (last != nullptr && last->style == YamlNode::Style::plain &&
        last->start.line < fault.at.line) {
        return {
            "study.indentation",
            fmt::format(
                "this line is indented deeper than the value that it follows (line {})",
                last->start.line
            ),
            "give it the same indentation as the other keys of its list or section",
            Mark{fault.at.line, 0, 0}
        };
    }
    return {
        "study.syntax",
        "a text with \": \" in it is not in quotes",
        "put the whole text in double quotes: \"What: a text\"",
        {}
    };
}

/// A key, "- " or comma was expected.
FaultWords unexpected_text(const SyntaxFault& fault) {
    const YamlNode* last = fault.last_scalar;
    const bool after_quotes = last != nullptr && last->end.line == fault.at.line &&
                              (last->style == YamlNode::Style::double_quoted ||
                               last->style == YamlNode::Style::single_quoted);
    if (after_quotes) {
        return {
            "study.syntax",
            last->start.line == last->end.line
                ? std::string("text follows the closing quote")
                : fmt::format(
                      "text follows the closing quote of the text that begins on line {}",
                      last->start.line
                  ),
            "put the whole value in quotes of the other kind, as in '\"web\" in deployment', or "
            "write \\\" for a quote inside double quotes",
            {}
        };
    }
    return {
        "study.indentation",
        fmt::format(
            "the indentation of this line fits nothing above it (the section began on "
            "line {})",
            fault.context_at.line
        ),
        "give it the same indentation as the keys or dashes beside which it belongs",
        {}
    };
}

FaultWords unexpected_character(std::string_view text, const SyntaxFault& fault) {
    const char c = fault.at.offset < text.size() ? text[fault.at.offset] : ' ';
    return {
        "study.syntax",
        fmt::format("a text that begins with {} is not in quotes", c),
        "put the whole text in double quotes",
        {}
    };
}

FaultWords open_collection(const SyntaxFault& fault, std::string_view text) {
    const char opener = fault.context_at.offset < text.size() ? text[fault.context_at.offset] : '[';
    return {
        "study.syntax",
        fmt::format(
            "the list in {} that begins on line {} is not closed or lacks a comma",
            opener == '{' ? "braces" : "brackets",
            fault.context_at.line
        ),
        fmt::format(
            "close it with {} or put commas between its parts; a text that begins with "
            "{} needs quotes",
            opener == '{' ? '}' : ']',
            opener
        ),
        fault.at.line == fault.context_at.line ? std::nullopt
                                               : std::optional<Mark>(fault.context_at)
    };
}

bool says(std::string_view words, const char* part) {
    return words.find(part) != std::string_view::npos;
}

std::optional<FaultWords> quoted_words(const SyntaxFault& fault, std::string_view text) {
    const std::string_view problem = fault.problem;
    const std::string_view context = fault.context;
    if (says(context, "quoted scalar") && says(problem, "end of stream")) {
        return FaultWords{
            "study.syntax",
            "the quote that opens here is never closed",
            "close it with the same quote character",
            fault.context_at
        };
    }
    if (says(context, "quoted scalar") && says(problem, "document indicator")) {
        return FaultWords{
            "study.syntax",
            "the quote that opens here is not closed before a line of dashes",
            "close it with the same quote character",
            fault.context_at
        };
    }
    if (says(context, "quoted scalar") &&
        quote_runs_away(text, fault.context_at, fault.at.offset)) {
        return FaultWords{
            "study.syntax", std::string(open_quote), std::string(open_quote_cure), fault.context_at
        };
    }
    if (says(problem, "unknown escape character")) {
        return FaultWords{
            "study.syntax",
            "in double quotes a backslash begins an escape, and this is none",
            "write \\\\ for a backslash, or use single quotes",
            {}
        };
    }
    if (says(context, "quoted scalar")) {
        return FaultWords{
            "study.syntax",
            "this escape in double quotes is not complete",
            "write \\\\ for a backslash, or use single quotes",
            {}
        };
    }
    return std::nullopt;
}

/// What is left: features of YAML that a study file does not need.
FaultWords other_words(const SyntaxFault& fault) {
    const std::string_view problem = fault.problem;
    const std::string_view context = fault.context;
    if (says(problem, "block sequence entries are not allowed")) {
        return {
            "study.indentation",
            "a \"- \" stands where no list can begin",
            "begin the list on its own line, under its key",
            {}
        };
    }
    if (says(problem, "document start") || says(problem, "directive") ||
        says(context, "directive")) {
        return {
            "study.syntax",
            "something stands outside the study's keys here",
            "remove it, or put a text that begins with % in quotes",
            {}
        };
    }
    if (says(context, "anchor") || says(context, "alias")) {
        return {
            "study.syntax",
            "a text that begins with & or * is not in quotes",
            "put the whole text in double quotes",
            {}
        };
    }
    if (says(context, "tag") || says(problem, "tag")) {
        return {
            "study.syntax",
            "a text that begins with ! is not in quotes",
            "put the whole text in quotes: '!uses_onnx'",
            {}
        };
    }
    return {
        "study.syntax",
        fmt::format("this is not valid YAML ({})", problem),
        "look for a missing quote, colon or space just before",
        {}
    };
}

FaultWords words_of(const SyntaxFault& fault, std::string_view text) {
    const std::string_view problem = fault.problem;
    const std::string_view context = fault.context;
    if (auto tab = tab_words(fault, text)) return std::move(*tab);
    if (auto invisible = invisible_words(fault, text)) return std::move(*invisible);
    if (auto quoted = quoted_words(fault, text)) return std::move(*quoted);
    if (says(context, "block scalar")) {
        return {
            "study.syntax",
            "a text that begins with > or | is not in quotes",
            "put the whole text in double quotes: \"> 20 years\"",
            fault.context_at
        };
    }
    if (says(problem, "cannot start any token")) return unexpected_character(text, fault);
    if (says(problem, "mapping values are not allowed")) return unexpected_colon(fault);
    if (says(problem, "could not find expected ':'")) {
        return {
            "study.syntax",
            "this line has no colon, so it is neither a key nor a value",
            "write \"key: value\", indent it under the text that it continues, or put that text "
            "in quotes",
            fault.context_at
        };
    }
    if (says(context, "flow")) return open_collection(fault, text);
    if (says(problem, "expected key") || says(problem, "'-' indicator")) {
        return unexpected_text(fault);
    }
    return other_words(fault);
}

}  // namespace

Problem syntax_problem(const SyntaxFault& fault, std::string_view text, const std::string& file) {
    FaultWords words = words_of(fault, text);
    Mark at = words.elsewhere.value_or(fault.at);
    if (at.column == 0) {  // the first character of the line
        const std::string_view line = line_at(text, fault.at.offset);
        at.column = static_cast<int>(std::min(line.find_first_not_of(' '), line.size())) + 1;
    }
    return {
        std::string(words.code),
        Severity::error,
        {file, at.line, at.column},
        std::move(words.message),
        std::move(words.cure)
    };
}

}  // namespace querist::instrument
