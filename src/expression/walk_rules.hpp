#pragma once

// For tests: what answers a walk through a questionnaire may hold, said a second time and plainly.

#include "expression/expression.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace querist::expression {

inline bool holds(const std::optional<Expression>& when, const std::vector<Value>& values) {
    return !when || evaluate(*when, values) == Truth::yes;
}

inline bool contains(const std::vector<int>& list, int value) {
    return std::ranges::find(list, value) != list.end();
}

inline bool offers(
    const std::vector<std::optional<Expression>>& when, int index, const std::vector<Value>& before
) {
    const auto position = static_cast<std::size_t>(index);
    return position >= when.size() || holds(when[position], before);
}

inline bool right_set(
    const ChoiceSet& set, const Answerable& rules, const std::vector<Value>& before
) {
    const auto lone = [&](int index) { return contains(rules.exclusive, index); };
    for (const int index : set.indices) {
        if (!offers(rules.offered_when, index, before)) return false;
    }
    if (set.indices.empty()) return false;
    if (std::ranges::any_of(set.indices, lone)) return set.indices.size() == 1;
    const int count = static_cast<int>(set.indices.size());
    return count >= rules.at_least.value_or(1) && count <= rules.at_most.value_or(count);
}

inline bool right_cells(
    const Subject& subject,
    const Cells& cells,
    const Answerable& rules,
    const std::vector<Value>& before
) {
    bool any_code = false;
    for (int code = 0; code < static_cast<int>(subject.codes.size()); ++code) {
        any_code = any_code || offers(rules.offered_when, code, before);
    }
    bool any_row = false;
    bool any = false;
    for (int row = 0; row < static_cast<int>(subject.rows.size()); ++row) {
        const int cell = cells.indices[static_cast<std::size_t>(row)];
        const bool offered = offers(rules.row_offered_when, row, before);
        if (cell >= 0 && (!offered || !offers(rules.offered_when, cell, before))) return false;
        const bool must =
            rules.required && any_code && offered && !contains(rules.optional_rows, row);
        if (must && cell < 0) return false;
        any_row = any_row || offered;
        any = any || cell >= 0;
    }
    return any || !rules.required || !any_code || !any_row;
}

/// Whether there is an answer that the rules let through: where there is none, nothing is required.
inline bool any_answer(
    const Subject& subject, const Answerable& rules, const std::vector<Value>& before
) {
    const int codes = static_cast<int>(subject.codes.size());
    if (subject.kind == SubjectKind::choices) {
        for (int bits = 1; bits < (1 << codes); ++bits) {
            ChoiceSet set;
            for (int i = 0; i < codes; ++i) {
                if ((bits >> i & 1) != 0) set.indices.push_back(i);
            }
            if (right_set(set, rules, before)) return true;
        }
        return false;
    }
    bool any_row = subject.rows.empty();
    for (int row = 0; row < static_cast<int>(subject.rows.size()); ++row) {
        any_row = any_row || offers(rules.row_offered_when, row, before);
    }
    for (int code = 0; code < codes && any_row; ++code) {
        if (offers(rules.offered_when, code, before)) return true;
    }
    return codes == 0 && any_row;
}

/// Whether a respondent could give `value` after the answers before it: said again, plainly.
inline bool acceptable(
    const Subject& subject,
    const Answerable& rules,
    const Value& value,
    const std::vector<Value>& before
) {
    const bool none = std::holds_alternative<Unanswered>(value);
    if (!holds(rules.asked_when, before)) return none;
    if (subject.kind == SubjectKind::grid) {
        const Cells empty{std::vector<int>(subject.rows.size(), -1)};
        return right_cells(subject, none ? empty : std::get<Cells>(value), rules, before);
    }
    if (none) {
        if (!rules.required) return true;
        return !any_answer(subject, rules, before);
    }
    if (subject.kind == SubjectKind::presence) return any_answer(subject, rules, before);
    if (const auto* choice = std::get_if<Choice>(&value)) {
        return offers(rules.offered_when, choice->index, before);
    }
    if (const auto* set = std::get_if<ChoiceSet>(&value)) return right_set(*set, rules, before);
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        const double number = static_cast<double>(*whole);
        return number >= rules.minimum.value_or(number) && number <= rules.maximum.value_or(number);
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return *number >= rules.minimum.value_or(*number) &&
               *number <= rules.maximum.value_or(*number);
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return !text->empty() &&
               code_points(*text) <=
                   static_cast<std::size_t>(rules.characters_max.value_or(10'000));
    }
    return !rules.must_agree || std::get<bool>(value);
}

inline bool is_walk(
    std::span<const Subject> subjects,
    std::span<const Answerable> answerable,
    const std::vector<Value>& walk
) {
    if (walk.size() != subjects.size()) return false;
    std::vector<Value> before(subjects.size());
    for (std::size_t i = 0; i < subjects.size(); ++i) {
        if (!acceptable(subjects[i], answerable[i], walk[i], before)) return false;
        before[i] = walk[i];
    }
    return true;
}

}  // namespace querist::expression
