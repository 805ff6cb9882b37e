#include "compensation/book.hpp"

#include <fmt/format.h>

namespace querist::compensation {

namespace {

/// The entry that a reversal or a return is about, by its subject.
std::optional<PastEntry> entry_of(Book& book, std::string_view subject) {
    constexpr std::string_view prefix = "entry:";
    if (!subject.starts_with(prefix)) return std::nullopt;
    std::int64_t sequence = 0;
    for (const char digit : subject.substr(prefix.size())) {
        if (!is_digit(digit) || sequence > 1'000'000'000'000) return std::nullopt;
        sequence = sequence * 10 + (digit - '0');
    }
    return book.entry(sequence);
}

/// What must have been posted before, of the same amount; empty when it was, or nothing must be.
std::string missing_step(Book& book, const BudgetState& budget, const Posting& posting) {
    const auto same = [&](PostingKind kind) {
        const std::optional<PastEntry> past = book.find(posting.budget, kind, posting.subject);
        if (!past || past->minor_units != posting.amount.minor_units) return false;
        const std::string taken_back = entry_subject(past->sequence);
        return !book.find(posting.budget, PostingKind::reversed, taken_back);
    };
    switch (posting.kind) {
        case PostingKind::funded:
        case PostingKind::defunded:
        case PostingKind::owed:
            return {};
        case PostingKind::expired:
            return posting.amount.minor_units == budget.balance(Account::owed)
                       ? ""
                       : "it leaves something owed";
        case PostingKind::reserved:
            if (budget.terms.each) {
                return posting.amount.minor_units == *budget.terms.each
                           ? ""
                           : "its amount is not that of every claim";
            }
            return same(PostingKind::owed) ? "" : "it was not owed";
        case PostingKind::paid:
            return same(PostingKind::reserved) ? "" : "it was not reserved";
        case PostingKind::reversed: {
            const std::optional<PastEntry> past = entry_of(book, posting.subject);
            const bool fits =
                past && past->budget == posting.budget && past->to == posting.from &&
                past->minor_units == posting.amount.minor_units &&
                (past->kind == PostingKind::owed || past->kind == PostingKind::reserved ||
                 past->kind == PostingKind::paid);
            return fits ? "" : "it takes back no entry that could be";
        }
        case PostingKind::returned:
            return same(PostingKind::reversed) ? "" : "it was not reversed";
    }
    return "its kind is unknown";
}

std::string fault_in_words(Book& book, const Posting& posting) {
    const std::optional<BudgetState> budget = book.budget(posting.budget);
    if (!budget) return "its budget was never opened";
    if (posting.amount.currency != budget->terms.currency) return "its currency is another";
    const bool of_nothing = posting.amount.minor_units == 0;
    if (posting.amount.minor_units < 0 || (of_nothing && posting.kind != PostingKind::expired)) {
        return "its amount is none";
    }
    const Way way = way_of(posting.kind);
    const bool goes =
        posting.to == way.to && (posting.from == way.from || posting.kind == PostingKind::reversed);
    if (!goes) return "its accounts are not those of its kind";
    if (posting.from != Account::funds &&
        budget->balance(posting.from) < posting.amount.minor_units) {
        return fmt::format("the account {} would go below 0", to_text(posting.from));
    }
    if (book.find(posting.budget, posting.kind, posting.subject)) return "it was posted before";
    const bool opens_claims = posting.kind == PostingKind::owed ||
                              posting.kind == PostingKind::reserved ||
                              posting.kind == PostingKind::expired;
    if (budget->ended && opens_claims) return "claims had ended before";
    const std::int64_t each = budget->terms.each.value_or(posting.amount.minor_units);
    if (posting.kind == PostingKind::owed && posting.amount.minor_units != each) {
        return "its amount is not that of every claim";
    }
    return missing_step(book, *budget, posting);
}

}  // namespace

std::optional<Problem> fault_of(Book& book, const Posting& posting) {
    const std::string fault = fault_in_words(book, posting);
    if (fault.empty()) return std::nullopt;
    return failure(
               "compensation.unlawful-posting",
               fmt::format("{} {}: {}", to_text(posting.kind), posting.subject, fault),
               "restore rewards.db from a backup, and report how it came about"
    )
        .error();
}

}  // namespace querist::compensation
