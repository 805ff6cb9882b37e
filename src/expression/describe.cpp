#include "expression/expression.hpp"
#include "expression/node.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace querist::expression {

namespace {

constexpr std::array<std::string_view, 6> comparison_words = {
    "is", "is not", "is less than", "is at most", "is more than", "is at least"
};

std::string quoted_label(std::string_view text) { return fmt::format("\"{}\"", text); }

std::string enumerated(const std::vector<std::string>& words, std::string_view last) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out += i + 1 == words.size() ? fmt::format(" {} ", last) : std::string(", ");
        out += words[i];
    }
    return out;
}

class Words {
public:
    explicit Words(const Wording& wording) : wording_(wording) {}

    std::string truth(const Node& node, bool holds = true) {
        const std::string_view is = holds != node.negated ? "is" : "is not";
        switch (node.op) {
            case Op::truth_constant:
                return (node.index != 0) == holds ? "always" : "never";
            case Op::truth_subject:
                return fmt::format(
                    "{} is {}", question(node), quoted_label(wording_.option(node.subject, holds))
                );
            case Op::negation:
                return truth(node.children[0], !holds);
            case Op::all_of:
            case Op::any_of:
                return joined_words(node, holds);
            case Op::conditional:
                return fmt::format(
                    "if {}, then {}, otherwise {}",
                    truth(node.children[0]),
                    truth(node.children[1], holds),
                    truth(node.children[2], holds)
                );
            case Op::code_is:
                return fmt::format(
                    "{} {} {}", code(node.children[0]), is, label(node.children[0], node.index)
                );
            case Op::code_in:
                return listed_codes(node, holds);
            case Op::same_code:
                return fmt::format(
                    "{} {} the same as {}", code(node.children[0]), is, code(node.children[1])
                );
            case Op::chosen:
                return fmt::format(
                    "{} {} {}",
                    question(node),
                    holds ? "includes" : "does not include",
                    quoted_label(wording_.option(node.subject, node.index))
                );
            case Op::code_chosen:
                return fmt::format(
                    "{} {} {}",
                    question(node),
                    holds ? "includes" : "does not include",
                    code(node.children[0])
                );
            case Op::answered:
                return fmt::format("{} is {}", question(node), holds ? "answered" : "not answered");
            case Op::answered_cell:
                return fmt::format(
                    "{} is {}", code(node.children[0]), holds ? "answered" : "not answered"
                );
            case Op::for_some:
            case Op::for_all:
            case Op::for_one:
                return macro(node, holds);
            default:
                return comparison(node, holds);
        }
    }

private:
    std::string question(const Node& node) { return wording_.question(node.subject); }

    // Parts that are themselves joined stand in parentheses: "and" and "or" have no order of
    // precedence in English.
    std::string joined_words(const Node& node, bool holds) {
        std::vector<std::string> parts;
        for (const Node& child : node.children) {
            std::string part = truth(child, holds);
            const Node* inner = &child;
            while (inner->op == Op::negation) inner = &inner->children[0];
            const bool compound = inner->op == Op::all_of || inner->op == Op::any_of ||
                                  inner->op == Op::conditional || inner->op == Op::for_some ||
                                  inner->op == Op::for_all || inner->op == Op::for_one;
            parts.push_back(compound ? fmt::format("({})", part) : std::move(part));
        }
        std::string out;
        const std::string_view link = (node.op == Op::all_of) == holds ? " and " : " or ";
        for (const std::string& part : parts) {
            if (!out.empty()) out += link;
            out += part;
        }
        return out;
    }

    std::string comparison(const Node& node, bool holds) {
        const std::string_view is = holds != node.negated ? "is" : "is not";
        switch (node.op) {
            case Op::compare_numbers: {
                const std::string words = fmt::format(
                    "{} {} {}",
                    value(node.children[0]),
                    comparison_words[static_cast<std::size_t>(node.comparison)],
                    value(node.children[1])
                );
                return holds ? words : fmt::format("it is not so that {}", words);
            }
            case Op::same_truth:
                for (std::size_t i = 0; i < 2; ++i) {
                    const Node& side = node.children[i];
                    if (side.op != Op::truth_constant) continue;
                    return truth(
                        node.children[1 - i], (side.index != 0) == (holds != node.negated)
                    );
                }
                return fmt::format(
                    "({}) {} the same as ({})", truth(node.children[0]), is, truth(node.children[1])
                );
            case Op::same_text:
                return fmt::format(
                    "{} {} {}", value(node.children[0]), is, value(node.children[1])
                );
            case Op::number_in:
            case Op::text_in: {
                std::vector<std::string> values;
                for (std::size_t i = 1; i < node.children.size(); ++i) {
                    values.push_back(value(node.children[i]));
                }
                return fmt::format(
                    "{} {} {}",
                    value(node.children[0]),
                    holds ? "is" : "is neither",
                    enumerated(values, holds ? "or" : "nor")
                );
            }
            case Op::starts_with:
                return text_test(node, holds, "starts with", "start with");
            case Op::ends_with:
                return text_test(node, holds, "ends with", "end with");
            case Op::contains:
                return text_test(node, holds, "contains", "contain");
            default:
                return {};
        }
    }

    std::string text_test(
        const Node& node, bool holds, std::string_view does, std::string_view not_do
    ) {
        const std::string verb = holds ? std::string(does) : fmt::format("does not {}", not_do);
        return fmt::format("{} {} {}", value(node.children[0]), verb, value(node.children[1]));
    }

    std::string label(const Node& of, int index) {
        if (of.op != Op::variable) return quoted_label(wording_.option(of.subject, index));
        const Node& macro = *macros_[static_cast<std::size_t>(of.index)];
        return quoted_label(
            macro.over_rows ? wording_.row(macro.subject, index)
                            : wording_.option(macro.subject, index)
        );
    }

    std::string code(const Node& node) {
        switch (node.op) {
            case Op::cell:
                return fmt::format(
                    "{} in {}", quoted_label(wording_.row(node.subject, node.index)), question(node)
                );
            case Op::cell_at: {
                const Node& macro = *macros_[static_cast<std::size_t>(node.index)];
                return macro.subject == node.subject
                           ? std::string("the row's answer")
                           : fmt::format("the same row of {}", question(node));
            }
            case Op::variable: {
                const Node& macro = *macros_[static_cast<std::size_t>(node.index)];
                return macro.over_rows ? "the row" : "the choice";
            }
            default:
                return question(node);
        }
    }

    std::string listed_codes(const Node& node, bool holds) {
        std::vector<std::string> labels;
        for (std::size_t i = 0; i < node.table.size(); ++i) {
            if (node.table[i] != 0) labels.push_back(label(node.children[0], static_cast<int>(i)));
        }
        const std::string_view is = holds ? "is" : labels.size() > 1 ? "is neither" : "is not";
        return fmt::format(
            "{} {} {}", code(node.children[0]), is, enumerated(labels, holds ? "or" : "nor")
        );
    }

    std::string macro(const Node& node, bool holds) {
        macros_[static_cast<std::size_t>(node.index)] = &node;
        const std::string range =
            fmt::format("{} of {}", node.over_rows ? "row" : "choice", question(node));
        if (node.op == Op::for_one) {
            return fmt::format(
                "for {} one {}, {}",
                holds ? "exactly" : "not exactly",
                range,
                truth(node.children[0])
            );
        }
        // Not for some: for every one not; not for all: for at least one not.
        const bool some = (node.op == Op::for_some) == holds;
        return fmt::format(
            "for {} {}, {}", some ? "at least one" : "every", range, truth(node.children[0], holds)
        );
    }

    std::string value(const Node& node) {
        switch (node.op) {
            case Op::integer_constant:
                return fmt::format("{}", node.integer);
            case Op::number_constant:
                return fmt::format("{}", node.number);
            case Op::text_constant:
                return quoted_label(node.text);
            case Op::size_of_text:
                return fmt::format("the length of {}", value(node.children[0]));
            case Op::size_of_choices:
                return fmt::format("the number of choices in {}", question(node));
            case Op::size_of_grid:
                return fmt::format("the number of answered rows of {}", question(node));
            case Op::negate:
                return fmt::format("-({})", value(node.children[0]));
            case Op::add:
                return reckoned(node, "+");
            case Op::subtract:
                return reckoned(node, "-");
            case Op::multiply:
                return reckoned(node, "×");
            case Op::divide:
                return reckoned(node, "÷");
            case Op::remainder:
                return reckoned(node, "modulo");
            case Op::conditional:
                return fmt::format(
                    "({} if {}, otherwise {})",
                    value(node.children[1]),
                    truth(node.children[0]),
                    value(node.children[2])
                );
            default:
                return question(node);
        }
    }

    std::string reckoned(const Node& node, std::string_view sign) {
        return fmt::format("({} {} {})", value(node.children[0]), sign, value(node.children[1]));
    }

    const Wording& wording_;
    std::array<const Node*, macro_depth_max> macros_{};
};

}  // namespace

std::string describe_condition(const Expression& expression, const Wording& wording) {
    return Words(wording).truth(expression.node());
}

}  // namespace querist::expression
