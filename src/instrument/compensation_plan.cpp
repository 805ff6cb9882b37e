#include "instrument/compensation_plan.hpp"

#include <algorithm>

namespace querist::instrument {

namespace {

constexpr PaymentSpec payments[] = {
    {Payment::codes,
     "codes",
     "Participants whose response is eligible claim one of the gift-card codes that the study team "
     "bought and imported."},
    {Payment::by_hand,
     "by hand",
     "The study team enters each with its amount and evidence, approves it and pays it; for people "
     "who are no respondents."},
};

constexpr EligibilitySpec eligibilities[] = {
    {Eligibility::complete_persons,
     "complete, one per person",
     "Complete responses that are not excluded, of people known by a personal link or an account: "
     "each of them has one."},
    {Eligibility::complete,
     "complete",
     "Every complete response that is not excluded, also of an open link, where nobody knows who "
     "comes twice."},
};

constexpr BudgetEndSpec budget_ends[] = {
    {BudgetEnd::stop, "stop", "Nobody begins any more."},
    {BudgetEnd::tell,
     "tell participants",
     "Participants are told before they begin that nothing is paid any more."},
};

}  // namespace

std::span<const PaymentSpec> payment_specs() { return payments; }
std::span<const EligibilitySpec> eligibility_specs() { return eligibilities; }
std::span<const BudgetEndSpec> budget_end_specs() { return budget_ends; }

const Compensation* paid_by_codes(std::span<const Compensation> compensation) {
    const auto found =
        std::ranges::find(compensation, std::optional(Payment::codes), &Compensation::payment);
    return found == compensation.end() ? nullptr : &*found;
}

}  // namespace querist::instrument
