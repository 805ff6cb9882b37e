#include "actions/untold_rewards.hpp"

#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

namespace querist::actions {

namespace {

std::vector<store::RewardMessage> all_waiting(store::Snapshot& answers) {
    constexpr int most = 1'000'000;
    return answers.eligibility().reward_messages({}, most);
}

std::int64_t eligible_and_not_waiting(store::Snapshot& answers, const store::StudyRow& study) {
    std::int64_t count = 0;
    for (const auto& [compensation, eligible] : answers.eligibility().eligible_counts(study.id)) {
        count += eligible;
    }
    if (count == 0) return 0;
    count -= std::ranges::count(all_waiting(answers), study.study, &store::RewardMessage::study);
    return std::max<std::int64_t>(0, count);
}

}  // namespace

std::int64_t untold_rewards(
    store::Snapshot& answers, const OpenedRewards* rewards, const store::StudyRow& study
) {
    if (rewards == nullptr) return eligible_and_not_waiting(answers, study);
    std::set<Digest> waiting;
    for (const store::RewardMessage& one : all_waiting(answers)) waiting.insert(one.id);
    // By ids, not by counts: whoever withdrew is eligible no more, and a reward of theirs stays.
    const std::unique_ptr<store::RewardsView> view = rewards->store->view();
    std::int64_t untold = 0;
    answers.eligibility().each_eligible(
        study.id,
        [&](std::string_view compensation, const PublicId& response) {
            const Digest id = reward_message_id(
                rewards->keys, {study.study, std::string(compensation), response}
            );
            untold += waiting.contains(id) || view->message(id) ? 0 : 1;
        }
    );
    return untold;
}

Result<std::int64_t> untold_rewards(
    const std::filesystem::path& data, const OpenedRewards* rewards, std::string_view study_id
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

Problem lost_rewards(std::int64_t untold) {
    return failure(
               "rewards.lost",
               fmt::format(
                   "rewards.db knows nothing of {} responses that were found eligible", untold
               ),
               "put its newest copy back, or, when there is none, tell it again with querist "
               "rewards deliver --tell-again (whoever claimed since that copy can then claim again)"
    )
        .error();
}

std::string told_untold(std::int64_t untold) {
    const Problem lost = lost_rewards(untold);
    return lost.message + ": " + lost.cure;
}

}  // namespace querist::actions
