#include "store/sqlite_book.hpp"

#include <algorithm>

namespace querist::store {

namespace {

using compensation::Account;
using compensation::BudgetState;
using compensation::PastEntry;
using compensation::PostingKind;

constexpr Sql budget_of_study = R"(
    SELECT b.name, b.payment, b.currency, b.each, b.funds, b.budget, b.owed, b.reserved, b.paid,
           b.expired, b.reversed, b.fundings, b.ended
    FROM budget b JOIN study s ON s.id = b.study WHERE s.name = ?1 AND b.name = ?2)";
constexpr Sql entry_by_subject = R"(
    SELECT l.sequence, b.name, l.kind, l.subject, l.target, l.amount
    FROM ledger l JOIN budget b ON b.id = l.budget JOIN study s ON s.id = b.study
    WHERE s.name = ?1 AND b.name = ?2 AND l.subject = ?3 AND l.kind = ?4)";
constexpr Sql entry_by_sequence = R"(
    SELECT l.sequence, b.name, l.kind, l.subject, l.target, l.amount
    FROM ledger l JOIN budget b ON b.id = l.budget JOIN study s ON s.id = l.study
    WHERE s.name = ?1 AND l.sequence = ?2)";

}  // namespace

PostingKind stored_posting_kind(Connection& connection, std::string_view text) {
    const std::optional<PostingKind> kind = compensation::parse_posting_kind(text);
    if (!kind) throw_damaged(connection.handle(), "the kind of a ledger's entry is no known word");
    return *kind;
}

Account stored_account(Connection& connection, std::string_view text) {
    const std::optional<Account> account = compensation::parse_account(text);
    if (!account) throw_damaged(connection.handle(), "an account of a ledger is no known word");
    return *account;
}

BudgetState budget_state(Connection& connection, const Query& row) {
    constexpr int first_balance = 4;
    BudgetState state;
    state.terms.id = row.text(0);
    const std::span<const instrument::PaymentSpec> specs = instrument::payment_specs();
    const auto payment = std::ranges::find(specs, row.bytes(1), &instrument::PaymentSpec::name);
    if (payment == specs.end()) {
        throw_damaged(connection.handle(), "the payment of a budget is no known word");
    }
    state.terms.payment = payment->payment;
    state.terms.currency = row.text(2);
    if (!row.is_null(3)) state.terms.each = row.integer(3);
    for (std::size_t account = 0; account < compensation::accounts; ++account) {
        state.balances.at(account) = row.integer(first_balance + static_cast<int>(account));
    }
    constexpr int after_balances = first_balance + static_cast<int>(compensation::accounts);
    state.fundings = row.integer(after_balances);
    state.ended = row.integer(after_balances + 1) != 0;
    return state;
}

PastEntry SqliteBook::past_entry(const Query& row) {
    return {
        .sequence = row.integer(0),
        .budget = row.text(1),
        .kind = stored_posting_kind(*connection_, row.bytes(2)),
        .subject = row.text(3),
        .to = stored_account(*connection_, row.bytes(4)),
        .minor_units = row.integer(5),
    };
}

std::optional<BudgetState> SqliteBook::budget(std::string_view id) {
    Query row = connection_->query(budget_of_study, study_, id);
    if (!row.next()) return std::nullopt;
    return budget_state(*connection_, row);
}

std::optional<PastEntry> SqliteBook::find(
    std::string_view budget, PostingKind kind, std::string_view subject
) {
    Query row =
        connection_->query(entry_by_subject, study_, budget, subject, compensation::to_text(kind));
    if (!row.next()) return std::nullopt;
    return past_entry(row);
}

std::optional<PastEntry> SqliteBook::entry(std::int64_t sequence) {
    Query row = connection_->query(entry_by_sequence, study_, sequence);
    if (!row.next()) return std::nullopt;
    return past_entry(row);
}

}  // namespace querist::store
