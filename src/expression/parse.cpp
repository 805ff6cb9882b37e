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

Parsed parse(std::string_view text, std::span<const Subject> subjects, const Place& place) {
    Reporter reporter(text, place);
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
        return {.expression = {}, .problems = reporter.take()};
    }
    if (const auto invalid = first_invalid_utf8(text)) {
        reporter.report(
            "expression.syntax",
            0,
            fmt::format("byte {} of the condition is not UTF-8", *invalid),
            "save the file as UTF-8"
        );
        return {.expression = {}, .problems = reporter.take()};
    }
    const Syntax syntax = syntax_of(tokens_of(text, reporter), reporter);
    Checker checker(subjects, reporter);
    // What an unclosed bracket swallowed stands in a wrong place: its names and types say nothing.
    if (reporter.is_unclosed()) return {.expression = {}, .problems = reporter.take()};
    Node node = checker.condition(syntax);
    if (!reporter.empty()) return {.expression = {}, .problems = reporter.take()};
    return {
        .expression = Expression(
            std::make_shared<const Node>(std::move(node)),
            std::string(text),
            checker.take_references()
        ),
        .problems = {}
    };
}

Expression conjunction(const Expression& a, const Expression& b) {
    std::vector<Reference> references = a.references();
    references.insert(references.end(), b.references().begin(), b.references().end());
    return Expression(
        std::make_shared<const Node>(joined(Op::all_of, {a.node(), b.node()})),
        fmt::format("({}) && ({})", a.text(), b.text()),
        std::move(references)
    );
}

}  // namespace querist::expression
