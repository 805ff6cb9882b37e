#pragma once

// The typed tree of a condition. Names are resolved: a subject, a code and a row are positions, so
// that evaluation compares integers and allocates nothing.

#include "expression/expression.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// A function over this tree handles one family of operations and leaves the rest to the next one
// in its `default`; the property tests walk through all of them.
#pragma clang diagnostic ignored "-Wswitch-enum"

namespace querist::expression {

/// Macros within macros. Evaluation takes up to (rows of a grid) ^ depth steps, hence the bound.
inline constexpr std::size_t macro_depth_max = 2;

/// Integers stay where doubles are exact, so that an evaluator in JavaScript agrees bit for bit.
inline constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;

enum class Op : std::uint8_t {
    // Truths
    truth_constant,   ///< index: 0 no, 1 yes
    truth_subject,    ///< subject
    negation,         ///< children: 1
    all_of,           ///< children: 2 or more, none of them all_of
    any_of,           ///< children: 2 or more, none of them any_of
    same_truth,       ///< children: 2; negated
    compare_numbers,  ///< children: 2; comparison
    number_in,        ///< children: the number, then constants
    same_text,        ///< children: 2; negated
    text_in,          ///< children: the text, then constants
    starts_with,      ///< children: text, affix
    ends_with,        ///< children: text, affix
    contains,         ///< children: text, part
    code_is,          ///< children: code; index; negated
    code_in,          ///< children: code; table: 1 for each position of the code that is listed
    same_code,      ///< children: 2 codes; table: position of the left in the right's list; negated
    chosen,         ///< subject (choices), index
    code_chosen,    ///< children: code; subject (choices); table: as in same_code
    answered,       ///< subject
    answered_cell,  ///< children: cell or cell_at
    for_some,       ///< subject (grid or choices); index: variable; count; children: predicate
    for_all,        ///< as for_some
    for_one,        ///< as for_some
    // Numbers
    integer_constant,
    number_constant,
    integer_subject,
    number_subject,
    size_of_text,     ///< children: text
    size_of_choices,  ///< subject
    size_of_grid,     ///< subject
    add,
    subtract,
    multiply,
    divide,
    remainder,
    negate,
    // Texts
    text_constant,
    text_subject,
    // Codes: a position in a list of codes or rows
    code_subject,  ///< subject (choice)
    cell,          ///< subject (grid), index: row
    cell_at,       ///< subject (grid), index: variable; table: its rows -> this grid's, or empty
    variable,      ///< index
    // Any type
    conditional  ///< children: condition, then, otherwise
};

enum class Comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

struct Node {
    Op op = Op::truth_constant;
    Comparison comparison = Comparison::equal;
    bool negated = false;
    bool over_rows = false;  ///< Macros: the variable ranges over a grid's rows, not chosen codes.
    int subject = -1;
    int index = -1;
    int count = 0;  ///< Macros: rows of the grid or codes of the choices.
    std::int64_t integer = 0;
    double number = 0;
    std::string text = {};  ///< text_constant; macros and their variables: the variable's name.
    std::vector<int> table = {};
    std::vector<Node> children = {};

    bool operator==(const Node&) const = default;
};

/// Calls `visit(node)` for every node, parents first.
template <class Visit>
void for_each_node(const Node& node, const Visit& visit) {
    visit(node);
    for (const Node& child : node.children) for_each_node(child, visit);
}

[[nodiscard]] Node node_of(Op op, std::vector<Node> children);

/// A number that is unknown, as every division by zero is.
[[nodiscard]] Node unknown_number();

/// all_of or any_of with operands of the same kind dissolved into it.
[[nodiscard]] Node joined(Op op, std::vector<Node> operands);

}  // namespace querist::expression
