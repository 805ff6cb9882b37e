// Several numbers or truths as one: math.least, math.greatest, sum, mean, count. Each is short for
// what could be written without it, and becomes that: whoever evaluates, prints or describes the
// tree needs to know nothing of them. So that a tree stays about as large as its text, what would
// stand in it several times must be a question or a number.

#include "expression/checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace querist::expression {

Node node_of(Op op, std::vector<Node> children) {
    Node node{.op = op};
    node.children = std::move(children);
    return node;
}

Node unknown_number() {
    const Node zero{.op = Op::integer_constant, .integer = 0};
    return node_of(Op::divide, {zero, zero});
}

namespace {

constexpr std::size_t arguments_max = 32;

bool is_question(const Typed& typed) {
    return typed.node.op == Op::integer_subject || typed.node.op == Op::number_subject;
}

bool is_constant(const Typed& typed) {
    return typed.node.op == Op::integer_constant || typed.node.op == Op::number_constant;
}

Node whole(std::int64_t value) { return {.op = Op::integer_constant, .integer = value}; }

Node either(Node condition, Node yes, Node no) {
    return node_of(Op::conditional, {std::move(condition), std::move(yes), std::move(no)});
}

Node answered(const Node& question) { return {.op = Op::answered, .subject = question.subject}; }

/// `add` of all, from the left.
Node added(std::vector<Node> parts) {
    Node total = std::move(parts.front());
    for (std::size_t i = 1; i < parts.size(); ++i) {
        total = node_of(Op::add, {std::move(total), std::move(parts[i])});
    }
    return total;
}

/// The first that is not beyond any after it, else the same of those: unknown when any is.
Node extreme(const std::vector<Typed>& among, Comparison within) {
    Node result = among.back().node;
    for (std::size_t i = among.size() - 1; i-- > 0;) {
        std::vector<Node> comparisons;
        comparisons.reserve(among.size());
        for (std::size_t j = i + 1; j < among.size(); ++j) {
            Node compare = node_of(Op::compare_numbers, {among[i].node, among[j].node});
            compare.comparison = within;
            comparisons.push_back(std::move(compare));
        }
        Node least = comparisons.size() == 1 ? std::move(comparisons.front())
                                             : joined(Op::all_of, std::move(comparisons));
        result = either(std::move(least), among[i].node, std::move(result));
    }
    return result;
}

Type common_type(const std::vector<Typed>& parts) {
    const bool whole =
        std::ranges::all_of(parts, [](const Typed& one) { return one.type == Type::integer; });
    return whole ? Type::integer : Type::number;
}

}  // namespace

bool Checker::is_extreme(const Syntax& syntax) const {
    const Syntax& receiver = syntax.children[0];
    const bool named = syntax.text == "least" || syntax.text == "greatest";
    return named && receiver.kind == SyntaxKind::name && receiver.text == "math" &&
           std::ranges::find(subjects_, receiver.text, &Subject::id) == subjects_.end();
}

/// The numbers from argument `first` on, each of them a question or, with `constants`, a number;
/// reported and absent otherwise.
std::optional<std::vector<Typed>> Checker::number_arguments(
    const Syntax& syntax, std::size_t first, bool constants
) {
    const std::string name = (constants ? "math." : "") + syntax.text;
    const std::size_t count = syntax.children.size() - first;
    if (count < 2 || count > arguments_max) {
        for (std::size_t i = first; i < syntax.children.size(); ++i) check(syntax.children[i]);
        reporter_.report(
            "expression.syntax",
            syntax.sign,
            fmt::format("{} takes from 2 to {} arguments", name, arguments_max),
            fmt::format("write {}(a, b)", name)
        );
        return std::nullopt;
    }
    std::vector<Typed> numbers;
    numbers.reserve(count);
    for (std::size_t i = first; i < syntax.children.size(); ++i) {
        Typed one = check(syntax.children[i]);
        if (one.type == Type::broken) return std::nullopt;
        if (!is_question(one) && !(constants && is_constant(one))) {
            type_problem(
                syntax.children[i].begin,
                is_number(one.type)
                    ? fmt::format("{} is computed itself", source(syntax.children[i]))
                    : fmt::format("{} is {}", source(syntax.children[i]), described(one)),
                fmt::format(
                    "{} takes questions that are answered with a number{}; what is computed can be "
                    "a calculated value of its own",
                    name,
                    constants ? ", and numbers" : ""
                )
            );
            return std::nullopt;
        }
        numbers.push_back(std::move(one));
    }
    return numbers;
}

Typed Checker::check_extreme(const Syntax& syntax) {
    const auto numbers = number_arguments(syntax, 1, true);
    if (!numbers) return {};
    const Comparison within =
        syntax.text == "least" ? Comparison::less_equal : Comparison::greater_equal;
    return {common_type(*numbers), extreme(*numbers, within)};
}

/// sum(a, b): those that are answered; unknown when none is. mean(a, b): likewise, by their number.
Typed Checker::check_aggregate(const Syntax& syntax) {
    const auto numbers = number_arguments(syntax, 0, false);
    if (!numbers) return {};
    std::vector<Node> any;
    std::vector<Node> parts;
    std::vector<Node> ones;
    for (const Typed& one : *numbers) {
        any.push_back(answered(one.node));
        parts.push_back(either(answered(one.node), one.node, whole(0)));
        ones.push_back(either(answered(one.node), whole(1), whole(0)));
    }
    Node total = added(std::move(parts));
    Type type = common_type(*numbers);
    if (syntax.text == "mean") {
        Node decimal =
            node_of(Op::multiply, {std::move(total), {.op = Op::number_constant, .number = 1}});
        total = node_of(Op::divide, {std::move(decimal), added(std::move(ones))});
        type = Type::number;
    }
    return {type, either(joined(Op::any_of, std::move(any)), std::move(total), unknown_number())};
}

/// count(p, q): how many are yes; unknown when any is.
Typed Checker::check_count(const Syntax& syntax) {
    if (syntax.children.empty()) {
        reporter_.report(
            "expression.syntax",
            syntax.sign,
            "count takes what may be yes or no",
            "write count(a == \"x\", b == \"y\")"
        );
        return {};
    }
    std::vector<Node> ones;
    ones.reserve(syntax.children.size());
    for (const Syntax& child : syntax.children) {
        ones.push_back(either(truth_of(child), whole(1), whole(0)));
    }
    return {Type::integer, added(std::move(ones))};
}

}  // namespace querist::expression
