#include "expression/expression.hpp"
#include "expression/node.hpp"
#include "expression/numeric.hpp"

#include <algorithm>
#include <array>

namespace querist::expression {

namespace {

constexpr int unanswered = -1;

Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }
Truth opposite(Truth truth) {
    return truth == Truth::unknown ? truth : truth_of(truth == Truth::no);
}

// Answers are whatever the caller has: a value of another kind than its subject's counts as
// unanswered, a position outside a list as a code that equals none.
class Evaluation {
public:
    explicit Evaluation(std::span<const Value> values, std::span<const char> open = {})
        : values_(values), open_(open) {}

    Truth truth(const Node& node) {
        switch (node.op) {
            case Op::truth_constant:
                return truth_of(node.index != 0);
            case Op::truth_subject: {
                const bool* value = answer<bool>(node.subject);
                return value == nullptr ? Truth::unknown : truth_of(*value);
            }
            case Op::negation:
                return opposite(truth(node.children[0]));
            case Op::all_of:
                return combined(node, Truth::no);
            case Op::any_of:
                return combined(node, Truth::yes);
            case Op::conditional: {
                const Node* branch = chosen_branch(node);
                return branch == nullptr ? Truth::unknown : truth(*branch);
            }
            case Op::code_is:
            case Op::code_in:
                return code_test(node);
            case Op::chosen:
                return chosen(node.subject, node.index);
            case Op::answered:
                if (is_open(node.subject)) return Truth::unknown;
                return truth_of(is_answered(node.subject));
            case Op::answered_cell:
                return answered_cell(node.children[0]);
            case Op::for_some:
            case Op::for_all:
            case Op::for_one:
                return macro(node);
            default:
                return comparison(node);
        }
    }

    Value value(const Node& node, ResultType type) {
        switch (type) {
            case ResultType::truth: {
                const Truth one = truth(node);
                return one == Truth::unknown ? Value{} : Value{one == Truth::yes};
            }
            case ResultType::whole:
            case ResultType::number: {
                const Numeric one = number(node);
                if (!one.known()) return {};
                return type == ResultType::whole ? Value{one.whole} : Value{one.as_double()};
            }
            case ResultType::text: {
                const std::string* one = text(node);
                return one == nullptr ? Value{} : Value{*one};
            }
        }
        return {};
    }

private:
    // The rarer tests, apart so that the common ones stay small.
    Truth comparison(const Node& node) {
        switch (node.op) {
            case Op::compare_numbers: {
                const Numeric a = number(node.children[0]);
                const Numeric b = number(node.children[1]);
                if (!a.known() || !b.known()) return Truth::unknown;
                return truth_of(holds(node.comparison, a.as_double(), b.as_double()));
            }
            case Op::number_in:
                return number_in(node);
            case Op::same_truth: {
                const Truth a = truth(node.children[0]);
                const Truth b = truth(node.children[1]);
                if (a == Truth::unknown || b == Truth::unknown) return Truth::unknown;
                return truth_of((a == b) != node.negated);
            }
            case Op::same_text:
            case Op::starts_with:
            case Op::ends_with:
            case Op::contains:
                return text_test(node);
            case Op::text_in:
                return text_in(node);
            case Op::same_code: {
                const int a = code(node.children[0]);
                const int b = code(node.children[1]);
                if (a == unanswered || b == unanswered) return Truth::unknown;
                return truth_of((translated(node, a) == b) != node.negated);
            }
            case Op::code_chosen: {
                const int one = code(node.children[0]);
                if (one == unanswered) return Truth::unknown;
                return chosen(node.subject, translated(node, one));
            }
            default:
                return Truth::unknown;
        }
    }

    template <class T>
    [[nodiscard]] const T* answer(int subject) const {
        const auto position = static_cast<std::size_t>(subject);
        return position < values_.size() ? std::get_if<T>(&values_[position]) : nullptr;
    }

    [[nodiscard]] bool is_open(int subject) const {
        const auto position = static_cast<std::size_t>(subject);
        return position < open_.size() && open_[position] != 0;
    }

    Truth answered_cell(const Node& node) {
        if (code(node) != unanswered) return Truth::yes;
        return node.op != Op::variable && is_open(node.subject) ? Truth::unknown : Truth::no;
    }

    // Grids without any answered row are unanswered.
    [[nodiscard]] bool is_answered(int subject) const {
        const auto position = static_cast<std::size_t>(subject);
        if (position >= values_.size()) return false;
        const Value& value = values_[position];
        if (const Cells* cells = std::get_if<Cells>(&value)) return answered_rows(*cells) > 0;
        return !std::holds_alternative<Unanswered>(value);
    }

    static std::int64_t answered_rows(const Cells& cells) {
        return std::ranges::count_if(cells.indices, [](int index) { return index >= 0; });
    }

    Truth combined(const Node& node, Truth decisive) {
        Truth result = opposite(decisive);
        for (const Node& child : node.children) {
            const Truth one = truth(child);
            if (one == decisive) return decisive;
            if (one == Truth::unknown) result = Truth::unknown;
        }
        return result;
    }

    const Node* chosen_branch(const Node& node) {
        const Truth condition = truth(node.children[0]);
        if (condition == Truth::unknown) return nullptr;
        return &node.children[condition == Truth::yes ? 1 : 2];
    }

    static int translated(const Node& node, int index) {
        const auto position = static_cast<std::size_t>(index);
        // -2: a code that the other side does not have; differs from `unanswered`.
        return position < node.table.size() && node.table[position] >= 0 ? node.table[position]
                                                                         : -2;
    }

    Truth code_test(const Node& node) {
        const int one = code(node.children[0]);
        if (one == unanswered) return Truth::unknown;
        if (node.op == Op::code_is) return truth_of((one == node.index) != node.negated);
        const auto position = static_cast<std::size_t>(one);
        return truth_of(position < node.table.size() && node.table[position] != 0);
    }

    [[nodiscard]] Truth chosen(int subject, int index) const {
        const ChoiceSet* set = answer<ChoiceSet>(subject);
        if (set == nullptr) return Truth::unknown;
        return truth_of(std::ranges::find(set->indices, index) != set->indices.end());
    }

    int code(const Node& node) {
        if (node.op == Op::variable) return variables_[static_cast<std::size_t>(node.index)];
        if (node.op == Op::code_subject) {
            const Choice* choice = answer<Choice>(node.subject);
            return choice == nullptr || choice->index < 0 ? unanswered : choice->index;
        }
        int row = node.index;
        if (node.op == Op::cell_at) {
            row = variables_[static_cast<std::size_t>(node.index)];
            if (!node.table.empty()) row = node.table[static_cast<std::size_t>(row)];
        }
        const Cells* cells = answer<Cells>(node.subject);
        const auto position = static_cast<std::size_t>(row);
        if (cells == nullptr || position >= cells->indices.size()) return unanswered;
        return std::max(cells->indices[position], unanswered);
    }

    Truth macro(const Node& node) {
        if (node.over_rows) {
            Tally tally{node.op};
            for (int row = 0; row < node.count && !tally.settled; ++row) {
                tally.add(with_variable(node, row));
            }
            return tally.result();
        }
        const ChoiceSet* set = answer<ChoiceSet>(node.subject);
        if (set == nullptr) return Truth::unknown;
        Tally tally{node.op};
        for (const int index : set->indices) {
            if (tally.settled) break;
            if (index >= 0 && index < node.count) tally.add(with_variable(node, index));
        }
        return tally.result();
    }

    Truth with_variable(const Node& node, int value) {
        variables_[static_cast<std::size_t>(node.index)] = value;
        return truth(node.children[0]);
    }

    struct Tally {
        Op op;
        int yes = 0;
        bool unknown = false;
        bool settled = false;
        Truth settled_as = Truth::unknown;

        void add(Truth one) {
            if (one == Truth::unknown) unknown = true;
            if (one == Truth::yes) ++yes;
            if (op == Op::for_some && one == Truth::yes) settle(Truth::yes);
            if (op == Op::for_all && one == Truth::no) settle(Truth::no);
            if (op == Op::for_one && yes > 1) settle(Truth::no);
        }
        void settle(Truth as) {
            settled = true;
            settled_as = as;
        }
        [[nodiscard]] Truth result() const {
            if (settled) return settled_as;
            if (unknown) return Truth::unknown;
            if (op == Op::for_some) return Truth::no;
            return op == Op::for_all ? Truth::yes : truth_of(yes == 1);
        }
    };

    Numeric number(const Node& node) {
        switch (node.op) {
            case Op::integer_constant:
                return whole_number(node.integer);
            case Op::number_constant:
                return decimal_number(node.number);
            case Op::integer_subject:
            case Op::number_subject:
                return number_answer(node.subject);
            case Op::size_of_text: {
                const std::string* one = text(node.children[0]);
                if (one == nullptr) return {};
                return whole_number(static_cast<std::int64_t>(code_points(*one)));
            }
            case Op::size_of_choices: {
                const ChoiceSet* set = answer<ChoiceSet>(node.subject);
                if (set == nullptr) return {};
                return whole_number(static_cast<std::int64_t>(set->indices.size()));
            }
            case Op::size_of_grid: {
                const Cells* cells = answer<Cells>(node.subject);
                const std::int64_t rows = cells == nullptr ? 0 : answered_rows(*cells);
                return rows == 0 ? Numeric{} : whole_number(rows);
            }
            case Op::negate:
                return negated(number(node.children[0]));
            case Op::conditional: {
                const Node* branch = chosen_branch(node);
                return branch == nullptr ? Numeric{} : number(*branch);
            }
            default:
                return arithmetic(node.op, number(node.children[0]), number(node.children[1]));
        }
    }

    [[nodiscard]] Numeric number_answer(int subject) const {
        if (const std::int64_t* whole = answer<std::int64_t>(subject)) return whole_number(*whole);
        if (const double* decimal = answer<double>(subject)) return decimal_number(*decimal);
        return {};
    }

    Truth number_in(const Node& node) {
        const Numeric one = number(node.children[0]);
        if (!one.known()) return Truth::unknown;
        return truth_of(std::any_of(node.children.begin() + 1, node.children.end(), [&](auto& c) {
            return number(c).as_double() == one.as_double();
        }));
    }

    const std::string* text(const Node& node) {
        if (node.op == Op::text_constant) return &node.text;
        if (node.op == Op::text_subject) return answer<std::string>(node.subject);
        const Node* branch = chosen_branch(node);
        return branch == nullptr ? nullptr : text(*branch);
    }

    Truth text_test(const Node& node) {
        const std::string* a = text(node.children[0]);
        const std::string* b = text(node.children[1]);
        if (a == nullptr || b == nullptr) return Truth::unknown;
        if (node.op == Op::same_text) return truth_of((*a == *b) != node.negated);
        if (node.op == Op::starts_with) return truth_of(a->starts_with(*b));
        if (node.op == Op::ends_with) return truth_of(a->ends_with(*b));
        return truth_of(a->find(*b) != std::string::npos);
    }

    Truth text_in(const Node& node) {
        const std::string* one = text(node.children[0]);
        if (one == nullptr) return Truth::unknown;
        return truth_of(std::any_of(node.children.begin() + 1, node.children.end(), [&](auto& c) {
            return c.text == *one;
        }));
    }

    std::span<const Value> values_;
    std::span<const char> open_;
    std::array<int, macro_depth_max> variables_{};
};

}  // namespace

Truth evaluate(const Expression& expression, std::span<const Value> values) {
    return Evaluation(values).truth(expression.node());
}

Value evaluate(const Calculation& calculation, std::span<const Value> values) {
    Value value = Evaluation(values).value(calculation.value.node(), calculation.type);
    const std::string* text = std::get_if<std::string>(&value);
    if (calculation.codes.empty() || text == nullptr) return value;
    const auto found = std::ranges::find(calculation.codes, *text);
    if (found == calculation.codes.end()) return {};
    return Choice{static_cast<int>(found - calculation.codes.begin())};
}

Truth evaluate_so_far(
    const Expression& expression, std::span<const Value> values, std::span<const char> open
) {
    return Evaluation(values, open).truth(expression.node());
}

}  // namespace querist::expression
