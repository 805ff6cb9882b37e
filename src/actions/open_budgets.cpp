#include "actions/deliver_rewards.hpp"

namespace querist::actions {

using instrument::Compensation;

std::optional<compensation::BudgetTerms> terms_of(const Compensation& compensation) {
    if (!compensation.payment) return std::nullopt;
    const bool by_codes = *compensation.payment == instrument::Payment::codes;
    const std::optional<Money>& named = compensation.amount   ? compensation.amount
                                        : compensation.budget ? compensation.budget
                                                              : compensation.tax_threshold;
    if (!named || (by_codes && !compensation.amount)) return std::nullopt;
    return compensation::BudgetTerms{
        .id = compensation.id,
        .payment = *compensation.payment,
        .currency = named->currency,
        .each = by_codes ? std::optional(compensation.amount->minor_units) : std::nullopt,
    };
}

Result<void> open_budgets(
    store::RewardsWork& work, const instrument::Study& study, std::int64_t day
) {
    for (const Compensation& compensation : study.compensation) {
        const std::optional<compensation::BudgetTerms> terms = terms_of(compensation);
        if (!terms) continue;
        if (const auto open = work.book(study.id).budget(compensation.id)) {
            // A study that is still written may change what it pays.
            const bool alike =
                open->terms.payment == terms->payment && open->terms.currency == terms->currency;
            if (alike && terms->each && terms->each != open->terms.each) {
                (void)work.change_each(study.id, terms->id, *terms->each);
            }
            continue;
        }
        work.open_budget(study.id, *terms);
        if (!compensation.budget) continue;
        const auto taken = work.take(
            study.id,
            {compensation.id, day, compensation::TotalSet{compensation.budget->minor_units}}
        );
        if (!taken) return std::unexpected(taken.error());
    }
    return {};
}

}  // namespace querist::actions
