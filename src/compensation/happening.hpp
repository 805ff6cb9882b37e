#pragma once

#include "compensation/book.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace querist::compensation {

/// The researcher says how much there is in all. The total counts, not the difference.
struct TotalSet {
    std::int64_t minor_units = 0;
};
/// A response was found eligible; `message` is the id of what `answers.db` told.
struct FoundEligible {
    Digest message;
};
/// A compensation that was entered by hand was approved.
struct Approved {
    std::int64_t item = 0;
    std::int64_t minor_units = 0;
};
/// Its payment was made.
struct HandedOver {
    std::int64_t item = 0;
};
/// A proven claim came; what proves it is another's business.
struct Claimed {
    Digest token_hash;
};
/// The card that was set aside for it was shown.
struct Shown {
    Digest token_hash;
};
/// Nothing is claimed any more.
struct ClaimsEnded {};

enum class MoneyBack : std::uint8_t { no, yes };
enum class OweAgain : std::uint8_t { no, yes };
/// An entry was a mistake. What was set aside for a claim and never shown is owed again by itself.
/// Of a payment that was taken back before, `back` and `again` may be said later, each once.
struct Reversed {
    std::int64_t sequence = 0;
    std::string reason;              ///< Not empty.
    MoneyBack back = MoneyBack::no;  ///< Of what was paid: whether it came back.
    OweAgain again = OweAgain::no;   ///< Of a claim that was paid: whether it may be made anew.
};

using Event = std::
    variant<TotalSet, FoundEligible, Approved, HandedOver, Claimed, Shown, ClaimsEnded, Reversed>;

struct Happening {
    std::string budget;    ///< The compensation's id; that of the entry for a reversal.
    std::int64_t day = 0;  ///< Since 1970-01-01, UTC.
    Event event;
};

/// What an event moves, in order; nothing when it has been posted before. Pure: the same book and
/// event give the same postings, each of which is lawful once those before it are posted.
/// Problems: compensation.no-budget, compensation.budget-spent, compensation.below-spent (a total
/// that is less than what was given away), compensation.nothing-owed (a claim of what nobody is
/// owed), compensation.claims-ended, compensation.other-payment, compensation.bad-amount,
/// compensation.not-owed, compensation.not-reserved, compensation.reversed, compensation.no-entry,
/// compensation.not-reversible, compensation.no-reason.
[[nodiscard]] Result<std::vector<Posting>> postings_of(Book& book, const Happening& happening);

}  // namespace querist::compensation
