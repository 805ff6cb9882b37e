// Rules about what is paid.

#include "instrument/lint_rule.hpp"

#include <fmt/format.h>

namespace querist::instrument {

namespace {

/// Says of each compensation what `fault` finds; an empty text: nothing.
template <class Fault>
Hits hits_of_compensation(const Study& study, Fault fault) {
    Hits hits;
    for (std::size_t i = 0; i < study.compensation.size(); ++i) {
        const Compensation& one = study.compensation[i];
        std::string message = fault(one);
        if (message.empty()) continue;
        hits.push_back({
            .place = one.place,
            .message = std::move(message),
            .cure = {},
            .compensation = static_cast<int>(i),
        });
    }
    return hits;
}

Hits find_ambiguous_compensation(const Examination& examination) {
    return hits_of_compensation(examination.study, [](const Compensation& one) -> std::string {
        const char* lacking = !one.amount              ? "its amount"
                              : one.recipients.empty() ? "who receives it"
                                                       : nullptr;
        if (lacking == nullptr) return {};
        return fmt::format("the compensation \"{}\" does not say {}", one.id, lacking);
    });
}

Hits find_missing_budgets(const Examination& examination) {
    return hits_of_compensation(examination.study, [](const Compensation& one) -> std::string {
        if (one.payment != Payment::codes || one.budget) return {};
        return fmt::format("the compensation \"{}\" is paid by codes out of no budget", one.id);
    });
}

Hits find_budgets_of_nobody(const Examination& examination) {
    return hits_of_compensation(examination.study, [](const Compensation& one) -> std::string {
        if (one.payment != Payment::codes || !one.amount || !one.budget) return {};
        if (one.budget->minor_units >= one.amount->minor_units) return {};
        return fmt::format(
            "the budget of \"{}\", {}, pays not one of {}",
            one.id,
            to_text(*one.budget),
            to_text(*one.amount)
        );
    });
}

Hits find_idle_thresholds(const Examination& examination) {
    return hits_of_compensation(examination.study, [](const Compensation& one) -> std::string {
        if (one.payment != Payment::codes || !one.tax_threshold) return {};
        return fmt::format(
            "nobody knows who claims \"{}\", so nobody is ever found above its threshold", one.id
        );
    });
}

Hits find_small_budgets(const Examination& examination) {
    const SamplePlan* plan = sample_plan_of(examination.study);
    if (plan == nullptr || !plan->target) return {};
    const std::int64_t target = *plan->target;
    return hits_of_compensation(
        examination.study,
        [target](const Compensation& one) -> std::string {
            if (one.payment != Payment::codes || !one.amount || !one.budget) return {};
            if (one.amount->minor_units == 0) return {};
            const std::int64_t pays = one.budget->minor_units / one.amount->minor_units;
            if (pays == 0 || pays >= target) return {};  // Of 0 another rule speaks.
            return fmt::format(
                "the budget of \"{}\" pays {} and {} complete responses are wanted",
                one.id,
                pays,
                target
            );
        }
    );
}

Hits find_unsaid_ends(const Examination& examination) {
    return hits_of_compensation(examination.study, [](const Compensation& one) -> std::string {
        if (one.payment != Payment::codes || one.at_end) return {};
        return fmt::format("nothing says what happens when the budget of \"{}\" ends", one.id);
    });
}

Hits find_repeated_payments(const Examination& examination) {
    if (!has_open_link(examination.study)) return {};
    return hits_of_compensation(examination.study, [](const Compensation& one) -> std::string {
        if (one.payment != Payment::codes || one.eligibility != Eligibility::complete) return {};
        return fmt::format("who answers twice by an open link gets \"{}\" twice", one.id);
    });
}

Hits find_payments_of_nobody(const Examination& examination) {
    const std::optional<Recruitment>& recruitment = examination.study.recruitment;
    if (recruitment && (recruitment->sign_in || recruitment->invitation)) return {};
    return hits_of_compensation(examination.study, [](const Compensation& one) -> std::string {
        const bool of_persons = one.eligibility == Eligibility::complete_persons;
        if (one.payment != Payment::codes || !of_persons) return {};
        return fmt::format("nobody is ever known, so nobody gets \"{}\"", one.id);
    });
}

Hits find_payments_before_a_look(const Examination& examination) {
    if (!examination.study.screening) return {};
    return hits_of_compensation(examination.study, [](const Compensation& one) -> std::string {
        if (one.payment != Payment::codes || one.review_days > 0) return {};
        return fmt::format("\"{}\" is owed at once, before anybody has looked", one.id);
    });
}

/// Whoever is signed for at once and claims at once stands alone between two batches.
Hits find_lone_claims(const Examination& examination) {
    if (examination.study.mode != Mode::anonymous) return {};
    return hits_of_compensation(examination.study, [](const Compensation& one) -> std::string {
        if (one.payment != Payment::codes || one.review_days > 0) return {};
        return fmt::format(
            "\"{}\" can be claimed as soon as it is earned: the first claims hide among nobody",
            one.id
        );
    });
}

}  // namespace

std::vector<Rule> compensation_rules() {
    using enum Severity;
    return {
        {{"ambiguous-compensation",
          warning,
          "A compensation without amount or recipients",
          "state `amount` and `recipients`",
          "\"We will provide financial compensation\""},
         find_ambiguous_compensation},
        {{"no-budget",
          warning,
          "What participants claim is paid out of no budget, so nothing is ever owed",
          "add `budget: 690.00 USD`",
          "paid: codes, and no budget"},
         find_missing_budgets},
        {{"budget-below-amount",
          warning,
          "The budget pays not a single one of what participants claim",
          "raise the budget to as many amounts as responses are wanted",
          "amount: 10.00 USD, and budget: 5.00 USD"},
         find_budgets_of_nobody},
        {{"idle-tax-threshold",
          warning,
          "A tax threshold of what is claimed by codes, whose payees nobody knows",
          "remove `tax threshold`, and ask your finance office about gift cards",
          "paid: codes, and tax threshold: 600.00 USD"},
         find_idle_thresholds},
        {{"budget-below-target",
          warning,
          "The budget pays fewer than the complete responses that are wanted",
          "raise the budget, pay less to each, or want fewer",
          "500.00 USD for 69 gift cards of 10.00 USD"},
         find_small_budgets},
        {{"unsaid-budget-end",
          warning,
          "Nothing says what newcomers meet when the budget has ended",
          "add `when budget ends: stop`, or `tell participants`",
          "a budget for 69, and an open link"},
         find_unsaid_ends},
        {{"repeated-payment",
          warning,
          "A compensation is paid for every complete response, whoever gave it",
          "write `eligible: complete, one per person`, with personal links or a sign-in",
          "eligible: complete, and a link that anybody can pass on: paid surveys get raided"},
         find_repeated_payments},
        {{"payment-of-nobody",
          warning,
          "Known persons are paid, and the study knows nobody: it has neither personal links nor a "
          "sign-in",
          "add `invitation` or `sign in` under `recruitment`, or write `eligible: complete`",
          "eligible: complete, one per person, with an open link alone"},
         find_payments_of_nobody},
        {{"payment-before-review",
          warning,
          "The study screens responses and pays them at once: signals that compare responses know "
          "nothing of the first ones",
          "give the compensation `review days`, such as 2",
          "screening, and paid: codes without review days"},
         find_payments_before_a_look},
        {{"lone-claim",
          warning,
          "An anonymous study pays at once, so that who claims first may be told by the day",
          "give the compensation `review days`, such as 7: all who were eligible by then are "
          "signed "
          "for together",
          "mode: anonymous, and paid: codes without review days"},
         find_lone_claims},
    };
}

}  // namespace querist::instrument
