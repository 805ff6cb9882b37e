#pragma once

#include "compensation/compensation.hpp"
#include "store/sqlite_connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace querist::store {

/// A study's ledger in `rewards.db`, over a connection that reads, or within the transaction of one
/// that writes.
class SqliteBook final : public compensation::Book {
public:
    SqliteBook(Connection& connection, std::string_view study)
        : connection_(&connection), study_(study) {}

    std::optional<compensation::BudgetState> budget(std::string_view id) override;
    std::optional<compensation::PastEntry> find(
        std::string_view budget, compensation::PostingKind kind, std::string_view subject
    ) override;
    std::optional<compensation::PastEntry> entry(std::int64_t sequence) override;

private:
    compensation::PastEntry past_entry(const Query& row);

    Connection* connection_;
    std::string study_;
};

/// Reads a row of the columns name, payment, currency, each, balances, fundings and ended.
[[nodiscard]] compensation::BudgetState budget_state(Connection& connection, const Query& row);
/// Read stored words; throw StoreFailure (store.damaged) when no version of Querist writes them.
[[nodiscard]] compensation::PostingKind stored_posting_kind(
    Connection& connection, std::string_view text
);
[[nodiscard]] compensation::Account stored_account(Connection& connection, std::string_view text);

}  // namespace querist::store
