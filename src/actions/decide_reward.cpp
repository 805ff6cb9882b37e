#include "actions/deliver_rewards.hpp"
#include "actions/hear_appeals.hpp"
#include "actions/kept_moments.hpp"
#include "actions/record.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace querist::actions {

namespace {

/// What was found eligible stays so; a refusal is overturned, or said again against an appeal.
Result<void> may_decide(
    store::Transaction& answers,
    ResponseId response,
    const RewardOf& reward,
    RewardDecision decision
) {
    const std::optional<bool> before =
        answers.eligibility().decision(response, reward.compensation);
    const bool overturns = decision == RewardDecision::overturned;
    if (overturns && before != false) {
        return failure(
            "rewards.not-refused",
            "its reward was never refused",
            "say querist rewards approve without --overturn, if it waits"
        );
    }
    if (!before || overturns) return {};
    if (*before) {
        return failure(
            "rewards.decided",
            "this was decided before, and what was told cannot be taken back",
            "exclude the response, or reverse its claim once it was paid"
        );
    }
    if (decision == RewardDecision::refused) {
        const std::optional<Appeal> appeal = appeal_of(answers.entries(response));
        if (appeal && appeal->stage == Appeal::Stage::waiting) return {};
    }
    return failure(
        "rewards.decided",
        "its reward was refused before",
        "nothing needs to be done; if that was wrong, say querist rewards approve --overturn with "
        "a reason"
    );
}

}  // namespace

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
    if (Result<void> may = may_decide(answers, row->id, reward, decision); !may) return may;
    for (const auto& [other, was_eligible] : answers.eligibility().decisions(row->id)) {
        if (!was_eligible) continue;
        return failure(
            "rewards.decided",
            fmt::format("this response has its reward from \"{}\"", other),
            "a response is rewarded once: pay anything besides with querist rewards enter"
        );
    }
    const bool eligible = decision != RewardDecision::refused;
    store::NewEntry entry;
    entry.kind = response::EntryKind::eligible;
    const Instant at = kept_moment_in(study->mode, now);
    entry.body = canonical_json(response::eligible_body(reward.compensation, eligible, reason, at));
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
