#pragma once

// From what an author wrote to the typed tree: names, codes, rows and types.

#include "expression/node.hpp"
#include "expression/syntax.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace querist::expression {

enum class Type : std::uint8_t {
    broken,
    truth,
    integer,
    number,
    text,
    code,
    row,
    choices,
    grid,
    presence
};

/// A checked part of a condition. `broken`: reported already, silent from here on.
struct Typed {
    Type type = Type::broken;
    Node node = {};
    int subject = -1;  ///< code, row, choices, grid: whose codes or rows.
    const std::vector<std::string>* codes = nullptr;  ///< code, row: what positions mean.
};

class Checker {
public:
    Checker(std::span<const Subject> subjects, Reporter& reporter)
        : subjects_(subjects), reporter_(reporter) {}

    /// The whole condition. Meaningless when anything was reported.
    Node condition(const Syntax& syntax);
    /// The whole of a value: yes or no, a number or a text. Likewise.
    Typed value(const Syntax& syntax);
    [[nodiscard]] std::vector<Reference> take_references() { return std::move(references_); }

private:
    struct Variable {
        std::string name;
        Type type;
        int subject;
    };

    // checker.cpp: names, operators
    Typed check(const Syntax& syntax);
    Typed check_name(const Syntax& syntax);
    Typed check_unary(const Syntax& syntax);
    Typed check_binary(const Syntax& syntax);
    Typed check_conditional(const Syntax& syntax);
    Typed check_arithmetic(const Syntax& syntax);
    Typed check_select(const Syntax& syntax);
    Typed check_index(const Syntax& syntax);
    Node truth_of(const Syntax& syntax);
    Typed cell_of(const Typed& grid, std::string_view row, std::size_t at);
    Typed subject_value(int subject);
    Typed unknown_name(const Syntax& syntax);

    // check_comparisons.cpp: == != < in
    Typed check_equality(const Syntax& syntax);
    Typed check_order(const Syntax& syntax);
    Typed check_in(const Syntax& syntax);
    Typed check_in_list(const Syntax& syntax, Typed left, const Syntax& list);
    Typed check_code_list(Typed left, const Syntax& list);
    Typed check_in_choices(const Syntax& syntax, Typed left, const Typed& right);
    Typed code_equality(const Syntax& syntax, Typed left, Typed right, bool negated);
    Typed mismatch(const Syntax& syntax, const Typed& left, const Typed& right);

    // comparison_cures.cpp: what to write instead
    [[nodiscard]] std::string mismatch_cure(
        const Typed& one, const Typed& other, const Syntax& one_syntax, const Syntax& other_syntax
    ) const;
    [[nodiscard]] std::string presence_cure(const Syntax& syntax) const;
    [[nodiscard]] std::string order_cure(
        const Syntax& syntax, std::size_t side, const Typed& code, const Typed& other
    ) const;
    [[nodiscard]] std::string in_cure(const Syntax& syntax, const Typed& left, const Typed& right)
        const;
    [[nodiscard]] std::string each_chosen(const Syntax& list, std::string_view choices) const;
    [[nodiscard]] std::string row_of(const Typed& grid, std::string_view source) const;

    int position(const Typed& code, std::string_view text, std::size_t at);
    std::vector<int> translation(const Typed& from, const Typed& to, const Syntax& syntax);

    // check_functions.cpp: size, answered, text functions, macros
    Typed check_call(const Syntax& syntax);
    Typed check_method(const Syntax& syntax);
    Typed check_size(const Syntax& syntax);
    Typed check_answered(const Syntax& syntax);
    Typed check_text_method(const Syntax& syntax);
    Typed check_macro(const Syntax& syntax);
    bool check_variable_name(const Syntax& name);
    bool has_arguments(const Syntax& syntax, std::size_t count, std::string_view usage);
    Typed unknown_function(const Syntax& syntax);

    // check_aggregates.cpp: several numbers or truths as one
    Typed check_extreme(const Syntax& syntax);
    Typed check_aggregate(const Syntax& syntax);
    Typed check_count(const Syntax& syntax);
    std::optional<std::vector<Typed>> number_arguments(
        const Syntax& syntax, std::size_t first, bool constants
    );
    [[nodiscard]] bool is_extreme(const Syntax& syntax) const;

    // What everything reports with
    Typed type_problem(std::size_t at, std::string message, std::string cure);
    Typed not_supported(std::size_t at, std::string message, std::string cure);
    [[nodiscard]] std::string source(const Syntax& syntax) const;
    [[nodiscard]] std::string described(const Typed& typed) const;
    [[nodiscard]] std::string truth_cure(const Syntax& syntax, const Typed& typed) const;
    [[nodiscard]] const Subject& subject(int position) const {
        return subjects_[static_cast<std::size_t>(position)];
    }

    std::span<const Subject> subjects_;
    Reporter& reporter_;
    std::vector<Reference> references_;
    std::vector<Variable> variables_;
};

[[nodiscard]] bool is_number(Type type);

/// `text` in double quotes, escaped so that it is read as `text` again.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// Whether a value of this type is one of listed codes.
[[nodiscard]] constexpr bool is_code(Type type) { return type == Type::code || type == Type::row; }

/// A few codes as a cure names them: `"a", "b" or "c"`.
[[nodiscard]] std::string listed(std::span<const std::string> codes);

}  // namespace querist::expression
