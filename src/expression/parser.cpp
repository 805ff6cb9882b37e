#include "expression/syntax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace querist::expression {

namespace {

// Binding powers, loosest first, as in CEL's grammar.
enum class Binding : int {
    none,
    conditional,
    either,
    both,
    relation,
    sum,
    product,
    prefix,
    postfix
};

Binding power_of(const Token& token) {
    if (token.kind == TokenKind::word) {
        const std::string word = lower_case(token.text);
        if (word == "in") return Binding::relation;
        if (word == "and") return Binding::both;
        if (word == "or") return Binding::either;
        return Binding::none;
    }
    if (token.kind != TokenKind::sign) return Binding::none;
    static constexpr std::array<std::pair<std::string_view, Binding>, 18> powers = {{
        {"?", Binding::conditional},
        {"||", Binding::either},
        {"&&", Binding::both},
        {"==", Binding::relation},
        {"!=", Binding::relation},
        {"<", Binding::relation},
        {"<=", Binding::relation},
        {">", Binding::relation},
        {">=", Binding::relation},
        {"+", Binding::sum},
        {"-", Binding::sum},
        {"*", Binding::product},
        {"/", Binding::product},
        {"%", Binding::product},
        {".", Binding::postfix},
        {"[", Binding::postfix},
        {"(", Binding::postfix},
        {"", Binding::none},
    }};
    for (const auto& [sign, power] : powers) {
        if (token.text == sign) return power;
    }
    return Binding::none;
}

class Parser {
public:
    Parser(const std::vector<Token>& tokens, Reporter& reporter)
        : tokens_(tokens), reporter_(reporter) {}

    Syntax run() {
        if (peek().kind == TokenKind::end) {
            if (reporter_.empty()) {
                syntax(peek(), "the condition is empty", "write a condition, such as uses_onnx");
            }
            return {};
        }
        Syntax whole = expression(Binding::none);
        while (peek().kind != TokenKind::end && !too_deep_) {
            unexpected_rest();
            if (peek().kind == TokenKind::end) break;
            whole = broken(std::move(whole), expression(Binding::none));
        }
        return whole;
    }

private:
    [[nodiscard]] const Token& peek() const { return tokens_[at_]; }
    const Token& take() {
        const Token& token = tokens_[at_];
        if (at_ + 1 < tokens_.size()) ++at_;
        return token;
    }
    [[nodiscard]] bool at_sign(std::string_view sign) const {
        return peek().kind == TokenKind::sign && peek().text == sign;
    }
    bool accept(std::string_view sign) {
        if (!at_sign(sign)) return false;
        take();
        return true;
    }
    [[nodiscard]] std::string shown(const Token& token) const {
        if (token.kind == TokenKind::end) return "the end";
        return std::string(reporter_.text().substr(token.begin, token.end - token.begin));
    }

    void syntax(const Token& token, std::string message, std::string cure) {
        reporter_.report("expression.syntax", token.begin, std::move(message), std::move(cure));
    }
    void expect(std::string_view sign, std::string_view opener) {
        if (accept(sign)) return;
        if (too_deep_) return;
        reporter_.note_unclosed();
        syntax(
            peek(),
            fmt::format("{} is missing before {}", sign, shown(peek())),
            fmt::format("close the {} with {}", opener, sign)
        );
    }

    // Both sides are checked for names and types although what joins them is missing.
    static Syntax broken(Syntax left, Syntax right) {
        Syntax out{.kind = SyntaxKind::broken, .begin = left.begin, .end = right.end};
        out.height = std::max(left.height, right.height) + 1;
        out.children.push_back(std::move(left));
        out.children.push_back(std::move(right));
        return out;
    }

    void unexpected_rest() {
        const Token& token = peek();
        if (token.kind == TokenKind::sign) {
            syntax(
                token,
                fmt::format("{} is not expected here", shown(token)),
                "take it out, or complete what stands before it"
            );
            take();
        } else {
            syntax(
                token,
                fmt::format("an operator is missing before {}", shown(token)),
                "join two conditions with && or ||, compare two values with == or !="
            );
        }
    }

    bool deeper(std::size_t depth, std::size_t offset) {
        if (depth <= limits::condition_depth_max) return false;
        if (!too_deep_) {
            reporter_.report(
                "expression.too-deep",
                offset,
                fmt::format(
                    "the condition is nested deeper than {} levels", limits::condition_depth_max
                ),
                "split it over several questions or pages, or take superfluous parentheses out"
            );
        }
        too_deep_ = true;
        at_ = tokens_.size() - 1;
        return true;
    }

    Syntax expression(Binding power_min) {
        if (deeper(++depth_, peek().begin)) {
            --depth_;
            return {};
        }
        Syntax left = prefix_expression();
        for (;;) {
            const Binding power = power_of(peek());
            if (power == Binding::none || power <= power_min) break;
            left = power == Binding::postfix ? postfix_expression(std::move(left))
                                             : infix_expression(std::move(left), power);
            if (deeper(left.height, left.begin)) left = {};
        }
        --depth_;
        return left;
    }

    Syntax leaf(SyntaxKind kind, const Token& token) {
        return {
            .kind = kind,
            .begin = token.begin,
            .end = token.end,
            .sign = token.begin,
            .text = token.text,
            .integer = token.integer,
            .number = token.number
        };
    }

    Syntax prefix_expression() {
        const Token& token = peek();
        switch (token.kind) {
            case TokenKind::integer:
                return leaf(SyntaxKind::integer, take());
            case TokenKind::decimal:
                return leaf(SyntaxKind::decimal, take());
            case TokenKind::text:
                return leaf(SyntaxKind::text, take());
            case TokenKind::word:
                return word();
            case TokenKind::broken:
                return leaf(SyntaxKind::broken, take());
            case TokenKind::end:
                return missing_value();
            case TokenKind::sign:
                break;
        }
        if (token.text == "(") return parentheses();
        if (token.text == "[") return list();
        if (token.text == "!" || token.text == "-") {
            take();
            Syntax operand = expression(Binding::product);
            Syntax out{
                .kind = SyntaxKind::unary,
                .begin = token.begin,
                .end = operand.end,
                .sign = token.begin,
                .height = operand.height + 1,
                .text = token.text
            };
            out.children.push_back(std::move(operand));
            return out;
        }
        return missing_value();
    }

    // Nothing is taken: the token may well close what surrounds the missing value.
    Syntax missing_value() {
        const Token& token = peek();
        const bool closes = token.kind == TokenKind::end || token.text == ")" ||
                            token.text == "]" || token.text == "," || token.text == ":";
        syntax(
            token,
            fmt::format("a value is missing before {}", shown(token)),
            "write a question's id, a number, a text in quotes, or something in parentheses"
        );
        if (!closes && power_of(token) == Binding::none) take();
        return {.kind = SyntaxKind::broken, .begin = token.begin, .end = token.begin};
    }

    Syntax word() {
        const Token& token = take();
        if (token.text == "true" || token.text == "false") {
            Syntax out = leaf(SyntaxKind::truth, token);
            out.integer = token.text == "true" ? 1 : 0;
            return out;
        }
        const bool operand = peek().kind != TokenKind::end &&
                             (power_of(peek()) == Binding::none || at_sign("(") || at_sign("["));
        if (lower_case(token.text) == "not" && operand) {
            syntax(token, "not is no operator of this language", "write !");
            return expression(Binding::product);
        }
        if (token.text == "null") {
            reporter_.report(
                "expression.not-supported",
                token.begin,
                "null is left out of this language",
                "ask whether a question has an answer with answered(question)"
            );
            return {.kind = SyntaxKind::broken, .begin = token.begin, .end = token.end};
        }
        return leaf(SyntaxKind::name, token);
    }

    Syntax parentheses() {
        take();
        Syntax inner = expression(Binding::none);
        expect(")", "parenthesis");
        inner.parenthesized = true;
        return inner;
    }

    std::vector<Syntax> items(std::string_view closing, std::string_view opener) {
        std::vector<Syntax> out;
        if (!at_sign(closing)) {
            do out.push_back(expression(Binding::none));
            while (accept(","));
        }
        expect(closing, opener);
        return out;
    }

    Syntax with_children(Syntax node, std::vector<Syntax> children) {
        for (const Syntax& child : children) node.height = std::max(node.height, child.height + 1);
        node.end = tokens_[at_ > 0 ? at_ - 1 : 0].end;
        node.children = std::move(children);
        return node;
    }

    Syntax list() {
        const Token& token = take();
        Syntax out{.kind = SyntaxKind::list, .begin = token.begin, .sign = token.begin};
        return with_children(std::move(out), items("]", "list"));
    }

    Syntax infix_expression(Syntax left, Binding power) {
        const Token& token = take();
        if (power == Binding::conditional) return conditional_expression(std::move(left), token);
        std::string sign = token.text;
        if (token.kind == TokenKind::word && sign != "in") {
            const std::string word = lower_case(sign);
            const std::string_view meant = word == "and" ? "&&" : word == "or" ? "||" : "in";
            syntax(
                token,
                fmt::format("{} is no operator of this language", sign),
                fmt::format("write {}", meant)
            );
            sign = meant;
        }
        Syntax right = expression(power);
        const bool chain = (sign == "&&" || sign == "||") && left.kind == SyntaxKind::binary &&
                           left.text == sign && !left.parenthesized;
        if (chain) {  // one node with many operands: long conditions are not deep ones
            left.height = std::max(left.height, right.height + 1);
            left.end = right.end;
            left.children.push_back(std::move(right));
            return left;
        }
        Syntax out{
            .kind = SyntaxKind::binary,
            .begin = left.begin,
            .end = right.end,
            .sign = token.begin,
            .height = std::max(left.height, right.height) + 1,
            .text = std::move(sign)
        };
        out.children.reserve(2);
        out.children.push_back(std::move(left));
        out.children.push_back(std::move(right));
        return out;
    }

    Syntax conditional_expression(Syntax condition, const Token& token) {
        Syntax out{.kind = SyntaxKind::conditional, .begin = condition.begin, .sign = token.begin};
        std::vector<Syntax> children;
        children.push_back(std::move(condition));
        children.push_back(expression(Binding::conditional));
        if (!accept(":") && !too_deep_) {
            syntax(
                peek(),
                fmt::format(": is missing before {}", shown(peek())),
                "write both results: condition ? when it holds : when it does not"
            );
            return broken(std::move(children[0]), std::move(children[1]));
        }
        children.push_back(expression(Binding::none));
        return with_children(std::move(out), std::move(children));
    }

    Syntax postfix_expression(Syntax left) {
        const Token& token = take();
        std::vector<Syntax> children;
        if (token.text == "(") return call(std::move(left), token);
        if (token.text == "[") {
            Syntax out{.kind = SyntaxKind::index, .begin = left.begin, .sign = token.begin};
            children.push_back(std::move(left));
            children.push_back(expression(Binding::none));
            expect("]", "index");
            return with_children(std::move(out), std::move(children));
        }
        if (peek().kind != TokenKind::word) {
            syntax(
                peek(),
                fmt::format("a name is missing before {}", shown(peek())),
                "write the row of a grid after the dot, or grid[\"row\"]"
            );
            return broken(std::move(left), {});
        }
        const Token& name = take();
        Syntax out{
            .kind = SyntaxKind::select, .begin = left.begin, .sign = name.begin, .text = name.text
        };
        children.push_back(std::move(left));
        return with_children(std::move(out), std::move(children));
    }

    Syntax call(Syntax function, const Token& opener) {
        std::vector<Syntax> arguments = items(")", "call");
        const bool named = function.kind == SyntaxKind::name && !function.parenthesized;
        if (!named && function.kind != SyntaxKind::select) {
            syntax(
                opener,
                "only functions can be called",
                "take the parentheses out, or put an operator before them"
            );
            Syntax out{.kind = SyntaxKind::broken, .begin = function.begin};
            return with_children(std::move(out), std::move(arguments));
        }
        Syntax out{
            .kind = named ? SyntaxKind::call : SyntaxKind::method,
            .begin = function.begin,
            .sign = function.sign,
            .text = function.text
        };
        if (!named) arguments.insert(arguments.begin(), std::move(function.children[0]));
        return with_children(std::move(out), std::move(arguments));
    }

    const std::vector<Token>& tokens_;
    Reporter& reporter_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    bool too_deep_ = false;
};

}  // namespace

Syntax syntax_of(const std::vector<Token>& tokens, Reporter& reporter) {
    return Parser(tokens, reporter).run();
}

}  // namespace querist::expression
