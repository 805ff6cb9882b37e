#include "expression/node.hpp"
#include "expression/syntax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace querist::expression {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

void append_utf8(std::string& out, std::uint32_t c) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

class Lexer {
public:
    Lexer(std::string_view text, Reporter& reporter) : text_(text), reporter_(reporter) {}

    std::vector<Token> run() {
        while (skip_space(), at_ < text_.size()) read_token();
        tokens_.push_back({.kind = TokenKind::end, .begin = at_, .end = at_, .text = {}});
        return std::move(tokens_);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    void skip_space() {
        for (;;) {
            while (at_ < text_.size() && std::string_view(" \t\r\n\f").contains(text_[at_])) ++at_;
            if (peek() != '/' || peek(1) != '/') return;
            at_ = std::min(text_.find('\n', at_), text_.size());
        }
    }

    void syntax(std::size_t offset, std::string message, std::string cure) {
        reporter_.report("expression.syntax", offset, std::move(message), std::move(cure));
    }
    void not_supported(std::size_t offset, std::string message, std::string cure) {
        reporter_.report("expression.not-supported", offset, std::move(message), std::move(cure));
    }

    void push(TokenKind kind, std::size_t begin, std::string text) {
        tokens_.push_back({.kind = kind, .begin = begin, .end = at_, .text = std::move(text)});
    }

    void read_token() {
        const char c = peek();
        if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return read_number();
        if (c == '"' || c == '\'') return read_text();
        if (is_letter(c)) return read_word();
        read_sign();
    }

    void read_word() {
        const std::size_t begin = at_;
        while (is_letter(peek()) || is_digit(peek())) ++at_;
        const std::string_view word = text_.substr(begin, at_ - begin);
        const bool prefix = word.size() <= 2 && (peek() == '"' || peek() == '\'') &&
                            word.find_first_not_of("rRbB") == std::string_view::npos;
        if (prefix) {
            not_supported(
                begin,
                fmt::format("texts with the prefix {} are left out of this language", word),
                fmt::format("leave the {} out and write a plain text in quotes", word)
            );
            return;
        }
        push(TokenKind::word, begin, std::string(word));
    }

    void read_number() {
        const std::size_t begin = at_;
        const bool hexadecimal = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
        if (hexadecimal) at_ += 2;
        while (is_digit(peek()) || (hexadecimal && is_letter(peek()))) ++at_;
        bool decimal = false;
        if (!hexadecimal && peek() == '.' && is_digit(peek(1))) {
            decimal = true;
            for (++at_; is_digit(peek());) ++at_;
        }
        const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
        if (!hexadecimal && (peek() == 'e' || peek() == 'E') && is_digit(peek(1 + sign))) {
            decimal = true;
            for (at_ += 1 + sign; is_digit(peek());) ++at_;
        }
        const std::size_t digits_end = at_;
        while (is_letter(peek()) || is_digit(peek())) ++at_;
        finish_number(begin, digits_end, decimal, hexadecimal);
    }

    void finish_number(std::size_t begin, std::size_t end, bool decimal, bool hexadecimal) {
        Token token{.kind = TokenKind::integer, .begin = begin, .end = at_, .text = {}};
        const std::string_view suffix = text_.substr(end, at_ - end);
        const char* first = text_.data() + begin;
        const char* last = text_.data() + end;
        if (hexadecimal) {
            not_supported(
                begin,
                "hexadecimal numbers are left out of this language",
                "write the number in decimal digits"
            );
        } else if (suffix == "u" || suffix == "U") {
            not_supported(
                begin, "unsigned numbers are left out of this language", "leave the u out"
            );
        } else if (!suffix.empty()) {
            syntax(
                begin,
                fmt::format("{} is neither a number nor a name", text_.substr(begin, at_ - begin)),
                "put a choice or a text in quotes; names start with a letter"
            );
        } else if (decimal) {
            token.kind = TokenKind::decimal;
            const auto read = std::from_chars(first, last, token.number);
            if (read.ec != std::errc{} || !std::isfinite(token.number)) {
                token.number = 0;
                out_of_range(begin, end, "decimals go from 2.3e-308 to 1.7e308");
            }
        } else {
            const auto read = std::from_chars(first, last, token.integer);
            if (read.ec != std::errc{} || token.integer > integer_max) {
                token.integer = 0;
                out_of_range(
                    begin, end, fmt::format("whole numbers go to {} (2^53 - 1)", integer_max)
                );
            }
        }
        tokens_.push_back(std::move(token));
    }

    void out_of_range(std::size_t begin, std::size_t end, std::string range) {
        syntax(
            begin,
            fmt::format("the number {} is out of range", text_.substr(begin, end - begin)),
            std::move(range)
        );
    }

    void read_text() {
        const std::size_t begin = at_;
        const char quote = text_[at_++];
        if (peek() == quote && peek(1) == quote) {
            not_supported(
                begin,
                "texts in triple quotes are left out of this language",
                "write the text in one pair of quotes"
            );
            at_ += 2;
            const std::size_t close = text_.find(std::string(3, quote), at_);
            at_ = close == std::string_view::npos ? text_.size() : close + 3;
            return push(TokenKind::text, begin, {});
        }
        std::string out;
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
            if (text_[at_] == '\\') {
                read_escape(out);
            } else {
                out += text_[at_++];
            }
        }
        if (peek() == quote && at_ < text_.size()) {
            ++at_;
        } else {
            syntax(
                begin, "this text has no closing quote", fmt::format("end the text with {}", quote)
            );
        }
        push(TokenKind::text, begin, std::move(out));
    }

    void read_escape(std::string& out) {
        static constexpr std::string_view letters = "abfnrtv\\\"'`?";
        static constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\\"'`?";
        const std::size_t begin = at_++;
        const char kind = peek();
        if (const std::size_t i = letters.find(kind); kind != '\0' && i != letters.npos) {
            out += meanings[i];
            ++at_;
            return;
        }
        const bool octal = kind >= '0' && kind <= '3';
        const std::size_t digits = octal                        ? 3
                                   : kind == 'x' || kind == 'X' ? 2
                                   : kind == 'u'                ? 4
                                   : kind == 'U'                ? 8
                                                                : 0;
        const std::size_t from = at_ + (octal ? 0 : 1);
        std::uint32_t c = 0;
        const char* first = text_.data() + std::min(from, text_.size());
        const char* last = text_.data() + std::min(from + digits, text_.size());
        const auto read = std::from_chars(first, last, c, octal ? 8 : 16);
        const bool whole = digits > 0 && read.ec == std::errc{} && read.ptr == last &&
                           static_cast<std::size_t>(last - first) == digits;
        if (!whole || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
            syntax(
                begin,
                "this escape after \\ is not known",
                "write \\\\ for a backslash, \\\" for a quote, \\n for a new line or \\u00e9 for a "
                "character by its number"
            );
            return;  // what follows the backslash is read as it stands
        }
        at_ = from + digits;
        append_utf8(out, c);
    }

    void read_sign() {
        static constexpr std::array<std::string_view, 28> signs = {
            "===", "!==", "==", "!=", "<=", ">=", "=>", "=<", "<>", "&&", "||", "<", ">", "!",
            "=",   "&",   "|",  "+",  "-",  "*",  "/",  "%",  "(",  ")",  "[",  "]", ",", "."
        };
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> mistaken = {
            {{"===", "=="},
             {"!==", "!="},
             {"=>", ">="},
             {"=<", "<="},
             {"<>", "!="},
             {"=", "=="},
             {"&", "&&"},
             {"|", "||"}}
        };
        const std::size_t begin = at_;
        if (peek() == '?' || peek() == ':') {
            ++at_;
            return push(TokenKind::sign, begin, std::string(text_.substr(begin, 1)));
        }
        for (const std::string_view sign : signs) {
            if (!text_.substr(at_).starts_with(sign)) continue;
            at_ += sign.size();
            for (const auto& [wrong, right] : mistaken) {
                if (sign != wrong) continue;
                syntax(
                    begin,
                    fmt::format("{} is not an operator", wrong),
                    fmt::format("write {}", right)
                );
                return push(TokenKind::sign, begin, std::string(right));
            }
            return push(TokenKind::sign, begin, std::string(sign));
        }
        read_foreign();
    }

    // Word processors turn quotes and comparison signs into characters that look alike.
    void read_foreign() {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> signs = {
            {{"≤", "<="}, {"≥", ">="}, {"≠", "!="}, {"−", "-"}, {"–", "-"}}
        };
        const std::size_t begin = at_;
        const std::string_view rest = text_.substr(at_);
        for (const auto& [seen, meant] : signs) {
            if (!rest.starts_with(seen)) continue;
            at_ += seen.size();
            syntax(
                begin, fmt::format("{} is not an operator", seen), fmt::format("write {}", meant)
            );
            return push(TokenKind::sign, begin, std::string(meant));
        }
        static constexpr std::array<std::string_view, 6> quotes = {"“", "”", "„", "‘", "’", "«"};
        for (const std::string_view quote : quotes) {
            if (rest.starts_with(quote)) return read_curly_text(begin, quote.size());
        }
        if (peek() == '{' || peek() == '}') {
            not_supported(
                begin,
                "maps in braces are left out of this language",
                "compare answers one by one and join the comparisons with && and ||"
            );
            at_ = text_.size();
            return;
        }
        for (++at_; at_ < text_.size() && (text_[at_] & '\xC0') == '\x80';) ++at_;
        const std::string_view character = text_.substr(begin, at_ - begin);
        const bool visible = character.size() > 1 || (character[0] > ' ' && character[0] < '\x7F');
        syntax(
            begin,
            visible ? fmt::format("the character {} means nothing here", character)
                    : std::string("a control character means nothing here"),
            "leave it out, or put a text in quotes"
        );
        push(TokenKind::broken, begin, {});
    }

    void read_curly_text(std::size_t begin, std::size_t width) {
        static constexpr std::array<std::string_view, 4> closing = {"”", "“", "’", "»"};
        syntax(begin, "curly quotes do not enclose a text", "write straight quotes: \" or '");
        at_ += width;
        std::size_t close = std::string_view::npos;
        std::size_t closing_width = 0;
        for (const std::string_view quote : closing) {
            const std::size_t found = text_.find(quote, at_);
            if (found < close) {
                close = found;
                closing_width = quote.size();
            }
        }
        const std::size_t end = std::min(close, text_.size());
        std::string out(text_.substr(at_, end - at_));
        at_ = end + closing_width;
        push(TokenKind::text, begin, std::move(out));
    }

    std::string_view text_;
    Reporter& reporter_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text, Reporter& reporter) {
    return Lexer(text, reporter).run();
}

bool is_identifier(std::string_view text) {
    static constexpr std::array<std::string_view, 21> reserved = {
        "true",     "false",   "null",      "in",       "as",  "break",  "const",
        "continue", "else",    "for",       "function", "if",  "import", "let",
        "loop",     "package", "namespace", "return",   "var", "void",   "while"
    };
    if (text.empty() || !is_letter(text[0])) return false;
    if (!std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c); })) {
        return false;
    }
    return std::ranges::find(reserved, text) == reserved.end();
}

void Reporter::report(std::string code, std::size_t offset, std::string message, std::string cure) {
    for (const auto& [at, problem] : problems_) {
        if (at == offset) return;
    }
    problems_.emplace_back(
        offset,
        Problem{
            .code = std::move(code),
            .severity = Severity::error,
            .place = place_at(offset),
            .message = std::move(message),
            .cure = std::move(cure)
        }
    );
}

Place Reporter::place_at(std::size_t offset) const {
    const std::string_view before = text_.substr(0, offset);
    const std::size_t line_end = before.rfind('\n');
    Place place = place_;
    if (line_end == std::string_view::npos) {
        place.column += static_cast<int>(code_points(before));
    } else {
        place.line += static_cast<int>(std::ranges::count(before, '\n'));
        place.column = 1 + static_cast<int>(code_points(before.substr(line_end + 1)));
    }
    return place;
}

std::vector<Problem> Reporter::take() {
    std::ranges::stable_sort(problems_, {}, [](const auto& one) { return one.first; });
    std::vector<Problem> problems;
    problems.reserve(problems_.size());
    for (auto& [offset, problem] : problems_) problems.push_back(std::move(problem));
    problems_.clear();
    return problems;
}

}  // namespace querist::expression
