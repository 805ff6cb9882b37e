#include "actions/untold_rewards.hpp"

#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace querist::actions {

std::int64_t untold_rewards(
    store::Snapshot& answers, store::RewardsStore* rewards, const store::StudyRow& study
) {
    constexpr int most = 1'000'000;
    std::map<std::string, std::int64_t> missing;
    for (const auto& [compensation, eligible] : answers.eligibility().eligible_counts(study.id)) {
        missing[compensation] = eligible;
    }
    if (missing.empty()) return 0;
    for (const store::RewardMessage& waiting : answers.eligibility().reward_messages({}, most)) {
        if (waiting.study == study.study) --missing[waiting.compensation];
    }
    const auto view = rewards == nullptr ? nullptr : rewards->view();
    std::int64_t untold = 0;
    for (const auto& [compensation, left] : missing) {
        const store::MessageCounts told =
            view ? view->message_counts(study.study, compensation) : store::MessageCounts{};
        untold += std::max<std::int64_t>(0, left - told.owed - told.refused);
    }
    return untold;
}

Result<std::int64_t> untold_rewards(
    const std::filesystem::path& data, store::RewardsStore* rewards, std::string_view study_id
) {
    std::int64_t untold = 0;
    const Result<void> looked =
        look_at_answers(data, study_id, [&](store::Snapshot& answers, const auto& study) {
            untold = untold_rewards(answers, rewards, study);
            return Result<void>();
        });
    if (!looked) return std::unexpected(looked.error());
    return untold;
}

std::string told_untold(std::int64_t untold) {
    return fmt::format(
        "rewards.db knows nothing of {} responses that were found eligible: put its newest copy "
        "back, or, when there is none, tell it again with querist rewards deliver --tell-again "
        "(whoever claimed since that copy can then claim again)",
        untold
    );
}

}  // namespace querist::actions
