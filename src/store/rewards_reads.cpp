#include "store/rewards_reads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace querist::store {

namespace {

using compensation::CardSecrets;

constexpr std::array<std::string_view, claim_ways> way_names = {"blind", "code"};
constexpr std::array<std::string_view, item_states> item_state_names = {
    "entered", "approved", "refused", "paid", "taken back"
};

constexpr std::array<std::string_view, card_order_states> card_order_names = {
    "ordered", "pending", "bought", "failed", "disputed"
};

constexpr Sql all_ledgers = "SELECT name FROM study ORDER BY name";
constexpr Sql budgets_of_study = R"(
    SELECT b.name, b.payment, b.currency, b.each, b.funds, b.budget, b.owed, b.reserved, b.paid,
           b.expired, b.reversed, b.fundings, b.ended
    FROM budget b JOIN study s ON s.id = b.study WHERE s.name = ?1 ORDER BY b.id)";
constexpr Sql entries_of_ledger = R"(
    SELECT l.sequence, b.name, l.kind, l.subject, l.source, l.target, l.amount, l.currency, l.day,
           l.reason, l.head
    FROM ledger l JOIN budget b ON b.id = l.budget JOIN study s ON s.id = l.study
    WHERE s.name = ?1 ORDER BY l.sequence)";
constexpr Sql end_of_ledger = "SELECT entries, head FROM study WHERE name = ?1";
constexpr Sql outcome_of_message = "SELECT outcome FROM message WHERE id = ?1";
constexpr Sql count_messages = R"(
    SELECT m.outcome, count(*) FROM message m
    JOIN budget b ON b.id = m.budget JOIN study s ON s.id = b.study
    WHERE s.name = ?1 AND b.name = ?2 GROUP BY m.outcome)";
constexpr Sql messages_refused = R"(
    SELECT m.id FROM message m JOIN budget b ON b.id = m.budget JOIN study s ON s.id = b.study
    WHERE s.name = ?1 AND b.name = ?2 AND m.outcome = 'refused' ORDER BY m.id LIMIT ?3)";
constexpr Sql messages_owed = R"(
    SELECT id FROM message
    WHERE budget = (SELECT b.id FROM budget b JOIN study s ON s.id = b.study
                    WHERE s.name = ?1 AND b.name = ?2)
      AND outcome = 'owed' ORDER BY id)";
constexpr Sql cards_of_budget = R"(
    SELECT code_key, sealed FROM card
    WHERE budget = (SELECT b.id FROM budget b JOIN study s ON s.id = b.study
                    WHERE s.name = ?1 AND b.name = ?2)
    ORDER BY code_key)";
constexpr Sql count_cards = R"(
    SELECT c.state, count(*) FROM card c JOIN budget b ON b.id = c.budget
    JOIN study s ON s.id = b.study WHERE s.name = ?1 AND b.name = ?2 GROUP BY c.state)";
constexpr Sql card_orders_of_budget = R"(
    SELECT o.external_id, o.vendor, o.state, o.vendor_order
    FROM card_order o JOIN budget b ON b.id = o.budget JOIN study s ON s.id = b.study
    WHERE s.name = ?1 AND b.name = ?2 ORDER BY o.external_id)";
constexpr Sql claim_by_token = R"(
    SELECT s.name, b.name, c.way, c.shown FROM claim c
    JOIN budget b ON b.id = c.budget JOIN study s ON s.id = b.study WHERE c.token_hash = ?1)";
constexpr Sql claims_of_budget = R"(
    SELECT token_hash, shown FROM claim
    WHERE budget = (SELECT b.id FROM budget b JOIN study s ON s.id = b.study
                    WHERE s.name = ?1 AND b.name = ?2)
    ORDER BY token_hash)";
constexpr Sql card_by_token = R"(
    SELECT k.code_key, k.sealed FROM claim c JOIN card k ON k.code_key = c.card
    WHERE c.token_hash = ?1)";
constexpr Sql budget_by_code = R"(
    SELECT b.name FROM claim_code c JOIN budget b ON b.id = c.budget
    JOIN study s ON s.id = b.study WHERE s.name = ?1 AND c.code_hash = ?2)";
// The columns of `item_row`, in its order.
constexpr Sql items_of_study = R"(
    SELECT i.number, b.name, i.amount, i.currency, i.state, i.day, i.payee_key, i.sealed
    FROM item i JOIN budget b ON b.id = i.budget JOIN study s ON s.id = i.study
    WHERE s.name = ?1 ORDER BY i.number)";
constexpr Sql item_by_number = R"(
    SELECT i.number, b.name, i.amount, i.currency, i.state, i.day, i.payee_key, i.sealed
    FROM item i JOIN budget b ON b.id = i.budget JOIN study s ON s.id = i.study
    WHERE s.name = ?1 AND i.number = ?2)";

template <class Word, std::size_t Count>
Word word_in(
    Connection& connection, const std::array<std::string_view, Count>& names, std::string_view text
) {
    const auto* const found = std::ranges::find(names, text);
    if (found == names.end()) throw_damaged(connection.handle(), "a state is no known word");
    return static_cast<Word>(found - names.begin());
}

}  // namespace

std::string_view to_text(ClaimWay way) { return way_names.at(static_cast<std::size_t>(way)); }
std::string_view to_text(CardOrderState state) {
    return card_order_names.at(static_cast<std::size_t>(state));
}
std::string_view to_text(ItemState state) {
    return item_state_names.at(static_cast<std::size_t>(state));
}

template <class Interface>
std::vector<std::string> RewardsReads<Interface>::studies() {
    std::vector<std::string> names;
    Query rows = connection().query(all_ledgers);
    while (rows.next()) names.push_back(rows.text(0));
    return names;
}

template <class Interface>
std::vector<compensation::BudgetState> RewardsReads<Interface>::budgets(std::string_view study) {
    std::vector<compensation::BudgetState> all;
    Query rows = connection().query(budgets_of_study, study);
    while (rows.next()) all.push_back(budget_state(connection(), rows));
    return all;
}

template <class Interface>
compensation::Book& RewardsReads<Interface>::book(std::string_view study) {
    const auto found = books_.find(study);
    if (found != books_.end()) return found->second;
    return books_.try_emplace(std::string(study), connection(), study).first->second;
}

template <class Interface>
void RewardsReads<Interface>::each_entry(
    std::string_view study, const std::function<void(const compensation::Entry&)>& visit
) {
    Query rows = connection().query(entries_of_ledger, study);
    compensation::Entry entry;
    while (rows.next()) {
        entry.sequence = rows.integer(0);
        entry.posting.budget = rows.bytes(1);
        entry.posting.kind = stored_posting_kind(connection(), rows.bytes(2));
        entry.posting.subject = rows.bytes(3);
        entry.posting.from = stored_account(connection(), rows.bytes(4));
        entry.posting.to = stored_account(connection(), rows.bytes(5));
        entry.posting.amount.minor_units = rows.integer(6);
        entry.posting.amount.currency = rows.bytes(7);
        entry.posting.day = rows.integer(8);
        entry.posting.reason = rows.bytes(9);
        entry.head = rows.digest(10);
        visit(entry);
    }
}

template <class Interface>
LedgerEnd RewardsReads<Interface>::ledger_end(std::string_view study) {
    Query row = connection().query(end_of_ledger, study);
    if (!row.next()) return {.entries = 0, .head = compensation::ledger_start(study)};
    return {.entries = row.integer(0), .head = row.digest(1)};
}

template <class Interface>
std::optional<MessageOutcome> RewardsReads<Interface>::message(const Digest& id) {
    Query row = connection().query(outcome_of_message, id);
    if (!row.next()) return std::nullopt;
    return row.bytes(0) == "owed" ? MessageOutcome::owed : MessageOutcome::refused;
}

template <class Interface>
MessageCounts RewardsReads<Interface>::message_counts(
    std::string_view study, std::string_view compensation
) {
    MessageCounts counts;
    Query rows = connection().query(count_messages, study, compensation);
    while (rows.next()) {
        (rows.bytes(0) == "owed" ? counts.owed : counts.refused) = rows.integer(1);
    }
    return counts;
}

template <class Interface>
std::vector<Digest> RewardsReads<Interface>::refused_messages(
    std::string_view study, std::string_view compensation, int most
) {
    std::vector<Digest> ids;
    Query rows = connection().query(messages_refused, study, compensation, most);
    while (rows.next()) ids.push_back(rows.digest(0));
    return ids;
}

template <class Interface>
std::vector<Digest> RewardsReads<Interface>::owed_messages(
    std::string_view study, std::string_view compensation
) {
    std::vector<Digest> ids;
    Query rows = connection().query(messages_owed, study, compensation);
    while (rows.next()) ids.push_back(rows.digest(0));
    return ids;
}

template <class Interface>
Result<void> RewardsReads<Interface>::read_cards(
    std::string_view study, std::string_view compensation
) {
    Query rows = connection().query(cards_of_budget, study, compensation);
    while (rows.next()) {
        const Result<CardSecrets> card = opened_card(keys(), rows.bytes(0), rows.bytes(1));
        if (card) continue;
        Problem problem = card.error();
        problem.message = fmt::format(
            "budget {}, the card with code_key {}: {}",
            compensation,
            rows.digest(0).hex(),
            problem.message
        );
        return std::unexpected(std::move(problem));
    }
    return {};
}

template <class Interface>
CardCounts RewardsReads<Interface>::card_counts(
    std::string_view study, std::string_view compensation
) {
    CardCounts counts;
    Query rows = connection().query(count_cards, study, compensation);
    while (rows.next()) {
        const std::string_view state = rows.bytes(0);
        std::int64_t& count = state == "free"       ? counts.free
                              : state == "reserved" ? counts.reserved
                                                    : counts.shown;
        count = rows.integer(1);
    }
    return counts;
}

template <class Interface>
std::vector<CardOrderRow> RewardsReads<Interface>::card_orders(
    std::string_view study, std::string_view compensation
) {
    std::vector<CardOrderRow> orders;
    Query rows = connection().query(card_orders_of_budget, study, compensation);
    while (rows.next()) {
        orders.push_back(
            {.external_id = rows.text(0),
             .vendor = rows.text(1),
             .state = word_in<CardOrderState>(connection(), card_order_names, rows.bytes(2)),
             .vendor_order = rows.text(3)}
        );
    }
    return orders;
}

template <class Interface>
std::optional<ClaimRow> RewardsReads<Interface>::claim(const Digest& token_hash) {
    Query row = connection().query(claim_by_token, token_hash);
    if (!row.next()) return std::nullopt;
    return ClaimRow{
        .study = row.text(0),
        .compensation = row.text(1),
        .way = word_in<ClaimWay>(connection(), way_names, row.bytes(2)),
        .shown = row.integer(3) != 0,
    };
}

template <class Interface>
void RewardsReads<Interface>::each_claim(
    std::string_view study,
    std::string_view compensation,
    const std::function<void(const Digest& token_hash, bool shown)>& visit
) {
    Query rows = connection().query(claims_of_budget, study, compensation);
    while (rows.next()) visit(rows.digest(0), rows.integer(1) != 0);
}

template <class Interface>
Result<CardSecrets> RewardsReads<Interface>::card_of(const Digest& token_hash) {
    Query row = connection().query(card_by_token, token_hash);
    if (!row.next()) {
        return failure("rewards.no-claim", "no card is set aside for this claim", "claim it first");
    }
    return opened_card(keys(), row.bytes(0), row.bytes(1));
}

template <class Interface>
std::optional<std::string> RewardsReads<Interface>::compensation_of_code(
    std::string_view study, const Digest& code_hash
) {
    Query row = connection().query(budget_by_code, study, code_hash);
    if (!row.next()) return std::nullopt;
    return row.text(0);
}

template <class Interface>
Result<ItemRow> RewardsReads<Interface>::item_row(std::string_view study, const Query& row) {
    ItemRow item{
        .number = row.integer(0),
        .compensation = row.text(1),
        .amount = {.minor_units = row.integer(2), .currency = row.text(3)},
        .state = word_in<ItemState>(connection(), item_state_names, row.bytes(4)),
        .day = row.integer(5),
        .payee = {},
        .reason = {},
        .evidence = {},
        .refusal = {},
        .approval = {},
        .payee_key = row.text(6),
    };
    if (Result<void> read = open_item(keys(), study, row.bytes(7), item); !read) {
        return std::unexpected(read.error());
    }
    return item;
}

template <class Interface>
Result<std::vector<ItemRow>> RewardsReads<Interface>::items(std::string_view study) {
    std::vector<ItemRow> all;
    Query rows = connection().query(items_of_study, study);
    while (rows.next()) {
        Result<ItemRow> item = item_row(study, rows);
        if (!item) return std::unexpected(item.error());
        all.push_back(*std::move(item));
    }
    return all;
}

template <class Interface>
Result<std::optional<ItemRow>> RewardsReads<Interface>::item(
    std::string_view study, std::int64_t number
) {
    Query row = connection().query(item_by_number, study, number);
    if (!row.next()) return std::nullopt;
    Result<ItemRow> item = item_row(study, row);
    if (!item) return std::unexpected(item.error());
    return *std::move(item);
}

template class RewardsReads<RewardsView>;
template class RewardsReads<RewardsWork>;

}  // namespace querist::store
