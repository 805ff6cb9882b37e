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
constexpr std::string_view message_prefix = "message:";
constexpr std::string_view item_prefix = "item:";
constexpr std::string_view entry_prefix = "entry:";

/// A number as it is written: without sign and leading zeros.
std::optional<std::int64_t> whole_number(std::string_view text) {
    constexpr std::size_t digits_max = 18;
    if (text.empty() || text.size() > digits_max || text.front() == '0') return std::nullopt;
    std::int64_t number = 0;
    for (const char digit : text) {
        if (!is_digit(digit)) return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    return number;
}

/// What stands between a prefix and the attempt; empty when it is another subject.
std::string_view core_of(std::string_view subject, std::string_view prefix) {
    if (!subject.starts_with(prefix)) return {};
    const std::size_t slash = subject.find('/');
    if (slash == std::string_view::npos) return subject.substr(prefix.size());
    const std::optional<std::int64_t> attempt = whole_number(subject.substr(slash + 1));
    if (!attempt || *attempt < 2) return {};
    return subject.substr(prefix.size(), slash - prefix.size());
}

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

std::string message_subject(const Digest& message) {
    return std::string(message_prefix) + message.hex();
}
std::string claim_subject(const Digest& token_hash) {
    return std::string(claim_prefix) + token_hash.hex();
}
std::string item_subject(std::int64_t number) { return fmt::format("{}{}", item_prefix, number); }
std::string entry_subject(std::int64_t sequence) {
    return fmt::format("{}{}", entry_prefix, sequence);
}
std::string attempt_subject(std::string_view subject, int attempt) {
    return attempt < 2 ? std::string(subject) : fmt::format("{}/{}", subject, attempt);
}

std::optional<Digest> token_hash_of(std::string_view subject) {
    return Digest::parse_hex(core_of(subject, claim_prefix));
}
std::optional<std::int64_t> item_of(std::string_view subject) {
    return whole_number(core_of(subject, item_prefix));
}
std::optional<std::int64_t> sequence_of(std::string_view subject) {
    if (!subject.starts_with(entry_prefix)) return std::nullopt;
    return whole_number(subject.substr(entry_prefix.size()));
}
bool is_message_subject(std::string_view subject) {
    return subject.starts_with(message_prefix) &&
           Digest::parse_hex(subject.substr(message_prefix.size())).has_value();
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

int year_of(std::int64_t day) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    return static_cast<int>(date.year());
}

std::int64_t day_of(Instant at) {
    return std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
}

}  // namespace querist::compensation
