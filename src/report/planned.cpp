#include "report/planned.hpp"

#include "report/compare.hpp"
#include "report/numbers.hpp"
#include "report/scales.hpp"
#include "report/variable_values.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace querist::report {

namespace {

using instrument::PlannedAnswer;
using response::TableItem;

/// An item that an older version asked otherwise is not the one that the plan means.
bool names(const Ground& ground, const PlannedAnswer& answer, const TableItem& item) {
    return item.changes.empty() && std::ranges::any_of(answer.items, [&](int position) {
               const TableItem* planned = newest_form(ground, position);
               return planned != nullptr && planned->key == item.key;
           });
}

/// Whether the registered plan did not hold an item yet.
bool is_addition(const Ground& ground, const TableItem& item) {
    const auto& plan = ground.facts.plan;
    return plan && std::ranges::any_of(plan->additions.items, [&](int position) {
               const TableItem* added = newest_form(ground, position);
               return added != nullptr && added->key == item.key;
           });
}

/// What joined the plan after it was registered was promised to nobody.
void mark_additions(std::vector<Analysis>& analyses, const std::vector<std::string>& added) {
    for (Analysis& one : analyses) {
        if (std::ranges::count(added, one.id) > 0) one.standing = Standing::exploratory;
    }
}

/// Places of a section's items in the plan; those that are not in it come after all.
std::size_t place_in(const Ground& ground, const PlannedAnswer& answer, const ItemReport& item) {
    for (std::size_t i = 0; i < answer.items.size(); ++i) {
        const TableItem* planned = newest_form(ground, answer.items[i]);
        if (planned != nullptr && planned->key == item.id) return i;
    }
    return answer.items.size();
}

/// Whether a report tells all rounds of an item of a repeated block.
bool is_joint(const ItemReport& item) { return !item.joint.empty() && item.joint == item.id; }
/// Whether another report tells it together with other rounds.
bool is_told_jointly(const ItemReport& item) {
    return !item.joint.empty() && item.joint != item.id;
}

const ItemReport* report_of(const std::vector<Section>& sections, std::string_view id) {
    for (const Section& section : sections) {
        const auto found = std::ranges::find(section.items, id, &ItemReport::id);
        if (found != section.items.end()) return &*found;
    }
    return nullptr;
}

std::string adjustment_sentence(instrument::PAdjustment adjustment) {
    switch (adjustment) {
        case instrument::PAdjustment::none:
            return "p values are not adjusted for their number.";
        case instrument::PAdjustment::holm:
            return "p values are adjusted by Holm's method within each research question.";
        case instrument::PAdjustment::benjamini_hochberg:
            return "p values are adjusted by Benjamini and Hochberg's method within each research "
                   "question.";
    }
    return {};
}

/// When the first response of the report began; empty when not known.
std::optional<Instant> first_start(const Ground& ground) {
    std::optional<Instant> first;
    for (const response::ResponseTable::Meta& meta : ground.table.responses()) {
        const Instant started{std::chrono::microseconds(meta.started)};
        if (meta.started != 0 && (!first || started < *first)) first = started;
    }
    return first;
}

/// What the days of freezing and of the first response tell: only of answers that people gave here.
std::string order_sentence(const Ground& ground, Instant frozen) {
    const std::optional<Instant> first = first_start(ground);
    switch (ground.facts.origin) {
        case response::Origin::synthetic:
            return ". The responses of this report are synthetic: no answers were there to be "
                   "seen.";
        case response::Origin::test:
            return ". The responses of this report are tests: no answers of the study were there "
                   "to be seen.";
        case response::Origin::imported:
            return ". The responses of this report were collected elsewhere and imported: nothing "
                   "here shows whether the plan was made before answers were seen.";
        case response::Origin::pilot:
        case response::Origin::real:
            break;
    }
    if (!first) return ".";
    if (*first < frozen) {
        return ", after the first response of this report had begun: it does not show that the "
               "plan was made before answers were seen.";
    }
    return ", before the first response of this report began.";
}

std::string frozen_sentence(const Ground& ground, const PlanFacts& facts) {
    if (facts.frozen_at) {
        return "It was frozen on " + to_text(*facts.frozen_at).substr(0, 10) + " (UTC)" +
               order_sentence(ground, *facts.frozen_at);
    }
    if (ground.facts.origin == response::Origin::synthetic) {
        return "It is not frozen: freeze it before real answers are seen.";
    }
    return "It was not frozen: nothing shows that it was made before answers were seen.";
}

std::string planned_sentence(const PlanFacts& facts) {
    const auto added = [](const auto& list) { return -static_cast<std::int64_t>(list.size()); };
    std::int64_t items = added(facts.additions.items);
    std::int64_t comparisons = added(facts.additions.comparisons);
    std::int64_t scales = added(facts.additions.scales);
    for (const PlannedAnswer& answer : facts.plan.answers) {
        items += static_cast<std::int64_t>(answer.items.size());
        comparisons += static_cast<std::int64_t>(answer.comparisons.size());
        scales += static_cast<std::int64_t>(answer.scales.size());
    }
    return "Planned: " + plural(items, "item", "items") + ", " +
           plural(comparisons, "comparison", "comparisons") + " and " +
           plural(scales, "scale", "scales") +
           ". Everything else is marked as exploratory, but "
           "for items that describe the sample.";
}

}  // namespace

bool in_plan(const Ground& ground, const TableItem& item) {
    return std::ranges::any_of(ground.plan().answers, [&](const PlannedAnswer& answer) {
        return names(ground, answer, item);
    });
}

Standing standing_of(const Ground& ground, const TableItem& item) {
    if (in_plan(ground, item)) {
        return is_addition(ground, item) ? Standing::exploratory : Standing::planned;
    }
    return item.item.describes_sample || !ground.facts.plan ? Standing::neither
                                                            : Standing::exploratory;
}

std::vector<instrument::Variable> subgroups_of(const Ground& ground, const TableItem& item) {
    std::vector<instrument::Variable> subgroups;
    for (const PlannedAnswer& answer : ground.plan().answers) {
        if (!names(ground, answer, item)) continue;
        for (const instrument::Variable& subgroup : answer.subgroups) {
            const TableItem* by = newest_form(ground, subgroup.item);
            const bool itself = by != nullptr && by->key == item.key;
            if (!itself && std::ranges::count(subgroups, subgroup) == 0) {
                subgroups.push_back(subgroup);
            }
        }
    }
    return subgroups;
}

const PlannedAnswer* planned_answer(const Ground& ground, std::string_view research_question) {
    const auto& answers = ground.plan().answers;
    const auto found =
        std::ranges::find(answers, research_question, &PlannedAnswer::research_question);
    return found == answers.end() ? nullptr : &*found;
}

void answer_section(const Ground& ground, Section& section) {
    const PlannedAnswer* answer = planned_answer(ground, section.id);
    if (section.purpose != Purpose::research_question || answer == nullptr) return;
    section.comparisons = compare_all(ground, *answer);
    for (const instrument::PlannedScale& scale : answer->scales) {
        section.scales.push_back(scale_report(ground, scale));
    }
    if (const auto& plan = ground.facts.plan) {
        mark_additions(section.scales, plan->additions.scales);
    }
    std::vector<std::pair<std::size_t, ItemReport>> placed;
    for (std::size_t i = 0; i < section.items.size(); ++i) {
        // What tells all rounds stands before the first of them.
        const bool tells_all = is_joint(section.items[i]) && i + 1 < section.items.size();
        const ItemReport& named = section.items[tells_all ? i + 1 : i];
        const std::size_t place = place_in(ground, *answer, named);
        placed.emplace_back(place, std::move(section.items[i]));
    }
    section.items.clear();
    for (std::size_t place = 0; place <= answer->items.size(); ++place) {
        for (auto& [at, item] : placed) {
            if (at == place) section.items.push_back(std::move(item));
        }
    }
}

void tell_findings(const Ground& ground, Section& section, const std::vector<Section>& all) {
    if (section.purpose != Purpose::research_question) return;
    const auto tell = [&](const ItemReport& item) {
        section.found.push_back({
            .about = item.number.empty() ? item.question : item.number + ". " + item.question,
            .answer = item.answer,
            .figures = {},
            .evidence = item.id,
            .standing = item.standing,
        });
    };
    const PlannedAnswer* answer = planned_answer(ground, section.id);
    if (answer == nullptr) {
        for (const ItemReport& item : section.items) {
            if (!is_told_jointly(item)) tell(item);
        }
        return;
    }
    for (const int position : answer->items) {
        const TableItem* item = newest_form(ground, position);
        if (item == nullptr) continue;
        const ItemReport* one = report_of(all, item->key);
        if (one != nullptr && is_told_jointly(*one)) one = report_of(all, one->joint);
        const bool told = one == nullptr || std::ranges::any_of(section.found, [&](const auto& f) {
                              return f.evidence == one->id;
                          });
        if (!told) tell(*one);
    }
    const auto tell_all = [&](const std::vector<Analysis>& list, const std::string& kind) {
        for (const Analysis& one : list) {
            section.found.push_back(
                {one.heading, one.answer, one.figures, kind + "." + one.id, one.standing}
            );
        }
    };
    tell_all(section.comparisons, "comparison");
    tell_all(section.scales, "scale");
}

std::optional<PlanReport> plan_report(const Ground& ground) {
    if (!ground.facts.plan) return std::nullopt;
    const PlanFacts& facts = *ground.facts.plan;
    PlanReport report{
        .sentences =
            {"This report answers to the analysis plan with SHA-256 " + facts.hash.hex() + ".",
             frozen_sentence(ground, facts),
             planned_sentence(facts),
             "Intervals have a confidence of " + number_text(100 * facts.plan.confidence) +
                 "%; a p value below " + number_text(1 - facts.plan.confidence) +
                 " counts as a finding; " + adjustment_sentence(facts.plan.adjustment)},
        .deviations = facts.deviations,
    };
    if (facts.is_bound && !facts.deviations.empty()) {
        report.sentences.emplace_back(
            "Planned results are computed as the plan was frozen, with its confidence, adjustment "
            "and expectations; what was changed or added since stands beside them as exploratory."
        );
    }
    return report;
}

}  // namespace querist::report
