#include "actions/deliver_rewards.hpp"
#include "actions/hear_appeals.hpp"
#include "actions/kept_payment.hpp"
#include "actions/reward_reference.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

namespace querist::actions {

namespace {

/// A row of an item. rewards.no-item.
Result<store::ItemRow> known_item(
    store::RewardsView& rewards, std::string_view study, std::int64_t number
) {
    Result<std::optional<store::ItemRow>> item = rewards.item(study, number);
    if (!item) return std::unexpected(item.error());
    if (*item) return **std::move(item);
    return failure(
        "rewards.no-item",
        fmt::format("nothing was entered under number {}", number),
        "see the numbers with querist rewards review"
    );
}

std::unexpected<Problem> not_in_state(const store::ItemRow& item, std::string_view what) {
    return failure(
        "rewards.other-state",
        fmt::format("number {} is {}, and cannot be {}", item.number, to_text(item.state), what),
        "see how it stands with querist rewards review"
    );
}

/// Approving posts that it is owed, and gives that entry's number; refusing what was not approved
/// posts nothing.
Result<std::int64_t> decide_item(
    store::RewardsWork& work,
    const std::string& study,
    std::int64_t number,
    RewardDecision decision,
    std::string_view reason,
    std::int64_t day
) {
    Result<store::ItemRow> item = known_item(work, study, number);
    if (!item) return std::unexpected(item.error());
    if (decision == RewardDecision::overturned) return not_in_state(*item, "overturned");
    if (decision == RewardDecision::refused) {
        if (item->state == store::ItemState::refused) return 0;
        if (item->state != store::ItemState::entered) return not_in_state(*item, "refused");
        item->state = store::ItemState::refused;
        item->refusal = reason;
        work.change_item(study, *item);
        return 0;
    }
    const auto owed = [&] {
        return standing_entry(work, study, *item, compensation::PostingKind::owed);
    };
    if (item->state == store::ItemState::approved) return owed();
    const bool may =
        item->state == store::ItemState::entered || item->state == store::ItemState::taken_back;
    if (!may) return not_in_state(*item, "approved");
    const auto taken = work.take(
        study, {item->compensation, day, compensation::Approved{number, item->amount.minor_units}}
    );
    if (!taken) return std::unexpected(taken.error());
    item->state = store::ItemState::approved;
    item->refusal.clear();
    item->approval = trimmed(reason);
    work.change_item(study, *item);
    return owed();
}

Result<void> decide_response(
    const instrument::Study& study,
    const std::filesystem::path& data,
    const PublicId& response,
    RewardDecision decision,
    std::string_view reason,
    Clock& clock,
    RandomSource& random
) {
    const Result<const instrument::Compensation*> compensation =
        meant_compensation(study, "", instrument::Payment::codes);
    if (!compensation) return std::unexpected(compensation.error());
    const Result<std::unique_ptr<store::Store>> answers =
        open_existing(data, store::Access::read_write);
    if (!answers) return std::unexpected(answers.error());
    Result<OpenedRewards> rewards = open_or_make_rewards(data, random);
    if (!rewards) return std::unexpected(rewards.error());
    const RewardOf reward{study.id, (*compensation)->id, response};
    const Result<void> decided = (*answers)->run([&](store::Transaction& transaction) {
        return decide_reward(
            transaction, rewards->keys, reward, decision, reason, clock.now(), random
        );
    });
    if (!decided) return decided;
    const Result<RewardRound> round = deliver_rewards(**answers, *rewards, study, clock, random);
    if (!round) return std::unexpected(round.error());
    return {};
}

}  // namespace

Result<RewardRound> deliver_rewards_now(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    Telling telling,
    Clock& clock,
    RandomSource& random
) {
    const Result<instrument::Study> study = paying_study(study_folder, data);
    if (!study) return std::unexpected(study.error());
    const Result<std::unique_ptr<store::Store>> answers =
        open_existing(data, store::Access::read_write);
    if (!answers) return std::unexpected(answers.error());
    Result<OpenedRewards> rewards = open_or_make_rewards(data, random);
    if (!rewards) return std::unexpected(rewards.error());
    return deliver_rewards(**answers, *rewards, *study, clock, random, telling);
}

Result<RewardReview> review_rewards(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, Clock& clock
) {
    const Result<instrument::Study> study = paying_study(study_folder, data);
    if (!study) return std::unexpected(study.error());
    RewardReview review;
    review.study = study->id;
    const Result<void> looked = guarded([&] {
        return look_at_answers(
            data,
            study->id,
            [&](store::Snapshot& answers, const store::StudyRow& row) -> Result<void> {
                Result<std::vector<WaitingResponse>> waiting =
                    waiting_responses(answers, row, *study, clock.now());
                if (!waiting) return std::unexpected(waiting.error());
                review.responses = *std::move(waiting);
                for (OpenAppeal& one : open_appeals(answers, row)) {
                    review.appeals.push_back({one.response, one.appeal.against, one.appeal.text});
                }
                return {};
            }
        );
    });
    if (!looked) return std::unexpected(looked.error());
    const Result<bool> opened = holds_file(data, "rewards.db");
    if (!opened) return std::unexpected(opened.error());
    if (!*opened) return review;
    SystemRandom random;
    const Result<OpenedRewards> rewards =
        open_existing_rewards(data, store::Access::read_only, random);
    if (!rewards) return std::unexpected(rewards.error());
    return guarded([&]() -> Result<RewardReview> {
        const Result<std::vector<store::ItemRow>> items = rewards->store->view()->items(study->id);
        if (!items) return std::unexpected(items.error());
        for (const store::ItemRow& item : *items) review.items.push_back(told_item(item));
        return review;
    });
}

Result<RewardCase> reward_case(std::string_view text) {
    constexpr std::size_t digits_max = 9;
    const std::string_view bare = trimmed(text);
    std::int64_t number = 0;
    for (const char c : bare) number = is_digit(c) ? number * 10 + (c - '0') : -1'000'000'000'000;
    if (!bare.empty() && bare.size() <= digits_max && number > 0) {
        return RewardCase{.response = std::nullopt, .item = number};
    }
    std::string code(bare);
    std::erase(code, ' ');
    if (const std::optional<PublicId> response = PublicId::parse(code)) {
        return RewardCase{.response = response, .item = 0};
    }
    return failure(
        "rewards.bad-name",
        fmt::format("\"{}\" is neither a response's code nor a number", text),
        "name one that querist rewards review lists"
    );
}

Result<std::int64_t> decide_reward_case(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const RewardCase& whom,
    RewardDecision decision,
    std::string_view reason,
    Clock& clock,
    RandomSource& random
) {
    if (decision != RewardDecision::eligible && trimmed(reason).empty()) {
        return failure(
            "rewards.no-reason",
            decision == RewardDecision::refused ? "nobody is refused without a reason"
                                                : "no refusal is overturned without a reason",
            "say why with --reason"
        );
    }
    const Result<instrument::Study> study = paying_study(study_folder, data);
    if (!study) return std::unexpected(study.error());
    if (whom.response) {
        const Result<void> done =
            decide_response(*study, data, *whom.response, decision, reason, clock, random);
        return done ? Result<std::int64_t>(0) : std::unexpected(done.error());
    }
    if (has_control(reason) || first_invalid_utf8(reason)) {
        return failure(
            "rewards.bad-reason",
            "the reason holds control characters",
            "say why on one line of text"
        );
    }
    const Result<OpenedRewards> rewards =
        open_existing_rewards(data, store::Access::read_write, random);
    if (!rewards) return std::unexpected(rewards.error());
    std::int64_t entry = 0;
    const Result<void> done = rewards->store->run([&](store::RewardsWork& work) -> Result<void> {
        const std::int64_t day = compensation::day_of(clock.now());
        const Result<std::int64_t> decided =
            decide_item(work, study->id, whom.item, decision, reason, day);
        if (!decided) return std::unexpected(decided.error());
        entry = *decided;
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return entry;
}

Result<RewardItem> enter_reward(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const NewRewardItem& item,
    Clock& clock,
    RandomSource& random
) {
    const Result<instrument::Study> study = paying_study(study_folder, data);
    if (!study) return std::unexpected(study.error());
    const Result<const instrument::Compensation*> compensation =
        meant_compensation(*study, item.compensation, instrument::Payment::by_hand);
    if (!compensation) return std::unexpected(compensation.error());
    for (const auto& [field, text] :
         {std::pair{"--payee", &item.payee},
          std::pair{"--reason", &item.reason},
          std::pair{"--evidence", &item.evidence}}) {
        if (!trimmed(*text).empty() && !has_control(*text) && !first_invalid_utf8(*text)) continue;
        return failure(
            "rewards.missing-field",
            fmt::format("{} is missing, or holds control characters", field),
            "say who is paid for what, and what shows that it was done, each on one line"
        );
    }
    const Result<OpenedRewards> rewards = open_or_make_rewards(data, random);
    if (!rewards) return std::unexpected(rewards.error());
    store::ItemRow row;
    const std::int64_t day = compensation::day_of(clock.now());
    const Result<void> done = rewards->store->run([&](store::RewardsWork& work) -> Result<void> {
        if (Result<void> opened = open_budgets(work, *study, day); !opened) return opened;
        const Result<compensation::BudgetState> budget =
            open_budget_of(work, study->id, (*compensation)->id);
        if (!budget) return std::unexpected(budget.error());
        const std::optional<Money>& usual = (*compensation)->amount;
        const Result<Money> amount = item.amount.empty() && usual
                                         ? Result<Money>(*usual)
                                         : meant_amount(item.amount, budget->terms.currency);
        if (!amount) return std::unexpected(amount.error());
        if (amount->minor_units <= 0) {
            return failure("rewards.bad-amount", "nothing is paid", "name an amount above 0");
        }
        row.compensation = (*compensation)->id;
        row.amount = *amount;
        row.day = day;
        row.payee = trimmed(item.payee);
        row.reason = trimmed(item.reason);
        row.evidence = trimmed(item.evidence);
        row = work.add_item(study->id, row);
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return told_item(row);
}

Result<RewardItem> note_reward_paid(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    std::int64_t number,
    Clock& clock,
    RandomSource& random
) {
    const Result<PayingStudy> paying =
        open_paying_study(study_folder, data, store::Access::read_write, random);
    if (!paying) return std::unexpected(paying.error());
    const auto& [study, rewards] = *paying;
    store::ItemRow row;
    std::int64_t entry = 0;
    const Result<void> done = rewards.store->run([&](store::RewardsWork& work) -> Result<void> {
        Result<store::ItemRow> item = known_item(work, study.id, number);
        if (!item) return std::unexpected(item.error());
        const auto taken = work.take(
            study.id,
            {item->compensation, compensation::day_of(clock.now()), compensation::HandedOver{number}
            }
        );
        if (!taken) return std::unexpected(taken.error());
        row = *std::move(item);
        entry = standing_entry(work, study.id, row, compensation::PostingKind::paid);
        if (row.state == store::ItemState::paid) return {};
        row.state = store::ItemState::paid;
        work.change_item(study.id, row);
        return {};
    });
    if (!done) return std::unexpected(done.error());
    RewardItem told = told_item(row);
    told.entry = entry;
    return told;
}

}  // namespace querist::actions
