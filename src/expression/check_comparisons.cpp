#include "expression/checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace querist::expression {

namespace {

Typed pair(Op op, Typed left, Typed right, bool negated) {
    Typed out{Type::truth, {.op = op, .negated = negated}};
    out.node.children.reserve(2);
    out.node.children.push_back(std::move(left.node));
    out.node.children.push_back(std::move(right.node));
    return out;
}

}  // namespace

int Checker::position(const Typed& code, std::string_view text, std::size_t at) {
    const auto found = std::ranges::find(*code.codes, text);
    if (found != code.codes->end()) return static_cast<int>(found - code.codes->begin());
    const auto near = nearest(text, *code.codes);
    const bool row = code.type == Type::row;
    reporter_.report(
        "expression.unknown-choice",
        at,
        fmt::format(
            "{} has no {} {}", subject(code.subject).id, row ? "row" : "choice", in_quotes(text)
        ),
        near ? fmt::format("{} is the nearest {}", in_quotes(*near), row ? "row" : "choice")
             : fmt::format("its {} are {}", row ? "rows" : "choices", listed(*code.codes))
    );
    return -1;
}

std::vector<int> Checker::translation(const Typed& from, const Typed& to, const Syntax& syntax) {
    std::vector<int> table;
    table.reserve(from.codes->size());
    bool any = false;
    for (const std::string& code : *from.codes) {
        const auto found = std::ranges::find(*to.codes, code);
        const bool has = found != to.codes->end();
        table.push_back(has ? static_cast<int>(found - to.codes->begin()) : -1);
        any = any || has;
    }
    if (!any) {
        type_problem(
            syntax.sign,
            fmt::format(
                "{} and {} have no code in common", subject(from.subject).id, subject(to.subject).id
            ),
            "compare questions whose choices have the same codes"
        );
    }
    return table;
}

Typed Checker::mismatch(const Syntax& syntax, const Typed& left, const Typed& right) {
    std::string cure = mismatch_cure(left, right, syntax.children[0], syntax.children[1]);
    if (cure.empty()) cure = mismatch_cure(right, left, syntax.children[1], syntax.children[0]);
    return type_problem(
        syntax.sign,
        fmt::format(
            "{} is {}, but {} is {}",
            source(syntax.children[0]),
            described(left),
            source(syntax.children[1]),
            described(right)
        ),
        cure.empty() ? "compare values of the same type" : std::move(cure)
    );
}

Typed Checker::code_equality(const Syntax& syntax, Typed left, Typed right, bool negated) {
    std::size_t at = 1;
    if (!is_code(left.type)) {
        std::swap(left, right);
        at = 0;
    }
    if (!is_code(right.type)) {
        if (right.node.op != Op::text_constant) return mismatch(syntax, left, right);
        const int index = position(left, right.node.text, syntax.children[at].begin);
        if (index < 0) return {};
        Typed out{Type::truth, {.op = Op::code_is, .negated = negated, .index = index}};
        out.node.children.push_back(std::move(left.node));
        return out;
    }
    std::vector<int> table = translation(left, right, syntax);
    Typed out = pair(Op::same_code, std::move(left), std::move(right), negated);
    out.node.table = std::move(table);
    return out;
}

Typed Checker::check_equality(const Syntax& syntax) {
    const bool negated = syntax.text == "!=";
    for (const Syntax& side : syntax.children) {
        if (side.kind != SyntaxKind::list) continue;
        const Typed other = check(syntax.children[&side == &syntax.children[0] ? 1 : 0]);
        if (other.type == Type::broken) return {};
        return type_problem(
            side.begin,
            fmt::format("a list cannot be compared with {}", syntax.text),
            other.type == Type::choices
                ? "ask for each choice with in, and for their number with size"
                : "write question in [\"a\", \"b\"]"
        );
    }
    Typed left = check(syntax.children[0]);
    Typed right = check(syntax.children[1]);
    if (left.type == Type::broken || right.type == Type::broken) return {};
    if (is_number(left.type) && is_number(right.type)) {
        Typed out = pair(Op::compare_numbers, std::move(left), std::move(right), false);
        out.node.comparison = negated ? Comparison::not_equal : Comparison::equal;
        return out;
    }
    const bool code = is_code(left.type) || is_code(right.type);
    const bool words = (is_code(left.type) || left.type == Type::text) &&
                       (is_code(right.type) || right.type == Type::text);
    if (code && words) return code_equality(syntax, std::move(left), std::move(right), negated);
    if (left.type != right.type) return mismatch(syntax, left, right);
    if (left.type == Type::truth) {
        return pair(Op::same_truth, std::move(left), std::move(right), negated);
    }
    if (left.type == Type::text) {
        return pair(Op::same_text, std::move(left), std::move(right), negated);
    }
    return mismatch(syntax, left, right);
}

Typed Checker::check_order(const Syntax& syntax) {
    Typed left = check(syntax.children[0]);
    Typed right = check(syntax.children[1]);
    if (left.type == Type::broken || right.type == Type::broken) return {};
    if (is_number(left.type) && is_number(right.type)) {
        Typed out = pair(Op::compare_numbers, std::move(left), std::move(right), false);
        out.node.comparison = syntax.text == "<"    ? Comparison::less
                              : syntax.text == "<=" ? Comparison::less_equal
                              : syntax.text == ">"  ? Comparison::greater
                                                    : Comparison::greater_equal;
        return out;
    }
    if (is_code(left.type) || is_code(right.type)) {
        const std::size_t at = is_code(left.type) ? 0 : 1;
        const Typed& code = at == 0 ? left : right;
        return type_problem(
            syntax.sign,
            fmt::format(
                "{} is {}, and choices have no order", source(syntax.children[at]), described(code)
            ),
            order_cure(syntax, at, code, at == 0 ? right : left)
        );
    }
    if (left.type == Type::text && right.type == Type::text) {
        return not_supported(
            syntax.sign,
            "the order of texts is left out of this language",
            "compare texts with ==, !=, startsWith, endsWith or contains"
        );
    }
    const bool chain = syntax.children[0].kind == SyntaxKind::binary && left.type == Type::truth;
    if (chain) {
        return type_problem(
            syntax.sign,
            "two comparisons stand in one row",
            "join them with &&: 18 <= age && age < 65"
        );
    }
    return mismatch(syntax, left, right);
}

Typed Checker::check_in(const Syntax& syntax) {
    Typed left = check(syntax.children[0]);
    const Syntax& list = syntax.children[1];
    if (list.kind == SyntaxKind::list) return check_in_list(syntax, std::move(left), list);
    const Typed right = check(list);
    if (left.type == Type::broken || right.type == Type::broken) return {};
    if (right.type == Type::choices) return check_in_choices(syntax, std::move(left), right);
    return type_problem(
        list.begin,
        fmt::format("{} is {}, not a list", source(list), described(right)),
        in_cure(syntax, left, right)
    );
}

Typed Checker::check_in_choices(const Syntax& syntax, Typed left, const Typed& right) {
    if (left.node.op == Op::text_constant) {
        Typed choices = right;
        choices.type = Type::code;
        const int index = position(choices, left.node.text, syntax.children[0].begin);
        if (index < 0) return {};
        return {Type::truth, {.op = Op::chosen, .subject = right.subject, .index = index}};
    }
    if (!is_code(left.type)) {
        return type_problem(
            syntax.children[0].begin,
            fmt::format(
                "{} is {}, not a choice of {}",
                source(syntax.children[0]),
                described(left),
                subject(right.subject).id
            ),
            fmt::format("name a choice in quotes: {}", listed(*right.codes))
        );
    }
    Typed out{Type::truth, {.op = Op::code_chosen, .subject = right.subject}};
    out.node.table = translation(left, right, syntax);
    out.node.children.push_back(std::move(left.node));
    return out;
}

Typed Checker::check_code_list(Typed left, const Syntax& list) {
    Typed out{Type::truth, {.op = Op::code_in}};
    out.node.table.assign(left.codes->size(), 0);
    for (const Syntax& item : list.children) {
        const Typed one = check(item);
        if (one.type == Type::broken) continue;
        if (one.node.op != Op::text_constant) {
            type_problem(
                item.begin,
                fmt::format("{} is not a choice in quotes", source(item)),
                fmt::format("its choices are {}", listed(*left.codes))
            );
            continue;
        }
        const int index = position(left, one.node.text, item.begin);
        if (index >= 0) out.node.table[static_cast<std::size_t>(index)] = 1;
    }
    out.node.children.push_back(std::move(left.node));
    return out;
}

Typed Checker::check_in_list(const Syntax& syntax, Typed left, const Syntax& list) {
    if (list.children.empty()) {
        return type_problem(list.begin, "the list is empty", "list at least one value");
    }
    if (is_code(left.type)) return check_code_list(std::move(left), list);
    const bool text = left.type == Type::text;
    const bool usable = text || is_number(left.type);
    Typed out{Type::truth, {.op = text ? Op::text_in : Op::number_in}};
    for (const Syntax& item : list.children) {
        Typed one = check(item);
        if (one.type == Type::broken || !usable) continue;
        const Op op = one.node.op;
        const bool fits = text ? op == Op::text_constant
                               : op == Op::integer_constant || op == Op::number_constant;
        if (!fits) {
            type_problem(
                item.begin,
                fmt::format("{} is not {}", source(item), text ? "a text in quotes" : "a number"),
                "list constants of the same type as what stands before in"
            );
        }
        out.node.children.push_back(std::move(one.node));
    }
    if (left.type == Type::broken) return {};
    if (!usable) {
        return type_problem(
            syntax.children[0].begin,
            fmt::format(
                "{} is {} and cannot be in a list", source(syntax.children[0]), described(left)
            ),
            left.type == Type::choices
                ? fmt::format(
                      "ask for each choice: {}", each_chosen(list, source(syntax.children[0]))
                  )
                : "compare it as it stands"
        );
    }
    out.node.children.insert(out.node.children.begin(), std::move(left.node));
    return out;
}

}  // namespace querist::expression
