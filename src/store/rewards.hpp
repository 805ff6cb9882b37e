#pragma once

// Who is paid: `rewards.db`, apart from answers and people and never joined with either. It holds
// the ledgers of studies, what answers.db told, the gift cards, which claims were made, and who is
// paid by hand. Nothing here joins what was told to what was claimed: rows stand in the order of
// random keys, and of moments the day is kept.

#include "compensation/compensation.hpp"
#include "core/core.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::store {

struct Keys;
struct StoreOptions;
struct RewardMessage;

/// What a message came to.
enum class MessageOutcome : std::uint8_t {
    owed,
    refused  ///< The budget covered no further claim; it is owed once the budget does.
};

struct MessageCounts {
    std::int64_t owed = 0;
    std::int64_t refused = 0;
};

/// How a claim was proved.
enum class ClaimWay : std::uint8_t { blind, code };
inline constexpr std::size_t claim_ways = 2;
[[nodiscard]] std::string_view to_text(ClaimWay way);

struct CardCounts {
    std::int64_t free = 0;
    std::int64_t reserved = 0;  ///< For a claim; not shown yet.
    std::int64_t shown = 0;
};

/// A claim that has a card.
struct ClaimRow {
    std::string study;
    std::string compensation;
    ClaimWay way = ClaimWay::code;
    bool shown = false;
};

enum class CardOrderState : std::uint8_t {
    ordered,  ///< The vendor is asked, or was when the program ended.
    pending,  ///< The vendor has taken it and not executed it yet.
    bought,   ///< Its card is there.
    failed,   ///< It will not be executed.
    disputed  ///< The vendor knows another order by this id: a person has to look.
};
inline constexpr std::size_t card_order_states = 5;
/// "ordered", "pending", "bought", "failed", "disputed".
[[nodiscard]] std::string_view to_text(CardOrderState state);

/// A card that a vendor is to sell.
struct CardOrderRow {
    std::string external_id;  ///< By which the vendor knows it from us, once.
    std::string vendor;
    CardOrderState state = CardOrderState::ordered;
    std::string vendor_order = {};  ///< The vendor's own id, once it is known.
    bool operator==(const CardOrderRow&) const = default;
};

enum class ItemState : std::uint8_t { entered, approved, refused, paid, taken_back };
inline constexpr std::size_t item_states = 5;
/// "entered", "approved", "refused", "paid", "taken back".
[[nodiscard]] std::string_view to_text(ItemState state);

/// A compensation that is paid by hand. What names its payee is encrypted.
struct ItemRow {
    std::int64_t number = 0;  ///< From 1 in each study.
    std::string compensation;
    Money amount;
    ItemState state = ItemState::entered;
    std::int64_t day = 0;  ///< When it was entered.
    std::string payee;
    std::string reason;
    std::string evidence;
    std::string refusal;    ///< Why it was refused or taken back; else empty.
    std::string approval;   ///< Why it was approved, where that was said; else empty.
    std::string payee_key;  ///< The same for one payee: a keyed hash.
    bool operator==(const ItemRow&) const = default;
};

/// The end of a study's ledger.
struct LedgerEnd {
    std::int64_t entries = 0;
    Digest head;
};

/// One consistent view of what is committed. Failures of the database throw StoreFailure.
class RewardsView {
public:
    virtual ~RewardsView() = default;
    virtual std::vector<std::string> studies() = 0;  ///< That have a ledger, by name.
    virtual std::vector<compensation::BudgetState> budgets(std::string_view study) = 0;
    /// A study's ledger as it stands; lives as long as the view.
    virtual compensation::Book& book(std::string_view study) = 0;
    /// Every entry, from the first.
    virtual void
    each_entry(std::string_view study, const std::function<void(const compensation::Entry&)>&) = 0;
    virtual LedgerEnd ledger_end(std::string_view study) = 0;

    virtual std::optional<MessageOutcome> message(const Digest& id) = 0;
    virtual MessageCounts message_counts(std::string_view study, std::string_view compensation) = 0;
    /// Messages that were refused, in the order of their ids, which is nobody's; at most so many.
    virtual std::vector<Digest> refused_messages(
        std::string_view study, std::string_view compensation, int most
    ) = 0;

    /// Messages that say that they are owed, in the order of their ids.
    virtual std::vector<Digest> owed_messages(
        std::string_view study, std::string_view compensation
    ) = 0;

    virtual CardCounts card_counts(std::string_view study, std::string_view compensation) = 0;
    /// In the order of the external ids.
    virtual std::vector<CardOrderRow> card_orders(
        std::string_view study, std::string_view compensation
    ) = 0;
    /// Opens every card, whatever became of it, and names the first that cannot be read, by its
    /// `code_key`: rewards.unreadable.
    virtual Result<void> read_cards(std::string_view study, std::string_view compensation) = 0;
    virtual std::optional<ClaimRow> claim(const Digest& token_hash) = 0;
    /// Visits every claim that has a card, in the order of the hashes of token or code.
    virtual void each_claim(
        std::string_view study,
        std::string_view compensation,
        const std::function<void(const Digest& token_hash, bool shown)>& visit
    ) = 0;
    /// The card of a claim. rewards.unreadable when the key is another one or bytes were changed;
    /// rewards.no-claim.
    virtual Result<compensation::CardSecrets> card_of(const Digest& token_hash) = 0;
    /// The compensation that a claim code was given out for, by the code's hash.
    virtual std::optional<std::string> compensation_of_code(
        std::string_view study, const Digest& code_hash
    ) = 0;

    /// Compensations by hand, by number. rewards.unreadable as of cards.
    virtual Result<std::vector<ItemRow>> items(std::string_view study) = 0;
    virtual Result<std::optional<ItemRow>> item(std::string_view study, std::int64_t number) = 0;
};

/// A piece of work: all of it is kept, or nothing.
class RewardsWork : public RewardsView {
public:
    /// A budget that is there keeps its terms.
    virtual void open_budget(std::string_view study, const compensation::BudgetTerms& terms) = 0;
    /// What each claim of a budget is worth from now on, in minor units of its currency. False when
    /// the budget owes or owed anybody, or holds a card: then that stays.
    virtual bool change_each(
        std::string_view study, std::string_view compensation, std::int64_t each
    ) = 0;
    /// Posts what an event moves, and gives the entries that it made: none when it had been posted
    /// before. Problems: those of compensation::postings_of; then nothing was posted.
    virtual Result<std::vector<compensation::Entry>> take(
        std::string_view study, const compensation::Happening& happening
    ) = 0;

    /// Notes what a message came to. False when it was noted before: then nothing changed.
    virtual bool note_message(const RewardMessage& message, MessageOutcome outcome) = 0;
    /// A message that was refused is owed now.
    virtual void note_owed(const Digest& message) = 0;

    /// False when the card was imported before, for any study.
    virtual bool add_card(
        std::string_view study, std::string_view compensation, const compensation::CardSecrets& card
    ) = 0;
    virtual void add_card_order(
        std::string_view study, std::string_view compensation, const CardOrderRow& order
    ) = 0;
    /// Notes state and vendor's id of an order that is ordered or pending; false when it is not.
    virtual bool change_card_order(const CardOrderRow& order) = 0;
    /// Sets a free card aside for a claim that has none. False when there is none free.
    virtual bool reserve_card(
        std::string_view study,
        std::string_view compensation,
        const Digest& token_hash,
        ClaimWay way
    ) = 0;
    /// Notes that a claim's card is shown.
    virtual void note_shown(const Digest& token_hash) = 0;
    /// Forgets a claim, so that its token claims anew. A card that was never shown is free again;
    /// one that was is spent.
    virtual void forget_claim(const Digest& token_hash) = 0;
    /// Notes that a claim code was given out. Once for each code, however often it is told.
    virtual void note_code(
        std::string_view study, std::string_view compensation, const Digest& code_hash
    ) = 0;

    /// Enters a compensation by hand; `number`, `state` and `payee_key` are given.
    virtual ItemRow add_item(std::string_view study, ItemRow item) = 0;
    virtual void change_item(std::string_view study, const ItemRow& item) = 0;
};

class RewardsStore {
public:
    virtual ~RewardsStore() = default;
    /// Runs a piece of work in one transaction, on the caller's thread, one at a time: committed
    /// when it succeeds, else undone. store.read-only and the database's failures as problems.
    virtual Result<void> run(const std::function<Result<void>(RewardsWork&)>& work) = 0;
    /// A view that begins now. From any thread. Throws StoreFailure.
    virtual std::unique_ptr<RewardsView> view() = 0;
};

/// Opens (or makes) `rewards.db` in the folder, as open_store opens `answers.db`, with the same
/// codes. `random` gives nonces and must outlive the store.
[[nodiscard]] Result<std::unique_ptr<RewardsStore>> open_rewards_store(
    const std::filesystem::path& folder,
    const Keys& keys,
    RandomSource& random,
    const StoreOptions& options
);

}  // namespace querist::store
