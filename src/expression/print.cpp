#include "expression/checker.hpp"
#include "expression/expression.hpp"
#include "expression/node.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string>

namespace querist::expression {

namespace {

constexpr std::array<std::string_view, 6> comparison_signs = {"==", "!=", "<", "<=", ">", ">="};

// Loosest first; an operand that binds no tighter than its operator is put in parentheses.
enum class Power : int { conditional, either, both, relation, sum, product, prefix, atom };

Power power_of(const Node& node) {
    switch (node.op) {
        case Op::conditional:
            return Power::conditional;
        case Op::any_of:
            return Power::either;
        case Op::all_of:
            return Power::both;
        case Op::same_truth:
        case Op::compare_numbers:
        case Op::number_in:
        case Op::same_text:
        case Op::text_in:
        case Op::code_is:
        case Op::code_in:
        case Op::same_code:
        case Op::chosen:
        case Op::code_chosen:
            return Power::relation;
        case Op::add:
        case Op::subtract:
            return Power::sum;
        case Op::multiply:
        case Op::divide:
        case Op::remainder:
            return Power::product;
        case Op::negation:
        case Op::negate:
            return Power::prefix;
        case Op::integer_constant:
            return node.integer < 0 ? Power::prefix : Power::atom;
        case Op::number_constant:
            return std::signbit(node.number) ? Power::prefix : Power::atom;
        default:
            return Power::atom;
    }
}

Power tighter(Power power) { return static_cast<Power>(static_cast<int>(power) + 1); }

class Printer {
public:
    explicit Printer(std::span<const Subject> subjects) : subjects_(subjects) {}

    std::string print(const Node& node) {
        switch (node.op) {
            case Op::truth_constant:
                return node.index != 0 ? "true" : "false";
            case Op::truth_subject:
            case Op::integer_subject:
            case Op::number_subject:
            case Op::text_subject:
            case Op::code_subject:
                return subject(node).id;
            case Op::negation:
                return "!" + operand(node.children[0], Power::prefix);
            case Op::negate:
                return "-" + operand(node.children[0], Power::atom);
            case Op::all_of:
                return chain(node, " && ", Power::both);
            case Op::any_of:
                return chain(node, " || ", Power::either);
            case Op::conditional:
                return fmt::format(
                    "{} ? {} : {}",
                    operand(node.children[0], Power::either),
                    operand(node.children[1], Power::either),
                    print(node.children[2])
                );
            case Op::integer_constant:
                return fmt::format("{}", node.integer);
            case Op::number_constant:
                return decimal(node.number);
            case Op::text_constant:
                return in_quotes(node.text);
            case Op::variable:
                return node.text;
            case Op::cell:
                return cell(node);
            case Op::cell_at:
                return fmt::format("{}[{}]", subject(node).id, node.text);
            case Op::add:
                return infix(node, " + ", Power::sum);
            case Op::subtract:
                return infix(node, " - ", Power::sum);
            case Op::multiply:
                return infix(node, " * ", Power::product);
            case Op::divide:
                return infix(node, " / ", Power::product);
            case Op::remainder:
                return infix(node, " % ", Power::product);
            default:
                return test(node);
        }
    }

private:
    [[nodiscard]] const Subject& subject(const Node& node) const {
        return subjects_[static_cast<std::size_t>(node.subject)];
    }

    std::string operand(const Node& node, Power least) {
        std::string text = print(node);
        return power_of(node) < least ? fmt::format("({})", text) : text;
    }

    std::string chain(const Node& node, std::string_view sign, Power power) {
        std::string out;
        for (const Node& child : node.children) {
            if (!out.empty()) out += sign;
            out += operand(child, tighter(power));
        }
        return out;
    }

    std::string infix(const Node& node, std::string_view sign, Power power) {
        const std::string left = operand(node.children[0], power);
        return left + std::string(sign) + operand(node.children[1], tighter(power));
    }

    static std::string decimal(double value) {
        std::array<char, 32> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
        std::string text(buffer.data(), end);
        if (text.find_first_of(".e") == std::string::npos) text += ".0";
        return text;
    }

    std::string cell(const Node& node) const {
        const Subject& grid = subject(node);
        const std::string& row = grid.rows[static_cast<std::size_t>(node.index)];
        if (is_identifier(row)) return fmt::format("{}.{}", grid.id, row);
        return fmt::format("{}[{}]", grid.id, in_quotes(row));
    }

    // What the positions of a code mean: the codes of its subject, or rows for a row variable.
    const std::vector<std::string>& codes_of(const Node& code) const {
        if (code.op != Op::variable) return subject(code).codes;
        const Node& macro = *macros_[static_cast<std::size_t>(code.index)];
        return macro.over_rows ? subject(macro).rows : subject(macro).codes;
    }

    std::string test(const Node& node) {
        const std::string_view sign = node.negated ? " != " : " == ";
        switch (node.op) {
            case Op::same_truth:
            case Op::same_text:
            case Op::same_code:
                return operand(node.children[0], Power::relation) + std::string(sign) +
                       operand(node.children[1], Power::sum);
            case Op::compare_numbers:
                return infix(
                    node,
                    fmt::format(
                        " {} ", comparison_signs[static_cast<std::size_t>(node.comparison)]
                    ),
                    Power::relation
                );
            case Op::code_is:
                return operand(node.children[0], Power::sum) + std::string(sign) +
                       in_quotes(codes_of(node.children[0])[static_cast<std::size_t>(node.index)]);
            case Op::code_in:
                return code_in(node);
            case Op::number_in:
            case Op::text_in:
                return in_list(node);
            case Op::chosen:
                return fmt::format(
                    "{} in {}",
                    in_quotes(subject(node).codes[static_cast<std::size_t>(node.index)]),
                    subject(node).id
                );
            case Op::code_chosen:
                return fmt::format("{} in {}", print(node.children[0]), subject(node).id);
            case Op::answered:
                return fmt::format("answered({})", subject(node).id);
            case Op::answered_cell:
                return fmt::format("answered({})", print(node.children[0]));
            case Op::for_some:
                return macro(node, "exists");
            case Op::for_all:
                return macro(node, "all");
            case Op::for_one:
                return macro(node, "exists_one");
            case Op::size_of_text:
                return fmt::format("size({})", print(node.children[0]));
            case Op::size_of_choices:
            case Op::size_of_grid:
                return fmt::format("size({})", subject(node).id);
            case Op::starts_with:
                return text_method(node, "startsWith");
            case Op::ends_with:
                return text_method(node, "endsWith");
            case Op::contains:
                return text_method(node, "contains");
            default:
                return {};
        }
    }

    std::string text_method(const Node& node, std::string_view name) {
        return fmt::format(
            "{}.{}({})", operand(node.children[0], Power::atom), name, print(node.children[1])
        );
    }

    std::string macro(const Node& node, std::string_view name) {
        macros_[static_cast<std::size_t>(node.index)] = &node;
        return fmt::format(
            "{}.{}({}, {})", subject(node).id, name, node.text, print(node.children[0])
        );
    }

    std::string code_in(const Node& node) {
        const std::vector<std::string>& codes = codes_of(node.children[0]);
        std::string list;
        for (std::size_t i = 0; i < node.table.size(); ++i) {
            if (node.table[i] == 0) continue;
            if (!list.empty()) list += ", ";
            list += in_quotes(codes[i]);
        }
        return fmt::format("{} in [{}]", print(node.children[0]), list);
    }

    std::string in_list(const Node& node) {
        std::string list;
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            if (i > 1) list += ", ";
            list += print(node.children[i]);
        }
        return fmt::format("{} in [{}]", operand(node.children[0], Power::relation), list);
    }

    std::span<const Subject> subjects_;
    std::array<const Node*, macro_depth_max> macros_{};
};

}  // namespace

std::string to_text(const Expression& expression, std::span<const Subject> subjects) {
    return Printer(subjects).print(expression.node());
}

}  // namespace querist::expression
