#pragma once

#include "store/rewards.hpp"
#include "store/sqlite_book.hpp"

#include <map>
#include <optional>
#include <string>

namespace querist::store {

/// What encrypts cards and payees, what finds them again, and where nonces come from.
struct RewardKeys {
    std::string seal;    ///< Encrypts.
    std::string lookup;  ///< HMAC by which a card's code and a payee are found again.
    RandomSource* random = nullptr;
};
/// Both are made of the key file's one.
[[nodiscard]] RewardKeys reward_keys(std::string_view rewards_key, RandomSource& random);

/// By what a card is known, once for all studies: HMAC of its code, without regard to case, spaces
/// and hyphens, which people and vendors write as they like.
[[nodiscard]] Digest code_key(const RewardKeys& keys, std::string_view code);
/// The same of a card whose code is a link, in which every character counts.
[[nodiscard]] Digest link_key(const RewardKeys& keys, std::string_view link);
/// By what a payee's items are known, without regard to case and spaces around.
[[nodiscard]] Digest payee_key(const RewardKeys& keys, std::string_view payee);

/// What sealed bytes are bound to.
[[nodiscard]] std::string place_of_card(std::string_view code_key);
[[nodiscard]] std::string place_of_item(std::string_view study, std::int64_t number);

/// As they are sealed: JSON.
[[nodiscard]] std::string encoded(const compensation::CardSecrets& card);
[[nodiscard]] std::string encoded(const ItemRow& item);

/// What a card and an item say, of the bytes that they were sealed as. rewards.unreadable.
[[nodiscard]] Result<compensation::CardSecrets> opened_card(
    const RewardKeys& keys, std::string_view code_key, std::string_view sealed
);
[[nodiscard]] Result<void> open_item(
    const RewardKeys& keys, std::string_view study, std::string_view sealed, ItemRow& item
);

/// The reading half over a connection, for views and for work alike.
template <class Interface>
class RewardsReads : public Interface {
public:
    RewardsReads(Connection& connection, const RewardKeys& keys)
        : connection_(&connection), keys_(&keys) {}

    std::vector<std::string> studies() override;
    std::vector<compensation::BudgetState> budgets(std::string_view study) override;
    compensation::Book& book(std::string_view study) override;
    void each_entry(
        std::string_view study, const std::function<void(const compensation::Entry&)>& visit
    ) override;
    LedgerEnd ledger_end(std::string_view study) override;
    std::optional<MessageOutcome> message(const Digest& id) override;
    MessageCounts message_counts(std::string_view study, std::string_view compensation) override;
    std::vector<Digest> refused_messages(
        std::string_view study, std::string_view compensation, int most
    ) override;
    std::vector<Digest> owed_messages(std::string_view study, std::string_view compensation)
        override;
    CardCounts card_counts(std::string_view study, std::string_view compensation) override;
    std::vector<CardOrderRow> card_orders(std::string_view study, std::string_view compensation)
        override;
    Result<void> read_cards(std::string_view study, std::string_view compensation) override;
    std::optional<ClaimRow> claim(const Digest& token_hash) override;
    void each_claim(
        std::string_view study,
        std::string_view compensation,
        const std::function<void(const Digest& token_hash, bool shown)>& visit
    ) override;
    Result<compensation::CardSecrets> card_of(const Digest& token_hash) override;
    std::optional<std::string> compensation_of_code(std::string_view study, const Digest& code_hash)
        override;
    Result<std::vector<ItemRow>> items(std::string_view study) override;
    Result<std::optional<ItemRow>> item(std::string_view study, std::int64_t number) override;

protected:
    [[nodiscard]] Connection& connection() { return *connection_; }
    [[nodiscard]] const RewardKeys& keys() const { return *keys_; }

private:
    Result<ItemRow> item_row(std::string_view study, const Query& row);

    Connection* connection_;
    const RewardKeys* keys_;
    std::map<std::string, SqliteBook, std::less<>> books_;
};

extern template class RewardsReads<RewardsView>;
extern template class RewardsReads<RewardsWork>;

}  // namespace querist::store
