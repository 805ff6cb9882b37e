#include "actions/deliver_rewards.hpp"

#include "actions/eligible_entries.hpp"
#include "actions/fold.hpp"
#include "actions/review_end.hpp"
#include "actions/review_entries.hpp"
#include "actions/screen_responses.hpp"
#include "actions/study_reference.hpp"
#include "actions/untold_rewards.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <variant>

namespace querist::actions {

namespace {

using compensation::ClaimsEnded;
using compensation::FoundEligible;
using instrument::Compensation;

constexpr int responses_at_once = 100;
constexpr int messages_at_once = 500;

/// What entries say of a response that could be rewarded.
struct Looked {
    std::optional<Instant> completed = {};
    bool excluded = false;
    bool kept = false;                    ///< Somebody looked at it and said that it counts.
    std::vector<std::string> flags = {};  ///< But those that only count points.
};

Looked look_at(const std::vector<store::EntryRow>& entries) {
    Looked looked{.excluded = excluded_by(entries)};
    looked.kept = review_of(entries).verdict == Verdict::kept;
    for (const store::EntryRow& entry : entries) {
        const bool speaks = entry.kind == response::EntryKind::completion ||
                            entry.kind == response::EntryKind::flag;
        if (!speaks || !entry.body) continue;
        const nlohmann::json body = nlohmann::json::parse(*entry.body, nullptr, false);
        const auto word = [&body](const char* key) {
            return body.is_object() && body.contains(key) && body.at(key).is_string()
                       ? body.at(key).get<std::string>()
                       : std::string();
        };
        if (entry.kind == response::EntryKind::flag) {
            const bool of_person =
                word("flag") == flagged_by_hand || word("flag") == exclusion_proposed;
            looked.flags.push_back(
                of_person && !word("by").empty()
                    ? fmt::format("{} ({}: {})", word("flag"), word("by"), word("reason"))
                    : word("flag")
            );
        } else {
            looked.completed = parse_instant(word("at"));
        }
    }
    std::erase_if(looked.flags, screening::is_counted_flag);
    std::erase(looked.flags, appealed);  // its text is listed apart
    return looked;
}

/// Why responses should be looked at, by the study's screening: computed when it is first asked
/// for, since it goes through all of them.
class Signals {
public:
    Signals(store::Snapshot& snapshot, const store::StudyRow& study)
        : snapshot_(snapshot), study_(study) {}

    /// Nothing when the response gives too few.
    const std::vector<std::string>& of(const store::UndecidedResponse& one) {
        static const std::vector<std::string> none;
        auto known = by_origin_.find(one.origin);
        if (known == by_origin_.end()) {
            known = by_origin_.emplace(one.origin, screened(one.origin)).first;
        }
        const auto reasons = known->second.find(one.public_id);
        return reasons == known->second.end() ? none : reasons->second;
    }

private:
    using Reasons = std::map<PublicId, std::vector<std::string>>;

    Reasons screened(response::Origin origin) {
        Reasons reasons;
        const Result<std::optional<ScreenedStudy>> all =
            screen_responses(snapshot_, study_, origin);
        if (!all) throw store::StoreFailure(all.error());
        if (!*all) return reasons;
        for (const ScreenedResponse& one : (*all)->flagged) {
            if (!one.screened.waits()) continue;
            for (const screening::Evidence& evidence : one.screened.evidence) {
                reasons[one.screened.id].push_back(evidence.signal + ": " + evidence.reason);
            }
        }
        return reasons;
    }

    store::Snapshot& snapshot_;
    const store::StudyRow& study_;
    std::map<response::Origin, Reasons> by_origin_;
};

struct Decided {
    ResponseId row;
    PublicId response;
    RewardDecision decision = RewardDecision::eligible;
    std::string reason;
};

/// What the study's own rule says of a complete response, or why it waits.
std::variant<Decided, WaitingResponse> judged(
    store::Snapshot& snapshot,
    Signals& signals,
    const Compensation& compensation,
    const store::UndecidedResponse& one,
    Known known,
    Instant now
) {
    const bool of_persons = compensation.eligibility == instrument::Eligibility::complete_persons;
    if (of_persons && !one.known_person) {
        return Decided{
            one.response, one.public_id, RewardDecision::refused, std::string(refused_as_unknown)
        };
    }
    const Looked looked = look_at(snapshot.entries(one.response));
    std::vector<std::string> reasons;
    if (looked.excluded) reasons.emplace_back("it is excluded");
    if (!looked.kept) {
        for (const std::string& flag : looked.flags) reasons.push_back("flag " + flag);
        for (const std::string& reason : signals.of(one)) reasons.push_back(reason);
    }
    if (!looked.completed) reasons.emplace_back("nobody knows when it was completed");
    const Instant due = review_end(looked.completed.value_or(now), compensation.review_days, known);
    if (due > now) {
        reasons.push_back(fmt::format("its days of review end at {}", querist::to_text(due)));
    }
    if (reasons.empty()) return Decided{one.response, one.public_id, RewardDecision::eligible, ""};
    return WaitingResponse{
        .response = one.public_id,
        .compensation = compensation.id,
        .completed = looked.completed,
        .reasons = std::move(reasons)
    };
}

/// Decides about the responses of one compensation.
class EligibilityRound {
public:
    EligibilityRound(
        store::Store& answers,
        const store::Keys& keys,
        const store::StudyRow& study,
        Instant now,
        RandomSource& random,
        RewardRound& round
    )
        : answers_(answers),
          keys_(keys),
          study_(study),
          now_(now),
          random_(random),
          round_(round) {}

    Result<void> decide(const Compensation& compensation) {
        ResponseId after;
        const std::unique_ptr<store::Snapshot> snapshot = answers_.snapshot();
        Signals signals(*snapshot, study_);
        for (;;) {
            const std::vector<store::UndecidedResponse> undecided =
                snapshot->eligibility().undecided(
                    study_.id, compensation.id, after, responses_at_once
                );
            if (undecided.empty()) return {};
            after = undecided.back().response;
            std::vector<Decided> decided;
            for (const store::UndecidedResponse& one : undecided) {
                auto what =
                    judged(*snapshot, signals, compensation, one, known_in(study_.mode), now_);
                if (auto* const waits = std::get_if<WaitingResponse>(&what)) {
                    round_.waiting.push_back(std::move(*waits));
                } else {
                    decided.push_back(std::get<Decided>(std::move(what)));
                }
            }
            if (decided.empty()) continue;
            if (Result<void> kept = keep(compensation, decided); !kept) return kept;
        }
    }

private:
    Result<void> keep(const Compensation& compensation, const std::vector<Decided>& decided) {
        RewardRound done;
        const Result<void> kept = answers_.run([&](store::Transaction& transaction) {
            done = {};
            for (const Decided& one : decided) {
                if (is_doubted_now(transaction, one)) continue;
                const RewardOf reward{study_.study, compensation.id, one.response};
                Result<void> went = decide_reward(
                    transaction, keys_, reward, one.decision, one.reason, now_, random_
                );
                if (went) {
                    ++(one.decision == RewardDecision::eligible ? done.eligible : done.not_eligible
                    );
                    continue;
                }
                // Withdrawn, or decided by somebody else, since the snapshot.
                const std::string& code = went.error().code;
                if (code != "rewards.decided" && code != "rewards.not-complete") return went;
            }
            return Result<void>{};
        });
        round_.eligible += done.eligible;
        round_.not_eligible += done.not_eligible;
        return kept;
    }

    /// Somebody excluded or flagged it since the snapshot: it waits for the next round.
    static bool is_doubted_now(store::Transaction& transaction, const Decided& one) {
        if (one.decision != RewardDecision::eligible) return false;
        const Looked looked = look_at(transaction.entries(one.row));
        return looked.excluded || (!looked.kept && !looked.flags.empty());
    }

    store::Store& answers_;
    const store::Keys& keys_;
    const store::StudyRow& study_;
    Instant now_;
    RandomSource& random_;
    RewardRound& round_;
};

/// Owes what a message is about, when the budget covers it.
Result<store::MessageOutcome> owe(
    store::RewardsWork& work, const store::RewardMessage& message, std::int64_t day
) {
    const auto taken =
        work.take(message.study, {message.compensation, day, FoundEligible{message.id}});
    if (taken) return store::MessageOutcome::owed;
    const std::string& code = taken.error().code;
    if (code == "compensation.budget-spent" || code == "compensation.claims-ended") {
        return store::MessageOutcome::refused;
    }
    return std::unexpected(taken.error());
}

/// Applies messages, each once, in the order of their ids.
Result<void> apply_messages(
    store::RewardsWork& work,
    const std::vector<store::RewardMessage>& messages,
    std::int64_t day,
    std::vector<store::RewardMessage>& applied,
    RewardRound& round
) {
    for (const store::RewardMessage& message : messages) {
        if (!work.message(message.id)) {
            // A budget that a backup of rewards.db does not have is opened with its study.
            if (!work.book(message.study).budget(message.compensation)) continue;
            const Result<store::MessageOutcome> outcome = owe(work, message, day);
            if (!outcome) return std::unexpected(outcome.error());
            (void)work.note_message(message, *outcome);
            ++(*outcome == store::MessageOutcome::owed ? round.owed : round.refused);
        }
        applied.push_back(message);
    }
    return {};
}

/// Hands what answers.db has to tell to rewards.db, and then forgets it there.
Result<void> deliver_messages(
    store::Store& answers, OpenedRewards& rewards, std::int64_t day, RewardRound& round
) {
    // What a budget that is not open keeps from being applied stays, and holds up no other.
    Digest after;
    for (;;) {
        const std::vector<store::RewardMessage> messages =
            answers.snapshot()->eligibility().reward_messages(after, messages_at_once);
        if (messages.empty()) return {};
        after = messages.back().id;
        std::vector<store::RewardMessage> applied;
        RewardRound done;
        Result<void> went = rewards.store->run([&](store::RewardsWork& work) {
            return apply_messages(work, messages, day, applied, done);
        });
        if (!went) return went;
        round.owed += done.owed;
        round.refused += done.refused;
        if (applied.empty()) continue;
        went = answers.run([&](store::Transaction& transaction) -> Result<void> {
            transaction.eligibility().forget_rewards(applied);
            return {};
        });
        if (!went) return went;
    }
}

/// Lays the messages of all eligible responses that rewards.db does not know out again.
Result<void> tell_again(
    store::Store& answers, OpenedRewards& rewards, const store::StudyRow& study, std::int64_t day
) {
    const std::unique_ptr<store::RewardsView> view = rewards.store->view();
    return answers.run([&](store::Transaction& transaction) -> Result<void> {
        std::vector<RewardOf> eligible;
        transaction.eligibility().each_eligible(
            study.id,
            [&](std::string_view compensation, const PublicId& response) {
                eligible.push_back({study.study, std::string(compensation), response});
            }
        );
        for (const RewardOf& reward : eligible) {
            const Digest id = reward_message_id(rewards.keys, reward);
            if (view->message(id)) continue;
            (void)transaction.eligibility().queue_reward(
                {.id = id, .study = reward.study, .compensation = reward.compensation, .day = day}
            );
        }
        return {};
    });
}

/// A budget that was raised owes what it had refused.
Result<void> owe_what_was_refused(
    OpenedRewards& rewards,
    std::string_view study,
    std::string_view name,
    std::int64_t day,
    RewardRound& round
) {
    std::int64_t owed = 0;
    const Result<void> went = rewards.store->run([&](store::RewardsWork& work) -> Result<void> {
        const auto budget = work.book(study).budget(name);
        if (!budget || budget->ended) return {};
        const std::int64_t room = std::min<std::int64_t>(budget->claims_left(), messages_at_once);
        for (const Digest& id : work.refused_messages(study, name, static_cast<int>(room))) {
            const Result<store::MessageOutcome> outcome =
                owe(work,
                    {.id = id,
                     .study = std::string(study),
                     .compensation = std::string(name),
                     .day = day},
                    day);
            if (!outcome) return std::unexpected(outcome.error());
            if (*outcome != store::MessageOutcome::owed) return {};
            work.note_owed(id);
            ++owed;
        }
        return {};
    });
    if (went) round.owed += owed;
    return went;
}

/// The day after which nothing is claimed any more; nothing while the study is not closed, or where
/// claims have no end. The closing seal is the last.
std::optional<std::int64_t> last_claim_day(
    store::Snapshot& answers, const store::StudyRow& study, const Compensation& compensation
) {
    if (study.life != store::Life::closed || !compensation.claim_days) return std::nullopt;
    const std::optional<Instant> closed = answers.last_sealed_at(study.id);
    if (!closed) return std::nullopt;
    return compensation::day_of(*closed) + *compensation.claim_days;
}

/// Once the days of claims are over.
Result<void> end_claims(
    store::Snapshot& answers,
    OpenedRewards& rewards,
    const store::StudyRow& study,
    const Compensation& reward,
    std::int64_t day,
    RewardRound& round
) {
    const std::optional<std::int64_t> last = last_claim_day(answers, study, reward);
    if (!last || day <= *last) return {};
    return rewards.store->run([&](store::RewardsWork& work) -> Result<void> {
        const auto taken = work.take(study.study, {reward.id, day, ClaimsEnded{}});
        if (!taken) return std::unexpected(taken.error());
        round.ended = round.ended || !taken->empty();
        return {};
    });
}

Result<RewardRound> reward_round(
    store::Store& answers,
    OpenedRewards& rewards,
    const instrument::Study& study,
    Telling telling,
    Instant now,
    RandomSource& random
) {
    RewardRound round;
    const std::int64_t day = compensation::day_of(now);
    const std::optional<store::StudyRow> row = answers.snapshot()->study(study.id);
    Result<void> went = rewards.store->run([&](store::RewardsWork& work) {
        return open_budgets(work, study, day);
    });
    if (!went) return std::unexpected(went.error());
    if (!row) return round;
    const Compensation* const reward = instrument::paid_by_codes(study.compensation);
    if (reward != nullptr) {
        EligibilityRound eligibility(answers, rewards.keys, *row, now, random, round);
        went = eligibility.decide(*reward);
        if (!went) return std::unexpected(went.error());
    }
    if (telling == Telling::again) went = tell_again(answers, rewards, *row, day);
    if (went) went = deliver_messages(answers, rewards, day, round);
    if (!went) return std::unexpected(went.error());
    if (reward != nullptr) {
        went = owe_what_was_refused(rewards, study.id, reward->id, day, round);
        if (went) went = end_claims(*answers.snapshot(), rewards, *row, *reward, day, round);
        if (!went) return std::unexpected(went.error());
    }
    round.untold = untold_rewards(*answers.snapshot(), &rewards, *row);
    return round;
}

}  // namespace

Result<std::vector<WaitingResponse>> waiting_responses(
    store::Snapshot& answers,
    const store::StudyRow& row,
    const instrument::Study& study,
    Instant now
) {
    std::vector<WaitingResponse> waiting;
    const Compensation* const reward = instrument::paid_by_codes(study.compensation);
    if (reward == nullptr) return waiting;
    Signals signals(answers, row);
    ResponseId after;
    for (;;) {
        const std::vector<store::UndecidedResponse> undecided =
            answers.eligibility().undecided(row.id, reward->id, after, responses_at_once);
        if (undecided.empty()) break;
        after = undecided.back().response;
        for (const store::UndecidedResponse& one : undecided) {
            auto what = judged(answers, signals, *reward, one, known_in(row.mode), now);
            if (auto* const waits = std::get_if<WaitingResponse>(&what)) {
                waiting.push_back(std::move(*waits));
            }
        }
    }
    return waiting;
}

Result<RewardRound> deliver_rewards(
    store::Store& answers,
    OpenedRewards& rewards,
    const instrument::Study& study,
    Clock& clock,
    RandomSource& random,
    Telling telling
) {
    return guarded([&]() -> Result<RewardRound> {
        return reward_round(answers, rewards, study, telling, clock.now(), random);
    });
}

}  // namespace querist::actions
