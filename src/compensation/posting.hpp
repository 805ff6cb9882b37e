#pragma once

#include "core/core.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace querist::compensation {

/// Where money of a budget can be. `funds` is where it comes from: it holds what was put in with a
/// minus, so that all accounts of a budget together are 0.
enum class Account : std::uint8_t { funds, budget, owed, reserved, paid, expired, reversed };
inline constexpr std::size_t accounts = 7;
[[nodiscard]] std::string_view to_text(Account account);
[[nodiscard]] std::optional<Account> parse_account(std::string_view text);

/// Why money moves.
enum class PostingKind : std::uint8_t {
    funded,    ///< The budget has more: funds to budget.
    defunded,  ///< It has less: budget to funds.
    owed,      ///< Somebody is to get it: budget to owed.
    reserved,  ///< A card is set aside for a claim, or a payment is on its way: owed to reserved.
    paid,      ///< The card was shown, the payment made: reserved to paid.
    expired,   ///< Claims have ended: owed to expired. May be of nothing.
    reversed,  ///< An entry was a mistake: from where that put it to reversed.
    returned   ///< Reversed money is there again: reversed to budget.
};
inline constexpr std::size_t posting_kinds = 8;
[[nodiscard]] std::string_view to_text(PostingKind kind);
[[nodiscard]] std::optional<PostingKind> parse_posting_kind(std::string_view text);

/// Where a posting of a kind takes money from and where it puts it. Of `reversed` the first is that
/// of the entry that is reversed: there it says `paid`.
struct Way {
    Account from;
    Account to;
    bool operator==(const Way&) const = default;
};
[[nodiscard]] Way way_of(PostingKind kind);

/// One movement of money within a budget: balanced by its form, since what one account loses the
/// other gets. Budget, kind and subject are unique together, which makes every posting idempotent.
struct Posting {
    std::string budget;  ///< The compensation's id in the study file.
    PostingKind kind = PostingKind::funded;
    /// What it is about: "message:<hex>", "claim:<hex>", "item:<number>", "entry:<sequence>", or a
    /// number for what happens to the budget as a whole. A claim or an item that begins anew, after
    /// it was taken back, has "/2" behind it, then "/3".
    std::string subject;
    Account from = Account::funds;
    Account to = Account::budget;
    Money amount;          ///< Not negative.
    std::int64_t day = 0;  ///< Since 1970-01-01, UTC. No moment: it would tell who claimed.
    std::string reason;    ///< Of a reversal, in words; else empty.
    bool operator==(const Posting&) const = default;
};

/// A posting in its place.
struct Entry {
    std::int64_t sequence = 0;  ///< From 1 in each study.
    Posting posting;
    Digest head;  ///< As ledger_link.
    bool operator==(const Entry&) const = default;
};

[[nodiscard]] std::string message_subject(const Digest& message);
[[nodiscard]] std::string claim_subject(const Digest& token_hash);
[[nodiscard]] std::string item_subject(std::int64_t number);
[[nodiscard]] std::string entry_subject(std::int64_t sequence);
/// The subject of a claim or an item that begins for the nth time, from 1.
[[nodiscard]] std::string attempt_subject(std::string_view subject, int attempt);
/// The hash of a claim's subject, whichever attempt it is; empty for another.
[[nodiscard]] std::optional<Digest> token_hash_of(std::string_view subject);
/// The number of an item's subject, whichever attempt it is; empty for another.
[[nodiscard]] std::optional<std::int64_t> item_of(std::string_view subject);
/// The sequence of an entry's subject; empty for another.
[[nodiscard]] std::optional<std::int64_t> sequence_of(std::string_view subject);
[[nodiscard]] bool is_message_subject(std::string_view subject);

/// "2026-11-27" of days since 1970-01-01.
[[nodiscard]] std::string day_text(std::int64_t day);
/// 2026 of a day in it.
[[nodiscard]] int year_of(std::int64_t day);
/// The day of a moment, UTC.
[[nodiscard]] std::int64_t day_of(Instant at);

}  // namespace querist::compensation
