#include "expression/partial.hpp"

#include <algorithm>

namespace querist::expression {

namespace {

Truths opposite(Truths truths) {
    return static_cast<Truths>(
        (truths & can_be_unknown) | ((truths & can_be_no) != 0 ? can_be_yes : 0) |
        ((truths & can_be_yes) != 0 ? can_be_no : 0)
    );
}

// Kleene's "and" is the lesser of no < unknown < yes, here of every pair.
Truths both(Truths a, Truths b) {
    Truths out = 0;
    for (const Truths one : {can_be_no, can_be_unknown, can_be_yes}) {
        for (const Truths other : {can_be_no, can_be_unknown, can_be_yes}) {
            if ((a & one) != 0 && (b & other) != 0) out |= std::min(one, other);
        }
    }
    return out;
}

Truths either(Truths a, Truths b) { return opposite(both(opposite(a), opposite(b))); }

}  // namespace

Truths PartialEvaluation::truths(const Node& node) {
    ++visits_;
    switch (node.op) {
        case Op::truth_constant:
            return truths_of(node.index != 0);
        case Op::truth_subject:
            return subject_truths(part(node.subject));
        case Op::negation:
            return opposite(truths(node.children[0]));
        case Op::all_of: {
            Truths out = can_be_yes;
            for (const Node& child : node.children) {
                out = both(out, truths(child));
                if (out == can_be_no) break;
            }
            return out;
        }
        case Op::any_of: {
            Truths out = can_be_no;
            for (const Node& child : node.children) {
                out = either(out, truths(child));
                if (out == can_be_yes) break;
            }
            return out;
        }
        case Op::conditional:
            return conditional(node);
        default:
            return test(node);
    }
}

Truths PartialEvaluation::test(const Node& node) {
    switch (node.op) {
        case Op::code_is:
        case Op::code_in:
            return code_test(node);
        case Op::same_code:
            return same_code(node);
        case Op::chosen:
            return chosen(part(node.subject), node.index);
        case Op::code_chosen: {
            const Codes one = codes(node.children[0]);
            Truths out = one.can_be_unanswered ? can_be_unknown : Truths{0};
            const auto add = [&](int code) {
                const int index = node.table[static_cast<std::size_t>(code)];
                out |= chosen(part(node.subject), index);
            };
            for (const int code : one.open) add(code);
            if (one.open.empty() && one.single >= 0) add(one.single);
            return out;
        }
        case Op::answered:
            return answered(part(node.subject));
        case Op::answered_cell: {
            const Codes cell = codes(node.children[0]);
            const bool has = !cell.open.empty() || cell.single >= 0;
            return static_cast<Truths>(
                (has ? can_be_yes : 0) | (cell.can_be_unanswered ? can_be_no : 0)
            );
        }
        case Op::for_some:
        case Op::for_all:
        case Op::for_one:
            return macro(node);
        case Op::compare_numbers:
            return compare(node);
        case Op::number_in:
            return number_in(node);
        case Op::same_truth: {
            const Truths a = truths(node.children[0]);
            const Truths b = truths(node.children[1]);
            Truths out = static_cast<Truths>((a | b) & can_be_unknown);
            const bool same = (a & b & (can_be_no | can_be_yes)) != 0;
            const bool differ = ((a & can_be_no) != 0 && (b & can_be_yes) != 0) ||
                                ((a & can_be_yes) != 0 && (b & can_be_no) != 0);
            if (same) out |= truths_of(!node.negated);
            if (differ) out |= truths_of(node.negated);
            return out;
        }
        default:
            return text_test(node);
    }
}

Truths PartialEvaluation::conditional(const Node& node) {
    const Truths condition = truths(node.children[0]);
    Truths out = condition & can_be_unknown;
    if ((condition & can_be_yes) != 0) out |= truths(node.children[1]);
    if ((condition & can_be_no) != 0) out |= truths(node.children[2]);
    return out;
}

Truths PartialEvaluation::subject_truths(const Part& one) const {
    if (one.value == is_unanswered) return can_be_unknown;
    if (one.value != is_open) {
        return truths_of(std::get<bool>(one.domain->values[static_cast<std::size_t>(one.value)]));
    }
    Truths out = one.can_lack_answer() ? can_be_unknown : Truths{0};
    if (one.can_have_answer()) {
        for (const Value& value : one.domain->values) out |= truths_of(std::get<bool>(value));
    }
    return out;
}

PartialEvaluation::Codes PartialEvaluation::codes(const Node& node) {
    if (node.op == Op::variable) {
        return {.single = variables_[static_cast<std::size_t>(node.index)]};
    }
    const Part& one = part(node.subject);
    int decided = one.value;
    bool may_lack = one.can_lack_answer();
    if (node.op != Op::code_subject) {
        int row = node.index;
        if (node.op == Op::cell_at) {
            row = variables_[static_cast<std::size_t>(node.index)];
            if (!node.table.empty()) row = node.table[static_cast<std::size_t>(row)];
        }
        decided = one.cells[static_cast<std::size_t>(row)];
        may_lack = may_lack || std::ranges::find(one.rules->optional_rows, row) !=
                                   one.rules->optional_rows.end();
    }
    if (decided != is_open) return {.can_be_unanswered = decided < 0, .single = decided};
    if (!one.can_have_answer()) return {.can_be_unanswered = true};
    return {.can_be_unanswered = may_lack || one.domain->codes.empty(), .open = one.domain->codes};
}

Truths PartialEvaluation::code_test(const Node& node) {
    const Codes one = codes(node.children[0]);
    Truths out = one.can_be_unanswered ? can_be_unknown : Truths{0};
    const auto add = [&](int code) {
        const bool holds = node.op == Op::code_is ? (code == node.index) != node.negated
                                                  : node.table[static_cast<std::size_t>(code)] != 0;
        out |= truths_of(holds);
    };
    for (const int code : one.open) add(code);
    if (one.open.empty() && one.single >= 0) add(one.single);
    return out;
}

Truths PartialEvaluation::same_code(const Node& node) {
    const Codes a = codes(node.children[0]);
    const Codes b = codes(node.children[1]);
    Truths out = a.can_be_unanswered || b.can_be_unanswered ? can_be_unknown : Truths{0};
    const bool a_known = !a.open.empty() || a.single >= 0;
    const bool b_known = !b.open.empty() || b.single >= 0;
    if (!a_known || !b_known) return out;
    if (!a.open.empty() || !b.open.empty()) return out | can_be_yes | can_be_no;
    const bool same = node.table[static_cast<std::size_t>(a.single)] == b.single;
    return out | truths_of(same != node.negated);
}

Truths PartialEvaluation::chosen(const Part& one, int index) const {
    if (one.value == is_unanswered) return can_be_unknown;
    Truths out = 0;
    if (one.value == is_open) {
        if (one.can_lack_answer()) out |= can_be_unknown;
        if (!one.can_have_answer()) return can_be_unknown;
    }
    if (index < 0) return out | can_be_no;  // a code that these choices do not have
    const int option = one.options[static_cast<std::size_t>(index)];
    if (option == is_open) return out | can_be_yes | can_be_no;
    return out | truths_of(option != 0);
}

Truths PartialEvaluation::answered(const Part& one) const {
    if (one.subject->kind == SubjectKind::grid) {
        const Range size = size_of_grid(one);
        return static_cast<Truths>(
            (size.can_be_known ? can_be_yes : 0) | (size.can_be_unknown ? can_be_no : 0)
        );
    }
    if (one.value == is_unanswered) return can_be_no;
    if (one.value != is_open) return can_be_yes;
    return static_cast<Truths>(
        (one.can_have_answer() ? can_be_yes : 0) | (one.can_lack_answer() ? can_be_no : 0)
    );
}

/// What one row or chosen option contributes. An option that may stay out contributes what changes
/// nothing as well.
Truths PartialEvaluation::macro_element(const Node& node, int index, bool certain) {
    variables_[static_cast<std::size_t>(node.index)] = index;
    const Truths predicate = truths(node.children[0]);
    if (certain) return predicate;
    return predicate | (node.op == Op::for_all ? can_be_yes : can_be_no);
}

Truths PartialEvaluation::macro(const Node& node) {
    const Part& one = part(node.subject);
    Truths missing = 0;
    if (!node.over_rows) {
        if (one.value == is_unanswered) return can_be_unknown;
        if (one.value == is_open) {
            if (!one.can_have_answer()) return can_be_unknown;
            if (one.can_lack_answer()) missing = can_be_unknown;
        }
    }
    Truths out = node.op == Op::for_all ? can_be_yes : can_be_no;
    int yes_least = 0;
    int yes_most = 0;
    bool unknown_sure = false;
    bool unknown_possible = false;
    for (int i = 0; i < node.count; ++i) {
        const int option = node.over_rows ? 1 : one.options[static_cast<std::size_t>(i)];
        if (option == 0) continue;
        const Truths element = macro_element(node, i, option == 1);
        if (node.op == Op::for_some) out = either(out, element);
        if (node.op == Op::for_all) out = both(out, element);
        if (node.op == Op::for_some && out == can_be_yes) break;
        if (node.op == Op::for_all && out == can_be_no) break;
        if ((element & can_be_yes) != 0) ++yes_most;
        if (element == can_be_yes) ++yes_least;
        if ((element & can_be_unknown) != 0) unknown_possible = true;
        if (element == can_be_unknown) unknown_sure = true;
    }
    if (node.op != Op::for_one) return out | missing;
    Truths exactly = 0;
    if (yes_most > 1) exactly |= can_be_no;
    if (yes_least <= 1) {
        if (unknown_possible) exactly |= can_be_unknown;
        if (!unknown_sure && yes_least == 0) exactly |= can_be_no;
        if (!unknown_sure && yes_most >= 1) exactly |= can_be_yes;
    }
    return exactly | missing;
}

}  // namespace querist::expression
