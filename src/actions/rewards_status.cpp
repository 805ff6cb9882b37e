#include "actions/deliver_rewards.hpp"
#include "actions/kept_payment.hpp"
#include "actions/missing_signing_keys.hpp"
#include "actions/reward_reference.hpp"
#include "actions/study_reference.hpp"
#include "actions/untold_rewards.hpp"

#include <fmt/format.h>

namespace querist::actions {

namespace {

/// What the answers of a study say of its rewards.
Result<void> add_answers(
    store::Snapshot& answers,
    const store::StudyRow& study,
    const std::filesystem::path& data,
    RewardsStatus& status
) {
    for (BudgetStanding& budget : status.budgets) {
        if (budget.payment != instrument::Payment::codes) continue;
        budget.undecided =
            answers.eligibility().eligibility_counts(study.id, budget.compensation).undecided;
    }
    constexpr int most = 100'000;
    for (const store::RewardMessage& one : answers.eligibility().reward_messages({}, most)) {
        if (one.study == study.study) ++status.undelivered;
    }
    for (BudgetStanding& budget : status.budgets) {
        const auto missing = missing_signing_key(answers, data, study, budget.compensation);
        if (!missing) return std::unexpected(missing.error());
        if (*missing) budget.warnings.push_back((*missing)->message + ": " + (*missing)->cure);
    }
    return {};
}

Result<RewardsStatus> status_in(
    store::RewardsView& view, const instrument::Study& study, const std::filesystem::path& data
) {
    RewardsStatus status;
    status.study = study.id;
    status.budgets = budget_standings(view, study.id);
    status.unopened = unopened_budgets(view, study);
    const Result<std::vector<store::ItemRow>> items = view.items(study.id);
    if (!items) return std::unexpected(items.error());
    for (BudgetStanding& budget : status.budgets) {
        for (const store::ItemRow& item : *items) {
            const bool waits =
                item.compensation == budget.compensation && item.state == store::ItemState::entered;
            if (waits) ++budget.entered;
        }
        if (const auto state = view.book(study.id).budget(budget.compensation)) {
            for (std::string& change : changed_terms(state->terms, study)) {
                budget.warnings.push_back(std::move(change));
            }
        }
    }
    const Result<void> added =
        look_at_answers(data, study.id, [&](store::Snapshot& answers, const auto& row) {
            return add_answers(answers, row, data, status);
        });
    if (!added) return std::unexpected(added.error());
    return status;
}

/// Without a total all budgets are meant, so the first stands for them.
Result<const instrument::Compensation*> budget_meant(
    const instrument::Study& study, std::string_view compensation, std::string_view total
) {
    if (compensation.empty() && total.empty()) {
        for (const instrument::Compensation& one : study.compensation) {
            if (one.payment) return &one;
        }
    }
    return meant_compensation(study, compensation, std::nullopt);
}

}  // namespace

Result<RewardsStatus> rewards_status(
    const std::filesystem::path& study_folder, const std::filesystem::path& data
) {
    const Result<instrument::Study> study = paying_study(study_folder, data);
    if (!study) return std::unexpected(study.error());
    SystemRandom random;
    const Result<OpenedRewards> rewards =
        open_existing_rewards(data, store::Access::read_only, random);
    if (!rewards) {
        const auto untold = guarded([&] { return untold_rewards(data, nullptr, study->id); });
        if (untold.value_or(0) == 0) return std::unexpected(rewards.error());
        return failure("rewards.lost", "rewards.db is not there", told_untold(*untold));
    }
    return guarded([&]() -> Result<RewardsStatus> {
        const Result<std::int64_t> untold = untold_rewards(data, &*rewards, study->id);
        if (!untold) return std::unexpected(untold.error());
        Result<RewardsStatus> status = status_in(*rewards->store->view(), *study, data);
        if (status) status->untold = *untold;
        return status;
    });
}

std::vector<std::string> reward_warnings(
    const std::filesystem::path& data, const std::string& study
) {
    SystemRandom random;
    const Result<OpenedRewards> rewards =
        open_existing_rewards(data, store::Access::read_only, random);
    store::RewardsStore* const store = rewards ? rewards->store.get() : nullptr;
    const Result<std::vector<std::string>> warnings =
        guarded([&]() -> Result<std::vector<std::string>> {
            std::vector<std::string> all;
            const Result<std::int64_t> untold =
                untold_rewards(data, rewards ? &*rewards : nullptr, study);
            if (!untold) return std::unexpected(untold.error());
            if (*untold > 0) all.push_back(told_untold(*untold));
            if (store == nullptr) return all;
            const std::unique_ptr<store::RewardsView> view = store->view();
            for (const BudgetStanding& budget : budget_standings(*view, study)) {
                all.insert(all.end(), budget.warnings.begin(), budget.warnings.end());
                const auto missing = missing_signing_key(data, study, budget.compensation);
                if (!missing) return std::unexpected(missing.error());
                if (*missing) all.push_back((*missing)->message + ": " + (*missing)->cure);
            }
            return all;
        });
    return warnings.value_or(std::vector<std::string>{});
}

Result<RewardsStatus> set_reward_budget(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    std::string_view compensation,
    std::string_view total,
    Clock& clock,
    RandomSource& random
) {
    const Result<instrument::Study> study = paying_study(study_folder, data);
    if (!study) return std::unexpected(study.error());
    const Result<const instrument::Compensation*> any = budget_meant(*study, compensation, total);
    if (!any) return std::unexpected(any.error());
    const Result<OpenedRewards> rewards = open_or_make_rewards(data, random);
    if (!rewards) return std::unexpected(rewards.error());
    const std::int64_t day = compensation::day_of(clock.now());
    const Result<void> done = rewards->store->run([&](store::RewardsWork& work) -> Result<void> {
        if (Result<void> opened = open_budgets(work, *study, day); !opened) return opened;
        if (total.empty()) return {};
        const instrument::Compensation& meant = **any;
        const auto budget = work.book(study->id).budget(meant.id);
        const Result<Money> amount = meant_amount(total, budget ? budget->terms.currency : "");
        if (!amount) return std::unexpected(amount.error());
        if (!budget) {
            // By hand, and no amount stands in the study file: this one says the currency.
            work.open_budget(
                study->id,
                {.id = meant.id,
                 .payment = meant.payment.value_or(instrument::Payment::by_hand),
                 .currency = amount->currency,
                 .each = std::nullopt}
            );
        }
        const auto taken =
            work.take(study->id, {meant.id, day, compensation::TotalSet{amount->minor_units}});
        if (!taken) return std::unexpected(taken.error());
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return guarded([&] { return status_in(*rewards->store->view(), *study, data); });
}

}  // namespace querist::actions
