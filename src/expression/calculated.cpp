#include "expression/calculated.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace querist::expression {

namespace {

/// Values of values of values double with each step; beyond this, names stay.
constexpr std::size_t nodes_max = 4096;

Node unknown_truth() {
    Node node = node_of(Op::compare_numbers, {unknown_number(), unknown_number()});
    node.comparison = Comparison::equal;
    return node;
}

Node unknown_text() {
    const Node none{.op = Op::text_constant};
    return node_of(Op::conditional, {unknown_truth(), none, none});
}

Node unknown(ResultType type) {
    switch (type) {
        case ResultType::truth:
            return unknown_truth();
        case ResultType::whole:
        case ResultType::number:
            return unknown_number();
        case ResultType::text:
            return unknown_text();
    }
    return {};
}

/// The whole number that comes out of one branch is a decimal outside all the same.
Node as_decimal(Node value) {
    if (value.op != Op::conditional) return value;
    return node_of(Op::multiply, {std::move(value), {.op = Op::number_constant, .number = 1}});
}

/// Whether a text is one of the wanted codes: the condition of its branches with truths at the end.
Node text_among(const Node& text, const auto& wanted) {
    if (text.op != Op::conditional) {
        return {.op = Op::truth_constant, .index = wanted(text.text) ? 1 : 0};
    }
    return node_of(
        Op::conditional,
        {text.children[0],
         text_among(text.children[1], wanted),
         text_among(text.children[2], wanted)}
    );
}

class Inlining {
public:
    explicit Inlining(std::span<const Answerable> answerable) : answerable_(answerable) {}

    Node in(const Node& node) {
        ++nodes_;
        if (const Calculation* of = code_calculation(node)) return code_test(node, *of);
        if (const Calculation* of = calculation(node)) return value_of(node.subject, *of);
        Node result = node;
        for (Node& child : result.children) child = in(child);
        return result;
    }

private:
    [[nodiscard]] const Calculation* calculation_of(int subject) const {
        const auto position = static_cast<std::size_t>(subject);
        if (subject < 0 || position >= answerable_.size() || nodes_ > nodes_max) return nullptr;
        const auto& calculation = answerable_[position].calculation;
        return calculation ? &*calculation : nullptr;
    }

    [[nodiscard]] const Calculation* calculation(const Node& node) const {
        const bool named = node.op == Op::truth_subject || node.op == Op::integer_subject ||
                           node.op == Op::number_subject || node.op == Op::text_subject;
        return named ? calculation_of(node.subject) : nullptr;
    }

    [[nodiscard]] const Calculation* code_calculation(const Node& node) const {
        const bool tests = node.op == Op::code_is || node.op == Op::code_in;
        if (!tests || node.children[0].op != Op::code_subject) return nullptr;
        return calculation_of(node.children[0].subject);
    }

    /// Where its page is not shown, nothing is computed.
    Node where_computed(int subject, Node value, ResultType type) {
        const auto& asked = answerable_[static_cast<std::size_t>(subject)].asked_when;
        if (!asked) return value;
        return node_of(Op::conditional, {in(asked->node()), std::move(value), unknown(type)});
    }

    Node value_of(int subject, const Calculation& of) {
        Node value = in(of.value.node());
        if (of.type == ResultType::number) value = as_decimal(std::move(value));
        return where_computed(subject, std::move(value), of.type);
    }

    Node code_test(const Node& node, const Calculation& of) {
        const auto wanted = [&](const std::string& code) {
            const auto found = std::ranges::find(of.codes, code);
            const auto position = static_cast<std::size_t>(found - of.codes.begin());
            if (node.op == Op::code_in) {
                return position < node.table.size() && node.table[position] != 0;
            }
            return (position == static_cast<std::size_t>(node.index)) != node.negated;
        };
        Node test = text_among(in(of.value.node()), wanted);
        return where_computed(node.children[0].subject, std::move(test), ResultType::truth);
    }

    std::span<const Answerable> answerable_;
    std::size_t nodes_ = 0;
};

void inline_all(
    std::vector<std::optional<Expression>>& conditions, std::span<const Answerable> answerable
) {
    for (std::optional<Expression>& one : conditions) {
        if (one) one = with_calculations(*one, answerable);
    }
}

void add_texts(const Node& node, ResultTexts& found) {
    if (node.op == Op::text_constant) {
        found.texts.push_back(node.text);
    } else if (node.op == Op::conditional) {
        add_texts(node.children[1], found);
        add_texts(node.children[2], found);
    } else {
        found.only = false;
    }
}

}  // namespace

bool any_calculated(std::span<const Answerable> answerable) {
    return std::ranges::any_of(answerable, [](const Answerable& one) {
        return one.calculation.has_value();
    });
}

Expression with_calculations(const Expression& condition, std::span<const Answerable> answerable) {
    return Expression(
        std::make_shared<const Node>(Inlining(answerable).in(condition.node())),
        condition.text(),
        condition.references()
    );
}

std::vector<Answerable> with_calculations(std::span<const Answerable> answerable) {
    std::vector<Answerable> all(answerable.begin(), answerable.end());
    for (Answerable& one : all) {
        if (one.asked_when) one.asked_when = with_calculations(*one.asked_when, answerable);
        inline_all(one.offered_when, answerable);
        inline_all(one.row_offered_when, answerable);
    }
    return all;
}

ResultTexts result_texts(const Expression& value) {
    ResultTexts found;
    add_texts(value.node(), found);
    return found;
}

}  // namespace querist::expression
