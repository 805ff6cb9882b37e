// Rules about conditions. Each is decided exactly over what can be answered (expression::decide),
// so a finding comes with certainty; beyond the bound of steps the rule "undecided" says so.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace querist::instrument {

namespace {

using expression::Expression;
using expression::Verdict;

/// Decides conditions of one study; the same text is decided once.
class Decider {
public:
    explicit Decider(const Study& study) : study_(study), answerable_(answerable(study)) {}

    Verdict possible(const Expression& goal) {
        const auto [known, is_new] = possible_.try_emplace(spelled(goal));
        if (is_new) {
            known->second = some_walk([&](const Walk& walk) { return holds(goal, walk); })
                                ? Verdict::possible
                                : learn(expression::decide(study_.subjects, answerable_, goal));
        }
        return known->second;
    }

    Verdict possible_not(const Expression& goal) {
        const auto [known, is_new] = possible_not_.try_emplace(spelled(goal));
        if (is_new) {
            known->second = some_walk([&](const Walk& walk) { return !holds(goal, walk); })
                                ? Verdict::possible
                                : learn(expression::decide_not(study_.subjects, answerable_, goal));
        }
        return known->second;
    }

    /// Both at once; `outer` may be missing.
    Verdict possible_within(const Expression& goal, const Expression* outer) {
        if (outer == nullptr || outer->text() == goal.text()) return possible(goal);
        const auto [known, is_new] = within_.try_emplace(std::pair(spelled(*outer), spelled(goal)));
        if (is_new) {
            const bool seen = some_walk([&](const Walk& walk) {
                return holds(*outer, walk) && holds(goal, walk);
            });
            known->second =
                seen ? Verdict::possible
                     : learn(expression::decide(
                           study_.subjects, answerable_, expression::conjunction(*outer, goal)
                       ));
        }
        return known->second;
    }

private:
    using Walk = std::vector<expression::Value>;

    /// With the ids of the rounds: what is written alike in two of them is not the same.
    [[nodiscard]] std::string spelled(const Expression& condition) const {
        return expression::to_text(condition, study_.subjects);
    }

    static bool holds(const Expression& condition, const Walk& walk) {
        return expression::evaluate(condition, walk) == expression::Truth::yes;
    }

    /// What a walk that an earlier decision came with already shows need not be decided again.
    template <class Shows>
    bool some_walk(const Shows& shows) const {
        return std::ranges::any_of(walks_, shows);
    }

    Verdict learn(expression::Decision decision) {
        if (decision.verdict == Verdict::possible) {
            if (walks_.size() == walks_kept) walks_.erase(walks_.begin());
            walks_.push_back(std::move(decision.witness));
        }
        return decision.verdict;
    }

    static constexpr std::size_t walks_kept = 24;

    const Study& study_;
    std::vector<expression::Answerable> answerable_;
    std::vector<Walk> walks_;
    std::map<std::string, Verdict> possible_;
    std::map<std::string, Verdict> possible_not_;
    std::map<std::pair<std::string, std::string>, Verdict> within_;
};

Fate fate_of(Decider& decider, const Expression& condition, const Expression* outer) {
    const Verdict alone = decider.possible(condition);
    if (alone == Verdict::impossible) return Fate::never;
    if (alone == Verdict::undecided) return Fate::undecided;
    const Verdict within = decider.possible_within(condition, outer);
    if (within == Verdict::impossible) return Fate::overridden;
    if (within == Verdict::undecided) return Fate::undecided;
    return decider.possible_not(condition) == Verdict::impossible ? Fate::always : Fate::open;
}

const Expression* pointer(const std::optional<Expression>& condition) {
    return condition ? &*condition : nullptr;
}

std::vector<const Option*> conditional_options(const Kind& kind) {
    std::vector<const Option*> conditional;
    for (const Option& option : options_of(kind)) {
        if (option.shown_when) conditional.push_back(&option);
    }
    for (const Option& row : rows_of(kind)) {
        if (row.shown_when) conditional.push_back(&row);
    }
    return conditional;
}

bool shut(Fate fate) { return fate == Fate::never || fate == Fate::overridden; }

/// The check of `screening` that a fate is of, or null.
const ScreeningCheck* check_of(const Study& study, const ConditionFate& fate) {
    if (fate.check < 0 || !study.screening) return nullptr;
    return &study.screening->checks[static_cast<std::size_t>(fate.check)];
}

Place place_of(const Study& study, const ConditionFate& fate) {
    if (!fate.condition->references().empty()) {
        return fate.condition->references().front().place;
    }
    if (fate.option != nullptr) return fate.option->place;
    if (const ScreeningCheck* check = check_of(study, fate)) return check->place;
    if (fate.item >= 0) return study.items[static_cast<std::size_t>(fate.item)].place;
    return study.pages[static_cast<std::size_t>(fate.page)].place;
}

std::string name_of(const Study& study, const ConditionFate& fate) {
    switch (fate.of) {
        case ConditionOf::page:
            return fmt::format("page \"{}\"", study.pages[static_cast<std::size_t>(fate.page)].id);
        case ConditionOf::screen_out:
            return fmt::format(
                "the screen-out of page \"{}\"", study.pages[static_cast<std::size_t>(fate.page)].id
            );
        case ConditionOf::item:
            return fmt::format("\"{}\"", study.items[static_cast<std::size_t>(fate.item)].id);
        case ConditionOf::option:
            return fmt::format(
                "choice \"{}\" of \"{}\"",
                fate.option->code,
                study.items[static_cast<std::size_t>(fate.item)].id
            );
        case ConditionOf::validation:
            return fmt::format(
                "the rule for answers to \"{}\"",
                study.items[static_cast<std::size_t>(fate.item)].id
            );
        case ConditionOf::check: {
            const ScreeningCheck* check = check_of(study, fate);
            return fmt::format("the check \"{}\"", check == nullptr ? "" : check->id);
        }
    }
    std::unreachable();
}

template <class Wanted, class Message>
Hits hits_of(const Examination& examination, const Wanted& wanted, const Message& message) {
    Hits hits;
    for (const ConditionFate& fate : examination.conditions) {
        if (!wanted(fate)) continue;
        hits.push_back({
            .place = place_of(examination.study, fate),
            .message = message(fate, name_of(examination.study, fate), fate.condition->text()),
            .cure = {},
            .item = fate.item,
            .page = fate.page,
        });
    }
    return hits;
}

void add_item_fates(
    Decider& decider, const Study& study, int index, std::vector<ConditionFate>& fates
) {
    const Item& item = study.items[static_cast<std::size_t>(index)];
    const Expression* page = page_condition(study, item);
    const Expression* own = pointer(item.shown_when);
    const auto add =
        [&](ConditionOf of, const Option* option, const Expression& condition, Fate fate) {
            fates.push_back(
                {.of = of,
                 .page = item.page,
                 .item = index,
                 .option = option,
                 .condition = &condition,
                 .fate = fate}
            );
            return fate;
        };
    if (own != nullptr &&
        shut(add(ConditionOf::item, nullptr, *own, fate_of(decider, *own, page)))) {
        return;
    }
    std::optional<Expression> outer;
    if (own != nullptr && page != nullptr) {
        outer = expression::conjunction(*page, *own);
    }
    const Expression* asked = outer ? &*outer : (own != nullptr ? own : page);
    for (const Option* option : conditional_options(item.kind)) {
        if (const Expression* offered = pointer(option->shown_when)) {
            add(ConditionOf::option, option, *offered, fate_of(decider, *offered, asked));
        }
    }
    if (item.valid_when) {
        const Expression& rule = item.valid_when->must_hold;
        add(ConditionOf::validation, nullptr, rule, fate_of(decider, rule, asked));
    }
}

void add_check_fates(Decider& decider, const Study& study, std::vector<ConditionFate>& fates) {
    if (!study.screening) return;
    int position = 0;
    for (const ScreeningCheck& check : study.screening->checks) {
        fates.push_back(
            {.of = ConditionOf::check,
             .page = -1,
             .item = -1,
             .check = position++,
             .option = nullptr,
             .condition = &check.when,
             .fate = fate_of(decider, check.when, nullptr)}
        );
    }
}

}  // namespace

std::vector<ConditionFate> condition_fates(const Study& study) {
    std::vector<ConditionFate> fates;
    Decider decider(study);
    for (std::size_t p = 0; p < study.pages.size(); ++p) {
        const Page& page = study.pages[p];
        bool page_is_shut = false;
        if (const Expression* condition = pointer(page.shown_when)) {
            const Fate fate = fate_of(decider, *condition, nullptr);
            page_is_shut = shut(fate);
            fates.push_back(
                {.of = ConditionOf::page,
                 .page = static_cast<int>(p),
                 .item = -1,
                 .option = nullptr,
                 .condition = condition,
                 .fate = fate}
            );
        }
        // What stands on a page that nobody sees is not told again item by item.
        if (page_is_shut) continue;
        for (int i = page.first_item; i < page.first_item + page.item_count; ++i) {
            add_item_fates(decider, study, i, fates);
        }
        if (page.screen_out) {
            const Expression& when = page.screen_out->when;
            fates.push_back(
                {.of = ConditionOf::screen_out,
                 .page = static_cast<int>(p),
                 .item = -1,
                 .option = nullptr,
                 .condition = &when,
                 .fate = fate_of(decider, when, pointer(page.shown_when))}
            );
        }
    }
    add_check_fates(decider, study, fates);
    return fates;
}

std::vector<bool> reachable_items(const Study& study, const std::vector<ConditionFate>& fates) {
    std::vector<bool> reachable(study.items.size(), true);
    for (const ConditionFate& fate : fates) {
        if (!shut(fate.fate)) continue;
        if (fate.of == ConditionOf::item) reachable[static_cast<std::size_t>(fate.item)] = false;
        if (fate.of != ConditionOf::page) continue;
        const Page& page = study.pages[static_cast<std::size_t>(fate.page)];
        for (int i = page.first_item; i < page.first_item + page.item_count; ++i) {
            reachable[static_cast<std::size_t>(i)] = false;
        }
    }
    return reachable;
}

Hits find_contradictory_conditions(const Examination& examination) {
    return hits_of(
        examination,
        [](const ConditionFate& fate) {
            const bool closes_its_question =
                (fate.of == ConditionOf::validation || fate.of == ConditionOf::screen_out) &&
                fate.fate == Fate::overridden;
            return (fate.fate == Fate::never && fate.of != ConditionOf::option) ||
                   closes_its_question;
        },
        [](const ConditionFate& fate, const std::string& name, const std::string& condition) {
            return fate.fate == Fate::never
                       ? fmt::format("{}: no walk makes `{}` true", name, condition)
                       : fmt::format(
                             "{}: `{}` cannot be true where the question is asked", name, condition
                         );
        }
    );
}

Hits find_unreachable_items(const Examination& examination) {
    return hits_of(
        examination,
        [](const ConditionFate& fate) {
            return fate.fate == Fate::overridden && fate.of == ConditionOf::item;
        },
        [](const ConditionFate&, const std::string& name, const std::string& condition) {
            return fmt::format(
                "{} is never asked: `{}` cannot be true where its page is shown", name, condition
            );
        }
    );
}

Hits find_unreachable_options(const Examination& examination) {
    return hits_of(
        examination,
        [](const ConditionFate& fate) { return shut(fate.fate) && fate.of == ConditionOf::option; },
        [](const ConditionFate&, const std::string& name, const std::string& condition) {
            return fmt::format(
                "{} is never offered: `{}` cannot be true when the question is asked",
                name,
                condition
            );
        }
    );
}

Hits find_always_true(const Examination& examination) {
    return hits_of(
        examination,
        [](const ConditionFate& fate) { return fate.fate == Fate::always; },
        [](const ConditionFate&, const std::string& name, const std::string& condition) {
            return fmt::format("{}: every walk makes `{}` true", name, condition);
        }
    );
}

Hits find_undecided(const Examination& examination) {
    return hits_of(
        examination,
        [](const ConditionFate& fate) { return fate.fate == Fate::undecided; },
        [](const ConditionFate&, const std::string& name, const std::string& condition) {
            return fmt::format(
                "{}: whether `{}` can be true was not decided (bound: {} steps over finitely many "
                "cases)",
                name,
                condition,
                limits::decision_steps_max
            );
        }
    );
}

}  // namespace querist::instrument
