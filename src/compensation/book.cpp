#include "compensation/book.hpp"

#include <fmt/format.h>

namespace querist::compensation {

namespace {

using instrument::Payment;

bool taken_back(Book& book, const PastEntry& entry) {
    return book.find(entry.budget, PostingKind::reversed, entry_subject(entry.sequence))
        .has_value();
}

/// Whether an attempt at a claim or an item is over, so that the next may begin.
bool is_over(Book& book, std::string_view budget, std::string_view subject) {
    const auto reversed = [&](PostingKind kind) -> std::optional<PastEntry> {
        std::optional<PastEntry> past = book.find(budget, kind, subject);
        return past && taken_back(book, *past) ? past : std::nullopt;
    };
    if (item_of(subject)) return reversed(PostingKind::owed) || reversed(PostingKind::paid);
    const std::optional<PastEntry> began = book.find(budget, PostingKind::reserved, subject);
    if (!began) return false;  // it did not begin, as of most that are asked about
    if (taken_back(book, *began)) return true;
    const std::optional<PastEntry> paid = reversed(PostingKind::paid);
    return paid && book.find(budget, PostingKind::owed, entry_subject(paid->sequence));
}

bool stands(Book& book, const Posting& posting) {
    std::string first = posting.subject;
    if (const std::optional<Digest> token = token_hash_of(first)) first = claim_subject(*token);
    if (const std::optional<std::int64_t> item = item_of(first)) first = item_subject(*item);
    return standing_subject(book, posting.budget, first) == posting.subject;
}

/// What must have been posted before, of the same amount; empty when it was.
bool follows(Book& book, const Posting& posting, PostingKind kind) {
    const std::optional<PastEntry> past = book.find(posting.budget, kind, posting.subject);
    return past && past->minor_units == posting.amount.minor_units && !taken_back(book, *past);
}

std::string fault_of_owed(Book& book, const BudgetState& budget, const Posting& posting) {
    const bool codes = budget.terms.payment == Payment::codes;
    if (codes && posting.amount.minor_units != budget.terms.each.value_or(0)) {
        return "its amount is not that of every claim";
    }
    if (is_message_subject(posting.subject)) return codes ? "" : "it is paid by hand";
    if (item_of(posting.subject)) {
        if (codes) return "it is paid by codes";
        return stands(book, posting) ? "" : "it was owed before";
    }
    const std::optional<std::int64_t> sequence = sequence_of(posting.subject);
    const std::optional<PastEntry> past = sequence ? book.entry(*sequence) : std::nullopt;
    const bool of_claim = past && codes && past->budget == posting.budget &&
                          token_hash_of(past->subject) &&
                          (past->kind == PostingKind::reserved || past->kind == PostingKind::paid);
    return of_claim && taken_back(book, *past) ? "" : "nobody is to get it";
}

std::string fault_of_reserved(Book& book, const BudgetState& budget, const Posting& posting) {
    if (budget.terms.payment == Payment::by_hand) {
        return follows(book, posting, PostingKind::owed) ? "" : "it was not owed";
    }
    if (!token_hash_of(posting.subject)) return "it is no claim";
    if (posting.amount.minor_units != budget.terms.each.value_or(0)) {
        return "its amount is not that of every claim";
    }
    return stands(book, posting) ? "" : "it was claimed before";
}

std::string fault_of_expired(const BudgetState& budget, const Posting& posting) {
    if (budget.terms.payment != Payment::codes || posting.subject != "1") {
        return "no claims end like this";
    }
    const bool all = posting.amount.minor_units == budget.balance(Account::owed);
    return all ? "" : "it leaves something owed";
}

std::string fault_of_reversed(Book& book, const Posting& posting) {
    const std::optional<std::int64_t> sequence = sequence_of(posting.subject);
    const std::optional<PastEntry> past = sequence ? book.entry(*sequence) : std::nullopt;
    const bool fits = past && past->budget == posting.budget && past->to == posting.from &&
                      past->minor_units == posting.amount.minor_units && is_reversible(book, *past);
    return fits ? "" : "it takes back no entry that could be";
}

/// What must have been posted before; empty when it was, or nothing must be.
std::string missing_step(Book& book, const BudgetState& budget, const Posting& posting) {
    switch (posting.kind) {
        case PostingKind::funded:
        case PostingKind::defunded:
            return posting.subject == std::to_string(budget.fundings + 1)
                       ? ""
                       : "its number is not the next";
        case PostingKind::owed:
            return fault_of_owed(book, budget, posting);
        case PostingKind::expired:
            return fault_of_expired(budget, posting);
        case PostingKind::reserved:
            return fault_of_reserved(book, budget, posting);
        case PostingKind::paid:
            return follows(book, posting, PostingKind::reserved) ? "" : "it was not reserved";
        case PostingKind::reversed:
            return fault_of_reversed(book, posting);
        case PostingKind::returned:
            return follows(book, posting, PostingKind::reversed) ? "" : "it was not reversed";
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
    if ((posting.kind == PostingKind::reversed) == posting.reason.empty()) {
        return "a reversal has a reason, and nothing else has";
    }
    return missing_step(book, *budget, posting);
}

}  // namespace

std::string standing_subject(Book& book, std::string_view budget, std::string_view subject) {
    for (int attempt = 1;; ++attempt) {
        std::string standing = attempt_subject(subject, attempt);
        if (!is_over(book, budget, standing)) return standing;
    }
}

bool is_reversible(Book& book, const PastEntry& entry) {
    if (taken_back(book, entry)) return false;
    const auto went_on = [&](PostingKind kind) {
        return book.find(entry.budget, kind, entry.subject).has_value();
    };
    switch (entry.kind) {
        case PostingKind::paid:
            return true;
        case PostingKind::reserved:
            return !went_on(PostingKind::paid);
        case PostingKind::owed:
            return item_of(entry.subject) && !went_on(PostingKind::reserved);
        case PostingKind::funded:
        case PostingKind::defunded:
        case PostingKind::expired:
        case PostingKind::reversed:
        case PostingKind::returned:
            return false;
    }
    return false;
}

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
