#pragma once

// What an author wrote, before names and types are looked at: tokens and the tree of them.

#include "core/core.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace querist::expression {

/// Collects problems of one text and knows where its bytes are in the file.
class Reporter {
public:
    Reporter(std::string_view text, const Place& place) : text_(text), place_(place) {}

    /// Keeps the first problem at an offset; what follows from it would only confuse.
    void report(std::string code, std::size_t offset, std::string message, std::string cure);
    [[nodiscard]] Place place_at(std::size_t offset) const;
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] bool empty() const { return problems_.empty(); }

    /// A bracket is not closed: what stands after it is in another place than was meant.
    void note_unclosed() { unclosed_ = true; }
    [[nodiscard]] bool is_unclosed() const { return unclosed_; }

    /// In order of place.
    [[nodiscard]] std::vector<Problem> take();

private:
    std::string_view text_;
    Place place_;
    std::vector<std::pair<std::size_t, Problem>> problems_;
    bool unclosed_ = false;
};

enum class TokenKind : std::uint8_t {
    end,
    integer,
    decimal,
    text,
    word,
    sign,
    broken  ///< Reported already.
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::size_t begin = 0;  ///< Bytes.
    std::size_t end = 0;
    std::string text = {};  ///< word, sign: as read; text: without quotes and escapes.
    std::int64_t integer = 0;
    double number = 0;
};

/// All tokens, the last of them `end`. What cannot be a token is reported and left out, or read as
/// what the author must have meant (`=` as `==`).
[[nodiscard]] std::vector<Token> tokens_of(std::string_view text, Reporter& reporter);

enum class SyntaxKind : std::uint8_t {
    broken,  ///< Reported already.
    truth,   ///< integer: 0 or 1
    integer,
    decimal,
    text,
    name,         ///< text
    list,         ///< children
    unary,        ///< text: the sign; children: 1
    binary,       ///< text: the sign; children: 2, or more for && and ||
    conditional,  ///< children: 3
    select,       ///< children: 1; text: what stands after the dot
    index,        ///< children: 2
    call,         ///< text: function; children: arguments
    method        ///< text: function; children: receiver, then arguments
};

struct Syntax {
    SyntaxKind kind = SyntaxKind::broken;
    std::size_t begin = 0;  ///< Bytes; of what the author wrote, without parentheses around it.
    std::size_t end = 0;
    std::size_t sign = 0;  ///< Where the operator, selected name or function name stands.
    std::size_t height = 1;
    bool parenthesized = false;
    std::string text = {};
    std::int64_t integer = 0;
    double number = 0;
    std::vector<Syntax> children = {};
};

/// Reads tokens as one expression. Problems go to `reporter`; what was broken is in the tree.
[[nodiscard]] Syntax syntax_of(const std::vector<Token>& tokens, Reporter& reporter);

}  // namespace querist::expression
