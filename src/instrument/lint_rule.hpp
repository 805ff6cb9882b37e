#pragma once

// Internal to instrument: what a lint rule is. The table of all rules is in lint_table.cpp; the
// functions stand in lint_<idea>.cpp.

#include "instrument/instrument.hpp"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace querist::instrument {

/// One place where a rule applies.
struct Hit {
    Place place;
    std::string message;    ///< What is wrong: one sentence, no full stop.
    std::string cure;       ///< What to do here; empty: the rule's own cure.
    int item = -1;          ///< Whose acknowledgements apply besides the study's.
    int compensation = -1;  ///< The same for a compensation.
    int page = -1;          ///< Which page it is about, where it is about one.
};
using Hits = std::vector<Hit>;

/// What `expression::decide` says of one condition of the study.
enum class Fate {
    open,        ///< Some walk makes it true, some other does not.
    never,       ///< No walk makes it true.
    always,      ///< Every walk makes it true.
    overridden,  ///< It can be true, but not together with the condition of its page or item.
    undecided    ///< The bound of steps was reached.
};

enum class ConditionOf { page, screen_out, item, option, validation, check };

struct ConditionFate {
    ConditionOf of = ConditionOf::item;
    int page = -1;
    int item = -1;
    int check = -1;  ///< Position among the checks of `screening`.
    const Option* option = nullptr;
    const expression::Expression* condition = nullptr;
    Fate fate = Fate::open;
};

/// A study with what several rules ask of it, computed once.
struct Examination {
    const Study& study;
    bool english = false;
    std::vector<ConditionFate> conditions;  ///< Every condition, in study order.
    std::vector<bool> reachable;            ///< One per item: some walk may ask it.
    double minutes = 0;
};

using Find = Hits (*)(const Examination&);

/// What a rule has against one item; the item says where.
struct Fault {
    std::string message;
    std::string cure;  ///< As in Hit.
};

/// A hit for every item against which `fault_of` (Item -> std::optional<Fault>) has something.
template <class FaultOf>
[[nodiscard]] Hits hits_of_items(const Examination& examination, const FaultOf& fault_of) {
    Hits hits;
    int position = 0;
    for (const Item& item : examination.study.items) {
        if (std::optional<Fault> fault = fault_of(item)) {
            hits.push_back({
                .place = item.place,
                .message = std::move(fault->message),
                .cure = std::move(fault->cure),
                .item = position,
            });
        }
        ++position;
    }
    return hits;
}

/// The same for the items that a page shows.
template <class FaultOf>
[[nodiscard]] Hits hits_on_pages(const Examination& examination, const FaultOf& fault_of) {
    return hits_of_items(examination, [&](const Item& item) {
        return is_on_page(item) ? fault_of(item) : std::nullopt;
    });
}

struct Rule {
    LintRule told;
    Find find = nullptr;  ///< Empty for rules about acknowledgements: lint.cpp finds those itself.
};

[[nodiscard]] std::span<const Rule> lint_table();

/// Decides every condition of the study (lint_reachability.cpp).
[[nodiscard]] std::vector<ConditionFate> condition_fates(const Study& study);
[[nodiscard]] std::vector<bool> reachable_items(
    const Study& study, const std::vector<ConditionFate>& fates
);

// lint_ranges.cpp
[[nodiscard]] Hits find_range_gaps(const Examination& examination);
[[nodiscard]] Hits find_range_overlaps(const Examination& examination);
[[nodiscard]] Hits find_range_starts(const Examination& examination);
[[nodiscard]] Hits find_range_ends(const Examination& examination);
// lint_choices.cpp
[[nodiscard]] Hits find_no_none(const Examination& examination);
[[nodiscard]] Hits find_no_prefer_not_to_say(const Examination& examination);
[[nodiscard]] Hits find_no_other(const Examination& examination);
[[nodiscard]] Hits find_other_without_text(const Examination& examination);
[[nodiscard]] Hits find_long_choice_lists(const Examination& examination);
[[nodiscard]] Hits find_repeated_labels(const Examination& examination);
[[nodiscard]] Hits find_lone_choices(const Examination& examination);
[[nodiscard]] Hits find_images_without_words(const Examination& examination);
[[nodiscard]] Hits find_undeclared_personal(const Examination& examination);
// lint_looks.cpp
[[nodiscard]] Hits find_weak_contrast(const Examination& examination);
// lint_scales.cpp
[[nodiscard]] Hits find_unequal_scales(const Examination& examination);
[[nodiscard]] Hits find_unbalanced_scales(const Examination& examination);
// lint_wording.cpp
[[nodiscard]] Hits find_double_barrelled(const Examination& examination);
[[nodiscard]] Hits find_leading(const Examination& examination);
// lint_placeholders.cpp
[[nodiscard]] Hits find_placeholders(const Examination& examination);
// lint_burden.cpp
[[nodiscard]] Hits find_reading_grade(const Examination& examination);
[[nodiscard]] Hits find_too_long(const Examination& examination);
// lint_purpose.cpp
[[nodiscard]] Hits find_serves_nothing(const Examination& examination);
[[nodiscard]] Hits find_research_questions_without_items(const Examination& examination);
[[nodiscard]] Hits find_required_items(const Examination& examination);
// lint_plan.cpp
[[nodiscard]] Hits find_unplanned_questions(const Examination& examination);
[[nodiscard]] Hits find_unplanned_items(const Examination& examination);
// lint_sampling.cpp
[[nodiscard]] Hits find_target_sums(const Examination& examination);
[[nodiscard]] Hits find_strata_sums(const Examination& examination);
[[nodiscard]] Hits find_targets_above_population(const Examination& examination);
[[nodiscard]] Hits find_unreachable_targets(const Examination& examination);
[[nodiscard]] Hits find_margins_without_chance(const Examination& examination);
[[nodiscard]] Hits find_unused_assumptions(const Examination& examination);
[[nodiscard]] Hits find_neyman_without_variation(const Examination& examination);
[[nodiscard]] Hits find_early_stops(const Examination& examination);
[[nodiscard]] Hits find_unsourced_sizes(const Examination& examination);
[[nodiscard]] Hits find_frames_above_population(const Examination& examination);
/// The rules of these, for lint_table.cpp.
[[nodiscard]] std::vector<Rule> sampling_rules();
/// Those about accounts (lint_sign_in.cpp).
[[nodiscard]] std::vector<Rule> sign_in_rules();
// lint_mail.cpp
/// The rules about mails, for lint_table.cpp.
[[nodiscard]] std::vector<Rule> mail_rules();
// lint_compensation.cpp
/// The rules about what is paid, for lint_table.cpp.
[[nodiscard]] std::vector<Rule> compensation_rules();
// lint_identity.cpp
[[nodiscard]] Hits find_identifying_items(const Examination& examination);
[[nodiscard]] Hits find_identifying_links(const Examination& examination);
// lint_consent.cpp
[[nodiscard]] Hits find_no_consent(const Examination& examination);
[[nodiscard]] Hits find_no_minimum_age(const Examination& examination);
[[nodiscard]] Hits find_no_contact(const Examination& examination);
[[nodiscard]] Hits find_no_controller(const Examination& examination);
[[nodiscard]] Hits find_no_ethics_approval(const Examination& examination);
[[nodiscard]] Hits find_no_retention(const Examination& examination);
[[nodiscard]] Hits find_no_thanks(const Examination& examination);
// lint_reachability.cpp
[[nodiscard]] Hits find_contradictory_conditions(const Examination& examination);
[[nodiscard]] Hits find_unreachable_items(const Examination& examination);
[[nodiscard]] Hits find_unreachable_options(const Examination& examination);
[[nodiscard]] Hits find_always_true(const Examination& examination);
[[nodiscard]] Hits find_undecided(const Examination& examination);
// lint_flow.cpp
[[nodiscard]] Hits find_pipes_without_fallback(const Examination& examination);
[[nodiscard]] Hits find_shuffled_scales(const Examination& examination);
// lint_screening.cpp
[[nodiscard]] Hits find_late_screen_outs(const Examination& examination);
// lint_signals.cpp
/// The rules about `screening`, for lint_table.cpp.
[[nodiscard]] std::vector<Rule> signal_rules();

}  // namespace querist::instrument
