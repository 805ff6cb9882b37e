#include "actions/kept_payment.hpp"

#include "actions/deliver_rewards.hpp"
#include "actions/reward_reference.hpp"
#include "actions/rewards.hpp"
#include "actions/study_reference.hpp"
#include "actions/versions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

using instrument::Compensation;

std::string told_payment(const Compensation* paid) {
    if (paid == nullptr || !paid->amount) return "nothing by codes";
    return fmt::format(
        "\"{}\", {}, {}",
        paid->id,
        to_text(*paid->amount),
        paid->claim_days ? fmt::format("claim days: {}", *paid->claim_days) : "without claim days"
    );
}

/// Whether whoever relied on the promise can still claim as long as it said.
bool claims_last(const Compensation& promised, const Compensation& now) {
    if (!now.claim_days) return true;
    return promised.claim_days && *now.claim_days >= *promised.claim_days;
}

}  // namespace

Result<void> keeps_payment(const instrument::Study& promised, const instrument::Study& now) {
    const Compensation* before = instrument::paid_by_codes(promised.compensation);
    const Compensation* after = instrument::paid_by_codes(now.compensation);
    if (before == nullptr) return {};
    const bool kept = after != nullptr && after->id == before->id &&
                      after->amount == before->amount && claims_last(*before, *after);
    if (kept) return {};
    return failure(
        "actions.payment-fixed",
        fmt::format(
            "the study {} promised its participants {} and its file now says {}",
            now.id,
            told_payment(before),
            told_payment(after)
        ),
        fmt::format(
            "write {} again; what is to be paid besides is a compensation of its own with paid: "
            "by hand",
            told_payment(before)
        )
    );
}

Result<instrument::Study> paying_study(
    const std::filesystem::path& study_folder, const std::filesystem::path& data
) {
    Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return study;
    const Result<void> kept = guarded([&] {
        return look_at_answers(
            data,
            study->id,
            [&](store::Snapshot& answers, const store::StudyRow& row) -> Result<void> {
                if (row.life == store::Life::draft || !row.version) return {};
                const Result<instrument::Study> promised = stored_study(answers, *row.version);
                if (!promised) return std::unexpected(promised.error());
                return keeps_payment(*promised, *study);
            }
        );
    });
    if (!kept) return std::unexpected(kept.error());
    return study;
}

Result<PayingStudy> open_paying_study(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    store::Access access,
    RandomSource& random
) {
    Result<instrument::Study> study = paying_study(study_folder, data);
    if (!study) return std::unexpected(study.error());
    Result<OpenedRewards> rewards = open_existing_rewards(data, access, random);
    if (!rewards) return std::unexpected(rewards.error());
    return PayingStudy{*std::move(study), *std::move(rewards)};
}

Result<void> fit_budgets(
    store::RewardsWork& work, const instrument::Study& study, std::int64_t day
) {
    const Result<void> opened = open_budgets(work, study, day);
    if (!opened) return opened;
    for (const compensation::BudgetState& budget : work.budgets(study.id)) {
        const auto named =
            std::ranges::find(study.compensation, budget.terms.id, &Compensation::id);
        const bool paid =
            named != study.compensation.end() && budget.terms.payment == instrument::Payment::codes;
        if (!paid) continue;
        const std::vector<std::string> changes = changed_terms(budget.terms, study);
        if (changes.empty()) continue;
        return failure(
            "actions.payment-differs",
            changes.front(),
            fmt::format(
                "the budget of {} holds cards or claims as it stands: write that again, or, in a "
                "draft, give the compensation another id",
                budget.terms.id
            )
        );
    }
    return {};
}

Result<void> ready_to_pay(
    const instrument::Study& study, const std::filesystem::path& data, Instant now
) {
    const Result<bool> there = holds_file(data, "rewards.db");
    if (!there) return std::unexpected(there.error());
    if (!*there) return {};
    SystemRandom random;
    const Result<OpenedRewards> rewards =
        open_existing_rewards(data, store::Access::read_write, random);
    if (!rewards) return std::unexpected(rewards.error());
    return rewards->store->run([&](store::RewardsWork& work) {
        return fit_budgets(work, study, compensation::day_of(now));
    });
}

}  // namespace querist::actions
