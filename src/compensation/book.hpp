#pragma once

#include "compensation/posting.hpp"
#include "instrument/instrument.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace querist::compensation {

/// What a budget was opened with; it stays so.
struct BudgetTerms {
    std::string id;  ///< The compensation's id in the study file.
    instrument::Payment payment = instrument::Payment::codes;
    std::string currency;
    std::optional<std::int64_t> each;  ///< Minor units of every claim; none of those by hand.
    bool operator==(const BudgetTerms&) const = default;
};

struct BudgetState {
    BudgetTerms terms;
    std::array<std::int64_t, accounts> balances{};  ///< Minor units, by Account.
    std::int64_t fundings = 0;                      ///< Postings funded and defunded.
    bool ended = false;                             ///< Claims are taken no more.

    [[nodiscard]] std::int64_t balance(Account account) const {
        return balances.at(static_cast<std::size_t>(account));
    }
    /// How many more claims it could come to owe; none of those by hand.
    [[nodiscard]] std::int64_t claims_left() const {
        if (!terms.each || *terms.each == 0) return 0;
        return balance(Account::budget) / *terms.each;
    }
};

/// What deciding needs to know of an entry.
struct PastEntry {
    std::int64_t sequence = 0;
    std::string budget;
    PostingKind kind = PostingKind::funded;
    std::string subject;
    Account to = Account::budget;
    std::int64_t minor_units = 0;
};

/// A study's ledger as it stands: in memory (ledger.hpp), or in a database.
class Book {
public:
    virtual ~Book() = default;
    virtual std::optional<BudgetState> budget(std::string_view id) = 0;
    virtual std::optional<PastEntry> find(
        std::string_view budget, PostingKind kind, std::string_view subject
    ) = 0;
    virtual std::optional<PastEntry> entry(std::int64_t sequence) = 0;
};

/// The subject under which a claim or an item (by the subject of its first attempt) stands: of the
/// first attempt that was not taken back. An item's is over once an entry of it was reversed; a
/// claim's once it is owed again, or what was set aside for it was taken back.
[[nodiscard]] std::string standing_subject(
    Book& book, std::string_view budget, std::string_view subject
);

/// Whether an entry is the last step of a claim or an item, which alone can be taken back, and was
/// not yet.
[[nodiscard]] bool is_reversible(Book& book, const PastEntry& entry);

/// What is wrong with a posting that would come next, or nothing: an account that would go below 0,
/// a currency or an amount that is not the budget's, a way that its kind does not go, a subject
/// that was posted before or that its kind does not have, or one that does not stand where the kind
/// presumes it: nothing is lawful that postings_of would not post.
/// Code: compensation.unlawful-posting.
[[nodiscard]] std::optional<Problem> fault_of(Book& book, const Posting& posting);

}  // namespace querist::compensation
