#include "expression/checker.hpp"
#include "expression/expression.hpp"
#include "expression/node.hpp"
#include "expression/syntax.hpp"

#include <fmt/format.h>

#include <utility>

namespace querist::expression {

Expression::Expression(
    std::shared_ptr<const Node> node, std::string text, std::vector<Reference> references
)
    : node_(std::move(node)), text_(std::move(text)), references_(std::move(references)) {}

namespace {

/// Whether the text can be read at all; reported otherwise.
bool is_readable(std::string_view text, Reporter& reporter) {
    if (text.size() > limits::condition_bytes_max) {
        reporter.report(
            "expression.too-long",
            0,
            fmt::format(
                "the condition has {} bytes; at most {} are read",
                text.size(),
                limits::condition_bytes_max
            ),
            "split it over several questions or pages"
        );
        return false;
    }
    if (const auto invalid = first_invalid_utf8(text)) {
        reporter.report(
            "expression.syntax",
            0,
            fmt::format("byte {} of the condition is not UTF-8", *invalid),
            "save the file as UTF-8"
        );
        return false;
    }
    return true;
}

/// What `read` makes of the text's tree, or nothing once anything is reported.
template <class Read>
std::optional<Expression> read_text(
    std::string_view text, std::span<const Subject> subjects, Reporter& reporter, const Read& read
) {
    if (!is_readable(text, reporter)) return std::nullopt;
    const Syntax syntax = syntax_of(tokens_of(text, reporter), reporter);
    Checker checker(subjects, reporter);
    // What an unclosed bracket swallowed stands in a wrong place: its names and types say nothing.
    if (reporter.is_unclosed()) return std::nullopt;
    Node node = read(checker, syntax);
    if (!reporter.empty()) return std::nullopt;
    return Expression(
        std::make_shared<const Node>(std::move(node)), std::string(text), checker.take_references()
    );
}

ResultType result_type(Type type) {
    if (type == Type::truth) return ResultType::truth;
    if (type == Type::text) return ResultType::text;
    return type == Type::integer ? ResultType::whole : ResultType::number;
}

Expression both(Op op, const char* sign, const Expression& a, const Expression& b) {
    std::vector<Reference> references = a.references();
    references.insert(references.end(), b.references().begin(), b.references().end());
    return Expression(
        std::make_shared<const Node>(joined(op, {a.node(), b.node()})),
        fmt::format("({}) {} ({})", a.text(), sign, b.text()),
        std::move(references)
    );
}

}  // namespace

Parsed parse(std::string_view text, std::span<const Subject> subjects, const Place& place) {
    Reporter reporter(text, place);
    std::optional<Expression> condition =
        read_text(text, subjects, reporter, [](Checker& checker, const Syntax& syntax) {
            return checker.condition(syntax);
        });
    return {.expression = std::move(condition), .problems = reporter.take()};
}

ParsedValue parse_value(
    std::string_view text, std::span<const Subject> subjects, const Place& place
) {
    Reporter reporter(text, place);
    ResultType type = ResultType::truth;
    std::optional<Expression> value =
        read_text(text, subjects, reporter, [&](Checker& checker, const Syntax& syntax) {
            Typed typed = checker.value(syntax);
            type = result_type(typed.type);
            return std::move(typed.node);
        });
    ParsedValue parsed{.calculation = {}, .problems = reporter.take()};
    if (value) parsed.calculation = Calculation{*std::move(value), type};
    return parsed;
}

Expression conjunction(const Expression& a, const Expression& b) {
    return both(Op::all_of, "&&", a, b);
}

Expression disjunction(const Expression& a, const Expression& b) {
    return both(Op::any_of, "||", a, b);
}

}  // namespace querist::expression
