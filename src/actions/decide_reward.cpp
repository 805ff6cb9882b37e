#include "actions/deliver_rewards.hpp"
#include "actions/record.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace querist::actions {

Result<void> decide_reward(
    store::Transaction& answers,
    const store::Keys& keys,
    const RewardOf& reward,
    RewardDecision decision,
    std::string_view reason,
    Instant now,
    RandomSource& random
) {
    const Result<store::StudyRow> study = known_study(answers, reward.study);
    if (!study) return std::unexpected(study.error());
    std::optional<store::ResponseRow> row =
        answers.response_by_public_id(study->id, reward.response);
    if (!row) {
        return failure(
            "rewards.no-response",
            fmt::format("the study has no response {}", reward.response.text()),
            "name one that querist rewards review lists"
        );
    }
    if (row->status != response::Status::complete) {
        return failure(
            "rewards.not-complete",
            fmt::format("the response is {}", response::to_text(row->status)),
            "only what is complete is rewarded"
        );
    }
    if (answers.eligibility().decision(row->id, reward.compensation)) {
        return failure(
            "rewards.decided",
            "this was decided before, and what was told cannot be taken back",
            "exclude the response, or reverse its claim once it was paid"
        );
    }
    for (const auto& [other, was_eligible] : answers.eligibility().decisions(row->id)) {
        if (!was_eligible) continue;
        return failure(
            "rewards.decided",
            fmt::format("this response has its reward from \"{}\"", other),
            "a response is rewarded once: pay anything besides with querist rewards enter"
        );
    }
    const bool eligible = decision == RewardDecision::eligible;
    store::NewEntry entry;
    entry.kind = response::EntryKind::eligible;
    entry.body =
        canonical_json(response::eligible_body(reward.compensation, eligible, reason, now));
    entry.salt = new_salt(random);
    entry.status_after = row->status;
    if (Result<void> appended = answers.append(*row, entry); !appended) return appended;
    answers.eligibility().decide(row->id, reward.compensation, eligible);
    if (!eligible) return {};
    (void)answers.eligibility().queue_reward(
        {.id = reward_message_id(keys, reward),
         .study = reward.study,
         .compensation = reward.compensation,
         .day = compensation::day_of(now)}
    );
    return {};
}

}  // namespace querist::actions
