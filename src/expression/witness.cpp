#include "expression/witness.hpp"

#include <algorithm>
#include <utility>

namespace querist::expression {

namespace {

bool contains(const std::vector<int>& list, int value) {
    return std::ranges::find(list, value) != list.end();
}

class Walk {
public:
    Walk(std::span<const Subject> subjects, std::span<const Answerable> answerable)
        : subjects_(subjects), answerable_(answerable), values_(subjects.size()) {}

    /// False when a required answer is missing and cannot be given.
    bool answer(int position, const Part* part) {
        const Subject& subject = subjects_[at(position)];
        const Answerable& rules = answerable_[at(position)];
        if (!holds(rules.asked_when)) return true;
        Value& value = values_[at(position)];
        if (rules.calculation) {
            value = evaluate(*rules.calculation, values_);
            return true;
        }
        if (subject.kind == SubjectKind::grid) {
            value = cells(subject, rules, part);
            return !rules.required || !std::holds_alternative<Unanswered>(value) ||
                   !any_row_offered(subject, rules);
        }
        if (part != nullptr) {
            value = decided(*part);
        } else if (rules.required) {
            value = least(subject, rules);
        }
        return true;
    }

    std::vector<Value> take() { return std::move(values_); }

private:
    [[nodiscard]] bool holds(const std::optional<Expression>& condition) const {
        return !condition || evaluate(*condition, values_) == Truth::yes;
    }

    [[nodiscard]] bool offered(const std::vector<std::optional<Expression>>& conditions, int index)
        const {
        return at(index) >= conditions.size() || holds(conditions[at(index)]);
    }

    [[nodiscard]] int first_code(const Subject& subject, const Answerable& rules) const {
        for (int code = 0; at(code) < subject.codes.size(); ++code) {
            if (offered(rules.offered_when, code)) return code;
        }
        return is_unanswered;
    }

    [[nodiscard]] bool any_row_offered(const Subject& subject, const Answerable& rules) const {
        if (first_code(subject, rules) < 0) return false;
        for (int row = 0; at(row) < subject.rows.size(); ++row) {
            if (offered(rules.row_offered_when, row)) return true;
        }
        return false;
    }

    /// Whether a presence that is answered row by row has a row and a code to answer with.
    [[nodiscard]] bool any_cell(const Subject& subject, const Answerable& rules) const {
        bool row_offered = subject.rows.empty();
        for (int row = 0; at(row) < subject.rows.size(); ++row) {
            row_offered = row_offered || offered(rules.row_offered_when, row);
        }
        return row_offered && (subject.codes.empty() || first_code(subject, rules) >= 0);
    }

    /// Rows that no condition looks at are filled as far as something is required.
    Value cells(const Subject& subject, const Answerable& rules, const Part* part) {
        const int code = first_code(subject, rules);
        Cells out{std::vector<int>(subject.rows.size(), is_unanswered)};
        std::vector<int> spare;
        for (int row = 0; at(row) < subject.rows.size(); ++row) {
            if (part != nullptr && part->cells[at(row)] != is_open) {
                out.indices[at(row)] = part->cells[at(row)];
            } else if (rules.required && code >= 0 && offered(rules.row_offered_when, row)) {
                spare.push_back(row);
                if (!contains(rules.optional_rows, row)) out.indices[at(row)] = code;
            }
        }
        const auto empty = [&] {
            return std::ranges::all_of(out.indices, [](int cell) { return cell < 0; });
        };
        if (empty() && !spare.empty()) out.indices[at(spare.front())] = code;
        return empty() ? Value{} : Value{std::move(out)};
    }

    static Value decided(const Part& part) {
        if (part.value < 0) return {};
        if (part.subject->kind == SubjectKind::choice) return Choice{part.value};
        if (part.subject->kind != SubjectKind::choices) return part.domain->values[at(part.value)];
        ChoiceSet set;
        for (const int option : part.domain->options) {
            if (part.options[at(option)] == 1) set.indices.push_back(option);
        }
        if (part.others == lone_other_chosen) set.indices.push_back(part.domain->lone_other);
        for (int i = 0; i < part.others; ++i) set.indices.push_back(part.domain->others[at(i)]);
        std::ranges::sort(set.indices);
        return set;
    }

    [[nodiscard]] Value least_choices(const Subject& subject, const Answerable& rules) const {
        ChoiceSet set;
        const std::size_t wanted = at(std::max(rules.at_least.value_or(1), 1));
        int alone = -1;
        for (int code = 0; at(code) < subject.codes.size(); ++code) {
            if (!offered(rules.offered_when, code)) continue;
            if (contains(rules.exclusive, code)) {
                if (alone < 0) alone = code;
            } else if (set.indices.size() < wanted) {
                set.indices.push_back(code);
            }
        }
        const bool enough =
            set.indices.size() == wanted &&
            static_cast<int>(wanted) <= rules.at_most.value_or(static_cast<int>(wanted));
        if (!enough) set.indices.clear();
        if (!enough && alone >= 0) set.indices = {alone};
        return set.indices.empty() ? Value{} : Value{std::move(set)};
    }

    /// A subject that no condition looks at: any answer will do.
    [[nodiscard]] Value least(const Subject& subject, const Answerable& rules) const {
        Domain domain;
        const double low = rules.minimum.value_or(-static_cast<double>(integer_max));
        const double high = rules.maximum.value_or(static_cast<double>(integer_max));
        switch (subject.kind) {
            case SubjectKind::nothing:
            case SubjectKind::grid:
                return {};
            case SubjectKind::presence:
                return any_cell(subject, rules) ? Value{true} : Value{};
            case SubjectKind::boolean:
                return true;
            case SubjectKind::integer:
                fill_whole_numbers(domain, {}, low, high);
                break;
            case SubjectKind::number:
                fill_decimals(domain, {}, low, high);
                break;
            case SubjectKind::text:
                return std::string("x");
            case SubjectKind::choice: {
                const int code = first_code(subject, rules);
                return code < 0 ? Value{} : Value{Choice{code}};
            }
            case SubjectKind::choices:
                return least_choices(subject, rules);
        }
        return domain.values.empty() ? Value{} : domain.values.front();
    }

    std::span<const Subject> subjects_;
    std::span<const Answerable> answerable_;
    std::vector<Value> values_;
};

}  // namespace

std::optional<std::vector<Value>> complete_walk(
    std::span<const Subject> subjects,
    std::span<const Answerable> answerable,
    std::span<const Part> parts,
    std::span<const int> slots
) {
    Walk walk(subjects, answerable);
    for (int position = 0; at(position) < subjects.size(); ++position) {
        const int slot = slots[at(position)];
        if (!walk.answer(position, slot < 0 ? nullptr : &parts[at(slot)])) return std::nullopt;
    }
    return walk.take();
}

}  // namespace querist::expression
