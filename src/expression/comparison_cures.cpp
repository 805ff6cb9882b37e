// What an author should write instead of a comparison that cannot be: with the names at hand, so
// that it can be copied.

#include "expression/checker.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::expression {

namespace {

std::string first_quoted(const std::vector<std::string>& list) {
    return list.empty() ? "\"…\"" : in_quotes(list.front());
}

}  // namespace

/// The first row of a grid as a condition names it.
std::string Checker::row_of(const Typed& grid, std::string_view source) const {
    const std::vector<std::string>& rows = subject(grid.subject).rows;
    if (!rows.empty() && is_identifier(rows.front())) {
        return fmt::format("{}.{}", source, rows.front());
    }
    return fmt::format("{}[{}]", source, first_quoted(rows));
}

/// Empty when `one` has nothing to say about being compared with `other`.
std::string Checker::mismatch_cure(
    const Typed& one, const Typed& other, const Syntax& one_syntax, const Syntax& other_syntax
) const {
    const std::string text = source(one_syntax);
    const std::string against = source(other_syntax);
    const bool literal = other.node.op == Op::text_constant;
    if (one.type == Type::choices) {
        if (other.type == Type::text || is_code(other.type)) {
            return fmt::format("ask whether it was chosen: {} in {}", against, text);
        }
        return fmt::format("compare the number of choices: size({})", text);
    }
    if (one.type == Type::grid) {
        const std::string wanted = literal ? against : first_quoted(subject(one.subject).codes);
        return fmt::format(
            "compare one row, {} == {}, or ask for any: {}.exists(row, {}[row] == {})",
            row_of(one, text),
            wanted,
            text,
            text,
            wanted
        );
    }
    if (one.type == Type::presence) return presence_cure(one_syntax);
    if (one.type == Type::truth && literal) {
        return fmt::format("write {} for yes and !{} for no", text, text);
    }
    if (is_number(one.type) && literal) return "write the number without quotes";
    if (is_code(one.type) && is_number(other.type)) {
        return fmt::format("write a choice in quotes: {}", listed(*one.codes));
    }
    return {};
}

/// What can be asked of an answer that conditions do not look into.
std::string Checker::presence_cure(const Syntax& syntax) const {
    return fmt::format("ask whether there is one: answered({})", source(syntax));
}

/// The codes that an author must mean who takes the list for an order.
std::string Checker::order_cure(
    const Syntax& syntax, std::size_t side, const Typed& code, const Typed& other
) const {
    const std::string name = source(syntax.children[side]);
    const auto found = std::ranges::find(*code.codes, other.node.text);
    const bool known = other.node.op == Op::text_constant && found != code.codes->end();
    const bool upwards = (syntax.text[0] == '>') == (side == 0);
    const bool itself = syntax.text.size() == 2;
    std::string list;
    for (auto one = code.codes->begin(); known && one != code.codes->end(); ++one) {
        const bool wanted = one == found ? itself : (one > found) == upwards;
        if (!wanted) continue;
        if (!list.empty()) list += ", ";
        list += in_quotes(*one);
    }
    if (list.empty()) list = first_quoted(*code.codes) + ", …";
    return fmt::format("list what is meant: {} in [{}]", name, list);
}

std::string Checker::in_cure(const Syntax& syntax, const Typed& left, const Typed& right) const {
    const std::string one = source(syntax.children[0]);
    const std::string list = source(syntax.children[1]);
    if (right.type == Type::presence) return presence_cure(syntax.children[1]);
    if (right.type == Type::code) {
        return fmt::format("{} takes one choice: {} == {}", list, list, one);
    }
    if (right.type == Type::grid) {
        const std::vector<std::string>& rows = subject(right.subject).rows;
        const bool row = left.node.op == Op::text_constant &&
                         std::ranges::find(rows, left.node.text) != rows.end();
        if (row) return fmt::format("ask whether the row is answered: answered({}[{}])", list, one);
        return fmt::format(
            "ask for any row: {}.exists(row, {}[row] == {})",
            list,
            list,
            left.node.op == Op::text_constant ? one : first_quoted(subject(right.subject).codes)
        );
    }
    if (right.node.op == Op::text_constant) return fmt::format("write {} == {}", one, list);
    if (right.type == Type::text) return fmt::format("write {}.contains({})", list, one);
    return "write a list, [\"a\", \"b\"], or a question with several choices after in";
}

std::string Checker::each_chosen(const Syntax& list, std::string_view choices) const {
    std::string out;
    for (const Syntax& item : list.children) {
        if (!out.empty()) out += " || ";
        out += fmt::format("{} in {}", source(item), choices);
    }
    return out;
}

}  // namespace querist::expression
