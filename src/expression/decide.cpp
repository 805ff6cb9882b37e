#include "expression/calculated.hpp"
#include "expression/domain.hpp"
#include "expression/expression.hpp"
#include "expression/node.hpp"
#include "expression/partial.hpp"
#include "expression/witness.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <queue>
#include <utility>

namespace querist::expression {

namespace {

constexpr std::size_t visits_per_step = 64;

bool any(const std::vector<std::optional<Expression>>& conditions) {
    return std::ranges::any_of(conditions, &std::optional<Expression>::has_value);
}

template <class Visit>
void for_each_subject(const Node& condition, const Visit& visit) {
    for_each_node(condition, [&](const Node& node) {
        if (node.subject >= 0) visit(node.subject);
    });
}

/// The subjects that a goal depends on, through what they are asked and offered for.
struct Scope {
    std::vector<int> positions;  ///< Ascending.
    std::vector<int> slots;      ///< One per subject: its place in `positions`, or -1.
    std::vector<const Node*> conditions;
    bool in_order = true;  ///< Conditions of subjects name earlier ones only.
};

class ScopeBuilder {
public:
    ScopeBuilder(std::span<const Subject> subjects, std::span<const Answerable> answerable)
        : answerable_(answerable) {
        scope_.slots.assign(subjects.size(), -1);
    }

    Scope build(const Node& goal) {
        scope_.conditions.push_back(&goal);
        for_each_subject(goal, [this](int subject) { need(subject); });
        while (!waiting_.empty()) {
            const int subject = waiting_.back();
            waiting_.pop_back();
            const Answerable& rules = answerable_[at(subject)];
            follow(rules.asked_when, subject);
            for (const auto& condition : rules.offered_when) follow(condition, subject);
            for (const auto& condition : rules.row_offered_when) follow(condition, subject);
        }
        std::ranges::sort(scope_.positions);
        for (std::size_t slot = 0; slot < scope_.positions.size(); ++slot) {
            scope_.slots[at(scope_.positions[slot])] = static_cast<int>(slot);
        }
        return std::move(scope_);
    }

private:
    void need(int subject) {
        if (scope_.slots[at(subject)] >= 0) return;
        scope_.slots[at(subject)] = 0;
        scope_.positions.push_back(subject);
        waiting_.push_back(subject);
    }

    void follow(const std::optional<Expression>& condition, int subject) {
        if (!condition) return;
        scope_.conditions.push_back(&condition->node());
        for_each_subject(condition->node(), [&](int other) {
            if (other >= subject) scope_.in_order = false;
            need(other);
        });
    }

    std::span<const Answerable> answerable_;
    Scope scope_;
    std::vector<int> waiting_;
};

/// One decision of the search about one subject's answer.
struct Variable {
    enum class What : std::uint8_t { answer, option, others, row };
    int slot = 0;
    What what = What::answer;
    int index = 0;  ///< option, row: its position.
};

class Search {
public:
    Search(
        std::span<const Subject> subjects,
        std::span<const Answerable> answerable,
        const Expression& goal,
        Truths target,
        std::size_t steps_max
    )
        : subjects_(subjects),
          answerable_(answerable),
          goal_(goal),
          target_(target),
          steps_max_(steps_max),
          scope_(ScopeBuilder(subjects, answerable).build(goal.node())) {}

    Decision run() {
        if (!scope_.in_order) return {};
        // Its values are not those that anybody could answer.
        for (const int position : scope_.positions) {
            if (answerable_[at(position)].calculation) return {};
        }
        prepare();
        for (std::size_t slot = 0; slot < parts_.size(); ++slot)
            update_asked(static_cast<int>(slot));
        trail_.clear();
        if ((judge(goal_.node()) & target_) == 0) return nothing_found();
        return search();
    }

private:
    struct Frame {
        std::vector<int> candidates;
        std::size_t next = 0;
        std::size_t trail = 0;
    };

    void prepare() {
        domains_ = domains_of(subjects_, answerable_, scope_.positions, scope_.conditions);
        parts_.resize(domains_.size());
        dependents_.resize(domains_.size());
        for (std::size_t slot = 0; slot < parts_.size(); ++slot) {
            const Subject& subject = subjects_[at(scope_.positions[slot])];
            const Answerable& rules = answerable_[at(scope_.positions[slot])];
            const Domain& domain = domains_[slot];
            Part& part = parts_[slot];
            part.subject = &subject;
            part.rules = &rules;
            part.domain = &domain;
            part.must = rules.required && !any(rules.offered_when) && !any(rules.row_offered_when);
            part.options.assign(subject.codes.size(), is_open);
            part.cells.assign(subject.rows.size(), is_open);
            if (rules.asked_when) {
                for_each_subject(rules.asked_when->node(), [&](int other) {
                    dependents_[at(scope_.slots[at(other)])].push_back(static_cast<int>(slot));
                });
            }
            add_variables(static_cast<int>(slot), subject, domain);
        }
        evaluation_ = PartialEvaluation(parts_, scope_.slots);
    }

    void add_variables(int slot, const Subject& subject, const Domain& domain) {
        using What = Variable::What;
        if (subject.kind == SubjectKind::grid) {
            for (const int row : domain.rows) variables_.push_back({slot, What::row, row});
            return;
        }
        variables_.push_back({slot, What::answer, 0});
        if (subject.kind != SubjectKind::choices) return;
        for (const int option : domain.options) variables_.push_back({slot, What::option, option});
        variables_.push_back({slot, What::others, 0});
    }

    Truths judge(const Node& node) {
        ++steps_;
        return evaluation_.truths(node);
    }

    [[nodiscard]] bool exhausted() const {
        return steps_ + evaluation_.visits() / visits_per_step > steps_max_;
    }

    void set_asked(int slot, Asked asked) {
        trail_.emplace_back(slot, parts_[at(slot)].asked);
        parts_[at(slot)].asked = asked;
    }

    /// True when it changed.
    bool update_asked(int slot) {
        const std::optional<Expression>& condition = parts_[at(slot)].rules->asked_when;
        if (!condition) return false;
        const Truths truths = judge(condition->node());
        const Asked asked = truths == can_be_yes         ? Asked::yes
                            : (truths & can_be_yes) == 0 ? Asked::no
                                                         : Asked::open;
        if (asked == parts_[at(slot)].asked) return false;
        set_asked(slot, asked);
        return true;
    }

    // Subjects in their order: whether one is asked depends on earlier ones only.
    void propagate(int slot) {
        std::priority_queue<int, std::vector<int>, std::greater<>> waiting(
            std::greater<>{}, dependents_[at(slot)]
        );
        int last = -1;
        while (!waiting.empty()) {
            const int next = waiting.top();
            waiting.pop();
            if (next == last) continue;
            last = next;
            if (!update_asked(next)) continue;
            for (const int dependent : dependents_[at(next)]) waiting.push(dependent);
        }
    }

    void undo_to(std::size_t mark) {
        while (trail_.size() > mark) {
            parts_[at(trail_.back().first)].asked = trail_.back().second;
            trail_.pop_back();
        }
    }

    void assign(const Variable& variable, int value) {
        Part& part = parts_[at(variable.slot)];
        switch (variable.what) {
            case Variable::What::answer:
                part.value = value;
                break;
            case Variable::What::option:
                part.options[at(variable.index)] = value;
                break;
            case Variable::What::others:
                part.others = value;
                break;
            case Variable::What::row:
                part.cells[at(variable.index)] = value;
                break;
        }
    }

    bool offered(const std::vector<std::optional<Expression>>& conditions, int index) {
        if (at(index) >= conditions.size()) return true;
        const std::optional<Expression>& condition = conditions[at(index)];
        return !condition || judge(condition->node()) == can_be_yes;
    }

    std::vector<int> offered_codes(const Part& part) {
        std::vector<int> out;
        for (const int code : part.domain->codes) {
            if (offered(part.rules->offered_when, code)) out.push_back(code);
        }
        return out;
    }

    std::vector<int> candidates(const Variable& variable) {
        const Part& part = parts_[at(variable.slot)];
        switch (variable.what) {
            case Variable::What::answer:
                return answer_candidates(part);
            case Variable::What::option:
                return option_candidates(part, variable.index);
            case Variable::What::others:
                return others_candidates(part);
            case Variable::What::row:
                return row_candidates(part, variable.index);
        }
        return {};
    }

    std::vector<int> answer_candidates(const Part& part) {
        if (part.asked != Asked::yes) return {is_unanswered};
        std::vector<int> out;
        if (part.subject->kind == SubjectKind::choices) {
            if (any_set(part)) out.push_back(0);
        } else if (part.subject->kind == SubjectKind::choice) {
            out = offered_codes(part);
        } else if (part.subject->kind != SubjectKind::presence || any_cell(part)) {
            for (std::size_t i = 0; i < part.domain->values.size(); ++i) {
                out.push_back(static_cast<int>(i));
            }
        }
        if (!part.rules->required || out.empty()) out.push_back(is_unanswered);
        return out;
    }

    /// Whether a presence that is answered row by row has a row and a code to answer with.
    bool any_cell(const Part& part) {
        const auto any_of = [&](const auto& conditions, std::size_t count) {
            bool found = count == 0;
            for (std::size_t i = 0; i < count && !found; ++i) {
                found = offered(conditions, static_cast<int>(i));
            }
            return found;
        };
        return any_of(part.rules->offered_when, part.subject->codes.size()) &&
               any_of(part.rules->row_offered_when, part.subject->rows.size());
    }

    /// Whether what is offered makes any set of choices that the rules let through.
    bool any_set(const Part& part) {
        const std::size_t codes = part.subject->codes.size();
        std::size_t together = part.domain->others.size();
        bool alone = part.domain->lone_other >= 0;
        for (const int option : part.domain->options) {
            if (!offered(part.rules->offered_when, option)) continue;
            if (is_exclusive(part, option)) {
                alone = true;
            } else {
                ++together;
            }
        }
        const std::size_t least = at(std::max(part.rules->at_least.value_or(1), 1));
        const std::size_t most = at(part.rules->at_most.value_or(static_cast<int>(codes)));
        return alone || (together >= least && least <= most);
    }

    static bool is_exclusive(const Part& part, int option) {
        return std::ranges::find(part.rules->exclusive, option) != part.rules->exclusive.end();
    }

    std::vector<int> option_candidates(const Part& part, int option) {
        if (part.value == is_unanswered || !offered(part.rules->offered_when, option)) return {0};
        for (const int other : part.domain->options) {
            if (other == option) break;
            if (part.options[at(other)] != 1) continue;
            if (is_exclusive(part, option) || is_exclusive(part, other)) return {0};
        }
        return {1, 0};
    }

    static std::vector<int> others_candidates(const Part& part) {
        if (part.value == is_unanswered) return {0};
        int chosen = 0;
        bool alone = false;
        for (const int option : part.domain->options) {
            if (part.options[at(option)] != 1) continue;
            ++chosen;
            alone = alone || is_exclusive(part, option);
        }
        if (alone) return {0};
        const int least = std::max(part.rules->at_least.value_or(1), 1);
        const int most = part.rules->at_most.value_or(static_cast<int>(part.subject->codes.size()));
        std::vector<int> out;
        for (int count = 0; at(count) <= part.domain->others.size(); ++count) {
            if (chosen + count < least || chosen + count > most) continue;
            out.push_back(count);
            if (!part.domain->counted) break;
        }
        const bool lone = chosen == 0 && part.domain->lone_other >= 0;
        if (lone && (out.empty() || part.domain->counted)) out.push_back(lone_other_chosen);
        return out;
    }

    std::vector<int> row_candidates(const Part& part, int row) {
        if (part.asked != Asked::yes || !offered(part.rules->row_offered_when, row)) {
            return {is_unanswered};
        }
        std::vector<int> out = offered_codes(part);
        const bool free =
            !part.rules->required ||
            std::ranges::find(part.rules->optional_rows, row) != part.rules->optional_rows.end();
        if (free || out.empty()) out.push_back(is_unanswered);
        return out;
    }

    Decision search() {
        std::vector<Frame> frames(variables_.size());
        std::size_t depth = 0;
        std::size_t settled_at = variables_.size();  // from there on the goal holds whatever comes
        const auto open = [&] {
            frames[depth].candidates = candidates(variables_[depth]);
            frames[depth].next = 0;
            frames[depth].trail = trail_.size();
        };
        if (variables_.empty()) return finished().value_or(Decision{});
        open();
        for (;;) {
            if (exhausted()) return {};
            Frame& frame = frames[depth];
            undo_to(frame.trail);
            if (depth <= settled_at) settled_at = variables_.size();
            if (frame.next == frame.candidates.size()) {
                assign(variables_[depth], is_open);
                if (depth == 0) return nothing_found();
                --depth;
                continue;
            }
            ++steps_;
            assign(variables_[depth], frame.candidates[frame.next++]);
            propagate(variables_[depth].slot);
            if (settled_at == variables_.size()) {
                const Truths truths = judge(goal_.node());
                if ((truths & target_) == 0) continue;
                if ((truths & ~target_) == 0) settled_at = depth;
            }
            if (depth + 1 == variables_.size()) {
                if (std::optional<Decision> found = finished()) return *std::move(found);
                continue;
            }
            ++depth;
            open();
        }
    }

    /// What was tried stands for everything only when every domain is exact.
    [[nodiscard]] Decision nothing_found() const {
        const bool exact = std::ranges::all_of(domains_, &Domain::exact) && !rejected_;
        return {.verdict = exact ? Verdict::impossible : Verdict::undecided, .witness = {}};
    }

    std::optional<Decision> finished() {
        std::optional<std::vector<Value>> walk =
            complete_walk(subjects_, answerable_, parts_, scope_.slots);
        if (!walk) return std::nullopt;
        const Truth truth = evaluate(goal_, *walk);
        const Truths reached = truth == Truth::yes  ? can_be_yes
                               : truth == Truth::no ? can_be_no
                                                    : can_be_unknown;
        if ((reached & target_) == 0) {
            rejected_ = true;  // never a witness that does not hold, whatever went wrong before
            return std::nullopt;
        }
        return Decision{.verdict = Verdict::possible, .witness = *std::move(walk)};
    }

    std::span<const Subject> subjects_;
    std::span<const Answerable> answerable_;
    const Expression& goal_;
    Truths target_;
    std::size_t steps_max_;
    Scope scope_;
    std::vector<Domain> domains_;
    std::vector<Part> parts_;
    std::vector<std::vector<int>> dependents_;
    std::vector<Variable> variables_;
    std::vector<std::pair<int, Asked>> trail_;
    PartialEvaluation evaluation_;
    std::size_t steps_ = 0;
    bool rejected_ = false;
};

Decision decided(
    std::span<const Subject> subjects,
    std::span<const Answerable> answerable,
    const Expression& goal,
    Truths target,
    std::size_t steps_max
) {
    if (!any_calculated(answerable)) {
        return Search(subjects, answerable, goal, target, steps_max).run();
    }
    const std::vector<Answerable> plain = with_calculations(answerable);
    const Expression plain_goal = with_calculations(goal, answerable);
    return Search(subjects, plain, plain_goal, target, steps_max).run();
}

}  // namespace

Decision decide(
    std::span<const Subject> subjects,
    std::span<const Answerable> answerable,
    const Expression& goal,
    std::size_t steps_max
) {
    return decided(subjects, answerable, goal, can_be_yes, steps_max);
}

Decision decide_not(
    std::span<const Subject> subjects,
    std::span<const Answerable> answerable,
    const Expression& goal,
    std::size_t steps_max
) {
    return decided(subjects, answerable, goal, can_be_no | can_be_unknown, steps_max);
}

}  // namespace querist::expression
