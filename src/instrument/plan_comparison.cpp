// How an analysis plan differs from the one before it, in words.

#include "instrument/analysis_words.hpp"
#include "instrument/instrument.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace querist::instrument {

namespace {

std::string percent(double share) { return fmt::format("{:.6g} %", share * 100); }

/// A plan with everything by name: positions differ between versions of a study.
class NamedPlan {
public:
    struct Placed {
        std::string research_question;
        const Comparison* comparison;
    };

    NamedPlan(const AnalysisPlan& plan, const Study& study) : plan_(plan), study_(study) {}

    [[nodiscard]] const AnalysisPlan& plan() const { return plan_; }

    [[nodiscard]] std::vector<std::string> names(const std::vector<Variable>& variables) const {
        std::vector<std::string> names;
        names.reserve(variables.size());
        for (const Variable& one : variables) names.push_back(variable_name(study_, one));
        return names;
    }
    [[nodiscard]] std::vector<std::string> names(const std::vector<int>& items) const {
        std::vector<std::string> names;
        names.reserve(items.size());
        for (const int item : items) names.push_back(variable_name(study_, Variable{.item = item}));
        return names;
    }
    [[nodiscard]] const PlannedAnswer* answer(std::string_view question) const {
        const auto found =
            std::ranges::find(plan_.answers, question, &PlannedAnswer::research_question);
        return found == plan_.answers.end() ? nullptr : &*found;
    }
    [[nodiscard]] std::map<std::string, Placed> comparisons() const {
        std::map<std::string, Placed> found;
        for (const PlannedAnswer& answer : plan_.answers) {
            for (const Comparison& one : answer.comparisons) {
                found.emplace(one.id, Placed{answer.research_question, &one});
            }
        }
        return found;
    }
    [[nodiscard]] std::map<std::string, const PlannedScale*> scales() const {
        std::map<std::string, const PlannedScale*> found;
        for (const PlannedAnswer& answer : plan_.answers) {
            for (const PlannedScale& one : answer.scales) found.emplace(one.id, &one);
        }
        return found;
    }
    /// "organization_size: small 40 %, large 60 %", by variable.
    [[nodiscard]] std::map<std::string, std::vector<double>> margins() const {
        std::map<std::string, std::vector<double>> found;
        for (const PlannedWeights& weights : plan_.weights) {
            for (const PopulationMargin& one : weights.margins) {
                found.emplace(variable_name(study_, one.variable), one.shares);
            }
        }
        return found;
    }
    /// "each apart", "pro and normal together"; empty without weights by strata.
    [[nodiscard]] std::string weighted_strata() const {
        if (plan_.weights.empty() || !plan_.weights.front().by_strata) return {};
        const std::vector<std::string>& together = plan_.weights.front().together;
        if (together.empty()) return "each apart";
        return fmt::format("{} together", fmt::join(together, " and "));
    }
    [[nodiscard]] std::string weights_source() const {
        return plan_.weights.empty() ? std::string() : plan_.weights.front().source;
    }

private:
    const AnalysisPlan& plan_;
    const Study& study_;
};

class PlanDifferences {
public:
    PlanDifferences(NamedPlan before, NamedPlan after) : before_(before), after_(after) {}

    std::vector<std::string> take() {
        compare_settings();
        compare_weights();
        compare_answers();
        compare_comparisons();
        compare_scales();
        return std::move(found_);
    }

private:
    template <class... Arguments>
    void add(fmt::format_string<Arguments...> words, Arguments&&... arguments) {
        found_.push_back(fmt::format(words, std::forward<Arguments>(arguments)...));
    }

    void compare_text(std::string_view what, const std::string& before, const std::string& after) {
        if (before == after) return;
        if (before.empty()) {
            add("{} is now \"{}\"; it was not stated", what, after);
        } else if (after.empty()) {
            add("{} is no longer stated; it was \"{}\"", what, before);
        } else {
            add("{} is now \"{}\" instead of \"{}\"", what, after, before);
        }
    }

    /// What was added to a list and what was removed from it.
    void compare_names(
        std::string_view of,
        std::string_view one,
        const std::vector<std::string>& before,
        const std::vector<std::string>& after
    ) {
        for (const std::string& name : after) {
            if (std::ranges::find(before, name) == before.end()) {
                add("{}: the {} {} was added", of, one, name);
            }
        }
        for (const std::string& name : before) {
            if (std::ranges::find(after, name) == after.end()) {
                add("{}: the {} {} was removed", of, one, name);
            }
        }
    }

    void compare_settings() {
        const AnalysisPlan& before = before_.plan();
        const AnalysisPlan& after = after_.plan();
        compare_text("the confidence", percent(before.confidence), percent(after.confidence));
        compare_text(
            "the adjustment of p values",
            std::string(adjustment_name(before.adjustment)),
            std::string(adjustment_name(after.adjustment))
        );
        compare_names(
            "choices in order", "item", before_.names(before.ordered), after_.names(after.ordered)
        );
    }

    void compare_weights() {
        const auto before = before_.margins();
        const auto after = after_.margins();
        for (const auto& [name, shares] : after) {
            const auto same = before.find(name);
            if (same == before.end()) {
                add("weights: the margin of {} was added", name);
            } else if (same->second != shares) {
                add("weights: the shares of {} were changed", name);
            }
        }
        for (const auto& [name, shares] : before) {
            if (!after.contains(name)) add("weights: the margin of {} was removed", name);
        }
        compare_text("weighting by strata", before_.weighted_strata(), after_.weighted_strata());
        compare_text(
            "the source of the weights", before_.weights_source(), after_.weights_source()
        );
    }

    void compare_answers() {
        for (const PlannedAnswer& after : after_.plan().answers) {
            const std::string& question = after.research_question;
            const PlannedAnswer* before = before_.answer(question);
            if (before == nullptr) {
                add("the research question {} was not planned", question);
                continue;
            }
            compare_names(
                question, "item", before_.names(before->items), after_.names(after.items)
            );
            compare_names(
                question,
                "sub-group",
                before_.names(before->subgroups),
                after_.names(after.subgroups)
            );
        }
        for (const PlannedAnswer& before : before_.plan().answers) {
            if (after_.answer(before.research_question) != nullptr) continue;
            add("the plan for the research question {} was removed", before.research_question);
        }
    }

    void compare_comparisons() {
        const auto before = before_.comparisons();
        const auto after = after_.comparisons();
        for (const auto& [id, now] : after) {
            const auto same = before.find(id);
            if (same == before.end()) {
                add("the comparison {} was added ({})", id, test_spec(now.comparison->test).name);
            } else {
                compare_one(id, same->second, now);
            }
        }
        for (const auto& [id, then] : before) {
            if (after.contains(id)) continue;
            add("the comparison {} was removed ({})", id, test_spec(then.comparison->test).name);
        }
    }

    void compare_one(
        const std::string& id, const NamedPlan::Placed& then, const NamedPlan::Placed& now
    ) {
        const auto joined = [](const std::vector<std::string>& names) {
            return fmt::format("{}", fmt::join(names, ", "));
        };
        const Comparison& before = *then.comparison;
        const Comparison& after = *now.comparison;
        const auto part = [&](std::string_view what) {
            return fmt::format("the {} of the comparison {}", what, id);
        };
        compare_text(part("research question"), then.research_question, now.research_question);
        compare_text(
            part("test"),
            std::string(test_spec(before.test).name),
            std::string(test_spec(after.test).name)
        );
        compare_text(
            part("subject"),
            joined(before_.names(before.compared)),
            joined(after_.names(after.compared))
        );
        compare_text(
            part("grouping"), joined(before_.names(before.by)), joined(after_.names(after.by))
        );
        compare_text(
            part("treatment of missing answers"),
            std::string(missing_name(before.missing)),
            std::string(missing_name(after.missing))
        );
        compare_text(part("expectation"), before.expects, after.expects);
    }

    void compare_scales() {
        const auto before = before_.scales();
        const auto after = after_.scales();
        for (const auto& [id, now] : after) {
            const auto same = before.find(id);
            if (same == before.end()) {
                add("the scale {} was added", id);
                continue;
            }
            compare_text(
                fmt::format("what the scale {} measures", id), same->second->measures, now->measures
            );
            compare_names(
                fmt::format("scale {}", id),
                "item",
                before_.names(same->second->variables),
                after_.names(now->variables)
            );
        }
        for (const auto& [id, then] : before) {
            if (!after.contains(id)) add("the scale {} was removed", id);
        }
    }

    NamedPlan before_;
    NamedPlan after_;
    std::vector<std::string> found_;
};

/// Whether the same is computed: the expectation in words is another matter.
bool same_analysis(
    const NamedPlan& before,
    const NamedPlan::Placed& then,
    const NamedPlan& after,
    const NamedPlan::Placed& now
) {
    return then.research_question == now.research_question &&
           then.comparison->test == now.comparison->test &&
           then.comparison->missing == now.comparison->missing &&
           before.names(then.comparison->compared) == after.names(now.comparison->compared) &&
           before.names(then.comparison->by) == after.names(now.comparison->by);
}

void add_items(const NamedPlan& before, const NamedPlan& after, PlanAdditions& additions) {
    for (const PlannedAnswer& answer : after.plan().answers) {
        const PlannedAnswer* then = before.answer(answer.research_question);
        const std::vector<std::string> known =
            then == nullptr ? std::vector<std::string>() : before.names(then->items);
        const std::vector<std::string> names = after.names(answer.items);
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (std::ranges::find(known, names[i]) == known.end()) {
                additions.items.push_back(answer.items[i]);
            }
        }
    }
}

}  // namespace

std::vector<std::string> compare_plans(
    const AnalysisPlan& before,
    const Study& study_before,
    const AnalysisPlan& after,
    const Study& study_after
) {
    return PlanDifferences({before, study_before}, {after, study_after}).take();
}

PlanAdditions plan_additions(
    const AnalysisPlan& before,
    const Study& study_before,
    const AnalysisPlan& after,
    const Study& study_after
) {
    const NamedPlan then(before, study_before);
    const NamedPlan now(after, study_after);
    PlanAdditions additions;
    add_items(then, now, additions);
    const auto comparisons = then.comparisons();
    for (const auto& [id, placed] : now.comparisons()) {
        const auto known = comparisons.find(id);
        if (known != comparisons.end() && same_analysis(then, known->second, now, placed)) continue;
        additions.comparisons.push_back(id);
    }
    const auto scales = then.scales();
    for (const auto& [id, scale] : now.scales()) {
        const auto known = scales.find(id);
        const bool same = known != scales.end() &&
                          then.names(known->second->variables) == now.names(scale->variables);
        if (!same) additions.scales.push_back(id);
    }
    return additions;
}

namespace {

bool same_analysis(const Comparison& one, const Comparison& other) {
    return one.id == other.id && one.test == other.test && one.missing == other.missing &&
           one.compared == other.compared && one.by == other.by;
}
bool same_analysis(const PlannedScale& one, const PlannedScale& other) {
    return one.id == other.id && one.variables == other.variables;
}

template <class T>
void add_missing(std::vector<T>& list, const std::vector<T>& more) {
    for (const T& one : more) {
        if (std::ranges::find(list, one) == list.end()) list.push_back(one);
    }
}

/// Joins two plans of a research question, what was registered first in its words.
class Binding {
public:
    Binding(const AnalysisPlan& registered, const AnalysisPlan& in_force)
        : registered_(registered), in_force_(in_force) {
        for (const PlannedAnswer& answer : registered.answers) {
            for (const Comparison& one : answer.comparisons) taken_.insert(one.id);
            for (const PlannedScale& one : answer.scales) taken_.insert(one.id);
        }
    }

    BoundPlan take() {
        bound_.plan = in_force_;
        bound_.plan.confidence = registered_.confidence;
        bound_.plan.adjustment = registered_.adjustment;
        add_missing(bound_.plan.ordered, registered_.ordered);
        static const PlannedAnswer nothing;
        for (PlannedAnswer& answer : bound_.plan.answers) {
            const PlannedAnswer* then = answer_of(registered_, answer.research_question);
            bind(answer, then == nullptr ? nothing : *then);
        }
        for (const PlannedAnswer& then : registered_.answers) {
            if (answer_of(in_force_, then.research_question) != nullptr) continue;
            bound_.plan.answers.push_back(then);
        }
        return std::move(bound_);
    }

private:
    static const PlannedAnswer* answer_of(const AnalysisPlan& plan, std::string_view question) {
        const auto found =
            std::ranges::find(plan.answers, question, &PlannedAnswer::research_question);
        return found == plan.answers.end() ? nullptr : &*found;
    }

    void bind(PlannedAnswer& answer, const PlannedAnswer& then) {
        for (const int item : answer.items) {
            if (std::ranges::count(then.items, item) == 0) bound_.additions.items.push_back(item);
        }
        add_missing(answer.items, then.items);
        add_missing(answer.subgroups, then.subgroups);
        bind(answer.comparisons, then.comparisons, bound_.additions.comparisons);
        bind(answer.scales, then.scales, bound_.additions.scales);
    }

    template <class T>
    void bind(std::vector<T>& now, const std::vector<T>& then, std::vector<std::string>& added) {
        std::set<std::string> kept;
        for (T& one : now) {
            const auto same = std::ranges::find_if(then, [&](const T& other) {
                return same_analysis(one, other);
            });
            if (same != then.end()) {
                one = *same;  // in the words that were registered
                kept.insert(one.id);
                continue;
            }
            while (taken_.contains(one.id)) one.id += "-changed";
            taken_.insert(one.id);
            added.push_back(one.id);
        }
        for (const T& one : then) {
            if (!kept.contains(one.id)) now.push_back(one);
        }
    }

    const AnalysisPlan& registered_;
    const AnalysisPlan& in_force_;
    std::set<std::string> taken_;
    BoundPlan bound_;
};

}  // namespace

BoundPlan bound_plan(const AnalysisPlan& registered, const AnalysisPlan& in_force) {
    return Binding(registered, in_force).take();
}

}  // namespace querist::instrument
