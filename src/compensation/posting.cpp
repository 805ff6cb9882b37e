#include "compensation/posting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace querist::compensation {

namespace {

constexpr std::array<std::string_view, accounts> account_names = {
    "funds", "budget", "owed", "reserved", "paid", "expired", "reversed"
};
constexpr std::array<std::string_view, posting_kinds> kind_names = {
    "funded", "defunded", "owed", "reserved", "paid", "expired", "reversed", "returned"
};

constexpr std::array<Way, posting_kinds> ways = {{
    {Account::funds, Account::budget},
    {Account::budget, Account::funds},
    {Account::budget, Account::owed},
    {Account::owed, Account::reserved},
    {Account::reserved, Account::paid},
    {Account::owed, Account::expired},
    {Account::paid, Account::reversed},
    {Account::reversed, Account::budget},
}};

constexpr std::string_view claim_prefix = "claim:";

template <class Word, std::size_t Count>
std::optional<Word> word_in(
    const std::array<std::string_view, Count>& names, std::string_view text
) {
    const auto* const found = std::ranges::find(names, text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Word>(found - names.begin());
}

}  // namespace

std::string_view to_text(Account account) {
    return account_names.at(static_cast<std::size_t>(account));
}
std::optional<Account> parse_account(std::string_view text) {
    return word_in<Account>(account_names, text);
}
std::string_view to_text(PostingKind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }
std::optional<PostingKind> parse_posting_kind(std::string_view text) {
    return word_in<PostingKind>(kind_names, text);
}
Way way_of(PostingKind kind) { return ways.at(static_cast<std::size_t>(kind)); }

std::string message_subject(const Digest& message) { return "message:" + message.hex(); }
std::string claim_subject(const Digest& token_hash) {
    return std::string(claim_prefix) + token_hash.hex();
}
std::string item_subject(std::int64_t number) { return fmt::format("item:{}", number); }
std::string entry_subject(std::int64_t sequence) { return fmt::format("entry:{}", sequence); }

std::optional<Digest> token_hash_of(std::string_view subject) {
    if (!subject.starts_with(claim_prefix)) return std::nullopt;
    return Digest::parse_hex(subject.substr(claim_prefix.size()));
}

std::string day_text(std::int64_t day) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    return fmt::format(
        "{:04}-{:02}-{:02}",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
}

std::int64_t day_of(Instant at) {
    return std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
}

}  // namespace querist::compensation
