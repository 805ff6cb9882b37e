#pragma once

// The researcher's verbs about rewards: what there is, who gets it, what was paid. Each works on
// `rewards.db` of a data folder, and on `answers.db` where responses are decided about.

#include "actions/appeal.hpp"
#include "compensation/compensation.hpp"
#include "core/core.hpp"
#include "instrument/instrument.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace querist::actions {

/// How the budget of a compensation stands.
struct BudgetStanding {
    std::string compensation;
    instrument::Payment payment = instrument::Payment::codes;
    std::string currency;
    std::optional<Money> each;
    Money total;
    std::array<Money, compensation::accounts> balances;  ///< By compensation::Account.
    bool ended = false;
    std::int64_t claims_left = 0;  ///< That the budget still covers; none of those by hand.
    std::int64_t undecided = 0;    ///< Complete responses about which nothing was decided.
    std::int64_t refused = 0;      ///< Eligible ones for which nothing was left.
    std::int64_t cards_free = 0;
    std::int64_t cards_reserved = 0;
    std::int64_t cards_shown = 0;
    std::int64_t entered = 0;           ///< By hand: waiting for approval.
    std::vector<std::string> warnings;  ///< Each one sentence, with what to do.
};
struct RewardsStatus {
    std::string study;
    std::vector<BudgetStanding> budgets;
    std::vector<std::string> unopened;  ///< Compensations without a budget: no amount is known.
    std::int64_t undelivered = 0;       ///< Messages that rewards.db was not told yet.
    std::int64_t untold = 0;            ///< Eligible responses that it has lost; see told_untold.
};

/// One sentence about eligible responses that rewards.db has lost, with what to do.
[[nodiscard]] std::string told_untold(std::int64_t untold);

/// How the budgets of a study stand; of a study by its folder. Opens nothing.
[[nodiscard]] Result<RewardsStatus> rewards_status(
    const std::filesystem::path& study_folder, const std::filesystem::path& data
);

/// What a study's rewards need to be told, one sentence each; nothing where it has none. By id, for
/// `querist status`.
[[nodiscard]] std::vector<std::string> reward_warnings(
    const std::filesystem::path& data, const std::string& study
);

/// Opens the budgets of a study, and where `total` ("500", "500.00 USD") is not empty says how much
/// there is in all for `compensation`, which may be empty where the study pays one only.
/// Problems: rewards.none, rewards.unknown-compensation, rewards.bad-amount, those of
/// compensation::postings_of, of folder and store.
[[nodiscard]] Result<RewardsStatus> set_reward_budget(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    std::string_view compensation,
    std::string_view total,
    Clock& clock,
    RandomSource& random
);

struct CardImportOptions {
    std::string compensation;        ///< May be empty where the study pays one by codes.
    std::vector<std::string> maps;   ///< "FIELD=HEADER", as compensation::find_card_columns.
    std::filesystem::path rejected;  ///< Where every rejected row is listed as CSV; may be empty.
    std::size_t shown_max = 20;      ///< Rejected rows that are returned.
    bool rehearsal = false;          ///< Reads and judges, and keeps nothing.
};
struct RejectedCard {
    std::int64_t line = 0;
    compensation::CardRefusal refusal;
};
struct ImportedCards {
    std::string study;
    std::string compensation;
    std::int64_t rows = 0;
    std::int64_t added = 0;
    std::int64_t rejected = 0;
    std::array<std::int64_t, compensation::card_faults> faults{};
    std::vector<RejectedCard> first;
    std::vector<std::string> ignored;  ///< Headers of columns that nothing was taken from.
    std::int64_t free = 0;             ///< Cards that nobody has, now.
};
/// Imports gift cards, all in one transaction. Problems: of the study, of the file (import.…), of
/// its columns (compensation.…), rewards.…, and of the store.
[[nodiscard]] Result<ImportedCards> import_cards(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& file,
    const std::filesystem::path& data,
    const CardImportOptions& options,
    Clock& clock,
    RandomSource& random
);

/// A complete response that waits for a person, and why.
struct WaitingResponse {
    PublicId response;
    std::string compensation;
    std::optional<Instant> completed;
    std::vector<std::string> reasons;
};
/// A compensation by hand.
struct RewardItem {
    std::int64_t number = 0;
    std::string compensation;
    Money amount;
    std::string state;  ///< "entered", "approved", "refused", "paid" or "taken back".
    std::int64_t day = 0;
    std::string payee;
    std::string reason;
    std::string evidence;
    std::string refusal;
    std::string approval;
    std::int64_t entry = 0;  ///< Of the ledger, of who just approved or paid it; else 0.
};

/// What one round of rewards did.
struct RewardRound {
    std::int64_t eligible = 0;      ///< Responses that were found so.
    std::int64_t not_eligible = 0;  ///< Found not to be, by the study's own rule.
    std::int64_t owed = 0;          ///< Messages that the budget owes now.
    std::int64_t refused = 0;       ///< Messages for which it had nothing left.
    bool ended = false;             ///< Claims ended by this round.
    std::int64_t untold = 0;        ///< Eligible ones that rewards.db has lost; see told_untold.
    std::vector<WaitingResponse> waiting;
};
/// Whether rewards.db is told again of eligible responses that it does not know.
enum class Telling { once, again };

/// Does at once what a server does every minute: opens budgets, decides about complete responses
/// whose days of review are over, owes what is eligible, ends claims.
[[nodiscard]] Result<RewardRound> deliver_rewards_now(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    Telling telling,
    Clock& clock,
    RandomSource& random
);

/// A response whose participant asks for another look at what was decided against it.
struct AppealedResponse {
    PublicId response;
    Appeal::Against against = Appeal::Against::exclusion;
    std::string text;  ///< As it was written; may have several lines.
};
/// Who waits for a person.
struct RewardReview {
    std::string study;
    std::vector<AppealedResponse> appeals;  ///< In the order of their public ids.
    std::vector<WaitingResponse> responses;
    std::vector<RewardItem> items;  ///< All of them, by number.
};
[[nodiscard]] Result<RewardReview> review_rewards(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, Clock& clock
);

/// Of whom a person decides: a response by its code, or a compensation by hand by its number.
/// rewards.bad-name when it is neither.
struct RewardCase {
    std::optional<PublicId> response;
    std::int64_t item = 0;
};
[[nodiscard]] Result<RewardCase> reward_case(std::string_view text);

enum class RewardDecision : std::uint8_t {
    eligible,
    refused,
    overturned  ///< Eligible, although it was refused before.
};

/// Approves or refuses. An approved response is owed as soon as it is delivered, which this does;
/// refusing needs a reason, and so does overturning a refusal. What was refused can be refused once
/// more where its participant appealed: that answers the appeal. The number of the entry that says
/// that an item is owed; 0 of what was refused, and of a response, whose entry nobody is to know.
/// Problems: rewards.no-response, rewards.not-complete, rewards.decided, rewards.not-refused,
/// rewards.no-item, rewards.no-reason, compensation.budget-spent and those of folder and store.
[[nodiscard]] Result<std::int64_t> decide_reward_case(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const RewardCase& whom,
    RewardDecision decision,
    std::string_view reason,
    Clock& clock,
    RandomSource& random
);

/// What is entered by hand.
struct NewRewardItem {
    std::string compensation;  ///< May be empty where the study pays one by hand.
    std::string payee;
    std::string amount;  ///< "120", "120.00 EUR"; empty: the study file's.
    std::string reason;
    std::string evidence;
};
/// Problems: rewards.missing-field, rewards.bad-amount and those of set_reward_budget.
[[nodiscard]] Result<RewardItem> enter_reward(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const NewRewardItem& item,
    Clock& clock,
    RandomSource& random
);

/// Notes that an approved compensation was handed over. Once, however often it is said.
[[nodiscard]] Result<RewardItem> note_reward_paid(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    std::int64_t number,
    Clock& clock,
    RandomSource& random
);

struct ReversalOptions {
    std::int64_t entry = 0;
    std::string reason;
    compensation::MoneyBack back = compensation::MoneyBack::no;
    compensation::OweAgain again = compensation::OweAgain::no;
};
/// Takes an entry of the ledger back. The entries that this made: none when it was done before.
[[nodiscard]] Result<std::vector<compensation::Entry>> reverse_reward(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const ReversalOptions& options,
    Clock& clock,
    RandomSource& random
);

/// Whether the holder of a claim sees its card when the link or code is opened again. Tells no
/// code, and gives out no second card.
struct ResendTold {
    std::int64_t entry = 0;
    bool shown = false;  ///< It was shown before.
};
/// Problems: rewards.no-claim when the entry is of none, rewards.reversed when it was taken back;
/// rewards.unreadable.
[[nodiscard]] Result<ResendTold> resend_reward(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, std::int64_t entry
);

/// What was paid, for a finance office.
struct RewardsPaid {
    struct Payment {
        std::int64_t entry = 0;  ///< Of the ledger.
        std::string compensation;
        int year = 0;
        std::string date;   ///< "2026-11-27"; empty of cards, whose holders nobody knows.
        std::string payee;  ///< Empty of cards.
        std::string evidence;
        Money amount;
        std::string taken_back;  ///< Why, where it was; else empty.
    };
    /// A payee whom an office may have to be told of.
    struct OverThreshold {
        std::set<std::string> compensations;  ///< By hand, which all count.
        std::string payee;
        int year = 0;
        Money sum;
        Money threshold;
    };
    std::string study;
    std::vector<Payment> payments;
    std::vector<OverThreshold> over;
};
/// `year`: 0 is every year.
[[nodiscard]] Result<RewardsPaid> rewards_paid(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, int year
);

/// An entry of the ledger, as it is listed: nothing in it leads to a response or a claim.
struct LedgerLine {
    std::int64_t entry = 0;
    std::int64_t day = 0;
    compensation::PostingKind kind = compensation::PostingKind::funded;
    std::string compensation;
    Money amount;
    std::int64_t item = 0;      ///< The compensation by hand that it is of; 0 of none.
    std::int64_t of_entry = 0;  ///< The entry that it takes back, or makes good; 0 of none.
    std::string reason;         ///< Of a reversal; else empty.
};
/// The ledger of a study from its first entry, or its entries of one year; `year` 0 is every year.
[[nodiscard]] Result<std::vector<LedgerLine>> rewards_ledger(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, int year
);

struct RewardsVerification {
    std::string study;
    std::int64_t entries = 0;
    Digest head;
    std::optional<Problem> broken;  ///< The first thing that is wrong, by name.
};
/// Replays the ledger of a study, or of all, and compares balances, cards, claims and items.
[[nodiscard]] Result<std::vector<RewardsVerification>> verify_rewards(
    const std::filesystem::path& data, std::string_view study
);

}  // namespace querist::actions
