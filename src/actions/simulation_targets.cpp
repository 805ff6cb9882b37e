#include "actions/simulation_targets.hpp"

#include <algorithm>
#include <optional>

namespace querist::actions {

namespace {

using expression::Expression;
using expression::Value;
using instrument::Option;

class TargetFinder {
public:
    explicit TargetFinder(const instrument::Study& study)
        : study_(study), answerable_(instrument::answerable(study)) {}

    std::vector<Target> find() {
        for (std::size_t i = 0; i < study_.items.size(); ++i) {
            item_ = i;
            way_ = way_to(answerable_[i].asked_when);
            if (answerable_[i].calculation) {
                add_values(study_.items[i]);
            } else if (way_) {
                std::visit([this](const auto& kind) { add_targets(kind); }, study_.items[i].kind);
            }
            if (const auto& asked = answerable_[i].asked_when) add_way_past(*asked);
        }
        return std::move(targets_);
    }

private:
    [[nodiscard]] Target anywhere() const {
        const std::size_t count = study_.items.size();
        return {std::vector<Value>(count), std::vector<bool>(count, false)};
    }

    /// Marks what a condition names, and what the conditions of those name, as binding.
    void bind(Target& target, const Expression& condition) const {
        for (const expression::Reference& reference : condition.references()) {
            const auto subject = static_cast<std::size_t>(reference.subject);
            if (target.binding[subject]) continue;
            target.binding[subject] = true;
            if (const auto& asked = answerable_[subject].asked_when) bind(target, *asked);
            if (const auto& of = answerable_[subject].calculation) bind(target, of->value);
        }
    }

    std::optional<Target> way_to(const std::optional<Expression>& condition) const {
        if (!condition) return anywhere();
        expression::Decision found = expression::decide(study_.subjects, answerable_, *condition);
        return target_of(std::move(found), *condition);
    }

    void add_way_past(const Expression& condition) {
        expression::Decision found =
            expression::decide_not(study_.subjects, answerable_, condition);
        std::optional<Target> past = target_of(std::move(found), condition);
        if (past) targets_.push_back(std::move(*past));
    }

    std::optional<Target> target_of(expression::Decision found, const Expression& condition) const {
        if (found.verdict != expression::Verdict::possible) return std::nullopt;
        Target target = anywhere();
        target.values = std::move(found.witness);
        target.values.resize(study_.items.size());
        bind(target, condition);
        return target;
    }

    /// A way to this item where also an option's own condition is true.
    std::optional<Target> way_to_option(const Option& option) const {
        if (!option.shown_when) return way_;
        const auto& asked = answerable_[item_].asked_when;
        return way_to(
            asked ? expression::conjunction(*asked, *option.shown_when) : option.shown_when
        );
    }

    /// A way to each value that is computed as one of several, through what it is computed from.
    void add_values(const instrument::Item& item) {
        std::vector<std::string> goals;
        if (std::holds_alternative<instrument::YesNo>(item.kind)) goals = {item.id, "!" + item.id};
        for (const Option& one : instrument::options_of(item.kind)) {
            goals.push_back(item.id + " == \"" + one.code + "\"");
        }
        if (goals.empty()) add_way();
        for (const std::string& goal : goals) {
            const expression::Parsed parsed = expression::parse(goal, study_.subjects, {});
            if (!parsed.expression) continue;
            std::optional<Target> way = way_to(parsed.expression);
            if (way) targets_.push_back(std::move(*way));
        }
    }

    void add(std::optional<Target> target, Value value) {
        if (!target) return;
        target->values[item_] = std::move(value);
        target->binding[item_] = true;
        targets_.push_back(std::move(*target));
    }

    void add_targets(const instrument::SingleChoice& kind) {
        for (std::size_t k = 0; k < kind.choices.size(); ++k) {
            add(way_to_option(kind.choices[k]), expression::Choice{static_cast<int>(k)});
        }
    }

    void add_targets(const instrument::SeveralChoices& kind) {
        for (std::size_t k = 0; k < kind.choices.size(); ++k) {
            add(way_to_option(kind.choices[k]), several(kind, k));
        }
    }

    /// The choice and, where an answer needs more, the first others that may stand beside it.
    static expression::ChoiceSet several(
        const instrument::SeveralChoices& kind, std::size_t chosen
    ) {
        const auto alone = [&](std::size_t k) { return instrument::stands_alone(kind.choices[k]); };
        expression::ChoiceSet set{{static_cast<int>(chosen)}};
        const auto least = static_cast<std::size_t>(std::max(kind.at_least.value_or(1), 1));
        for (std::size_t k = 0; k < kind.choices.size() && !alone(chosen); ++k) {
            if (set.indices.size() >= least) break;
            if (k != chosen && !alone(k) && !kind.choices[k].shown_when) {
                set.indices.push_back(static_cast<int>(k));
            }
        }
        std::ranges::sort(set.indices);
        return set;
    }

    void add_targets(const instrument::YesNo&) {
        add(way_, true);
        add(way_, false);
    }

    void add_targets(const instrument::Grid& kind) { add_cells(kind.rows, kind.scale); }
    void add_targets(const instrument::SemanticDifferential& kind) {
        add_cells(kind.rows, kind.points);
    }
    void add_cells(const std::vector<Option>& rows, const std::vector<Option>& scale) {
        for (std::size_t k = 0; k < scale.size(); ++k) {
            expression::Cells cells{std::vector<int>(rows.size(), -1)};
            for (std::size_t row = 0; row < rows.size(); ++row) {
                if (!rows[row].shown_when) cells.indices[row] = static_cast<int>(k);
            }
            add(way_to_option(scale[k]), std::move(cells));
        }
        for (const Option& row : rows) {
            if (!row.shown_when) continue;
            if (std::optional<Target> way = way_to_option(row)) targets_.push_back(std::move(*way));
        }
    }

    // A walk cannot steer what conditions do not look into: the respondent draws it on the way.
    void add_targets(const instrument::Matrix& kind) {
        add_way();
        for (const Option& row : kind.rows) {
            if (!row.shown_when) continue;
            if (std::optional<Target> way = way_to_option(row)) targets_.push_back(std::move(*way));
        }
        for (const Option& choice : kind.choices) {
            if (!choice.shown_when) continue;
            if (std::optional<Target> way = way_to_option(choice)) {
                targets_.push_back(std::move(*way));
            }
        }
    }
    void add_targets(const instrument::Ranking&) { add_way(); }
    void add_targets(const instrument::ConstantSum&) { add_way(); }
    void add_targets(const instrument::NetPromoter&) {
        for (int number = 0; number <= instrument::NetPromoter::greatest; ++number) {
            add(way_, std::int64_t{number});
        }
    }
    void add_targets(const instrument::Email&) { add_way(); }
    void add_targets(const instrument::Date&) { add_way(); }

    void add_targets(const instrument::Consent&) { add(way_, true); }
    void add_targets(const instrument::Text&) { add_way(); }
    void add_targets(const instrument::Number&) { add_way(); }
    void add_targets(const instrument::Information&) { add_way(); }

    void add_way() {
        if (way_) targets_.push_back(*way_);
    }

    const instrument::Study& study_;
    std::vector<expression::Answerable> answerable_;
    std::size_t item_ = 0;       ///< The item that targets are being found for.
    std::optional<Target> way_;  ///< To that item.
    std::vector<Target> targets_;
};

}  // namespace

std::vector<Target> simulation_targets(const instrument::Study& study) {
    return TargetFinder(study).find();
}

}  // namespace querist::actions
