#include "compensation/happening.hpp"

#include <fmt/format.h>

namespace querist::compensation {

namespace {

using instrument::Payment;
using Postings = Result<std::vector<Posting>>;

std::string in_words(const BudgetState& budget, std::int64_t minor_units) {
    return to_text(Money{.minor_units = minor_units, .currency = budget.terms.currency});
}

/// Decides about one event over one budget.
class Decision {
public:
    Decision(Book& book, const BudgetState& budget, std::int64_t day)
        : book_(book), budget_(budget), day_(day) {}

    Postings operator()(const TotalSet& set) {
        const std::int64_t before = -budget_.balance(Account::funds);
        const std::int64_t change = set.minor_units - before;
        if (change == 0) return nothing();
        const std::string number = std::to_string(budget_.fundings + 1);
        if (change > 0) return one(PostingKind::funded, number, change);
        if (-change > budget_.balance(Account::budget)) {
            return failure(
                "compensation.below-spent",
                fmt::format(
                    "the budget \"{}\" has promised or paid {} of {}",
                    budget_.terms.id,
                    in_words(budget_, before - budget_.balance(Account::budget)),
                    in_words(budget_, before)
                ),
                "give it at least as much as that"
            );
        }
        return one(PostingKind::defunded, number, -change);
    }

    Postings operator()(const FoundEligible& found) {
        if (Result<void> right = demand(Payment::codes); !right) return again(right);
        const std::string subject = message_subject(found.message);
        if (posted(PostingKind::owed, subject)) return nothing();
        if (budget_.ended) return claims_ended();
        return owe(subject, each());
    }

    Postings operator()(const Approved& approved) {
        if (Result<void> right = demand(Payment::by_hand); !right) return again(right);
        const std::string subject = standing(item_subject(approved.item));
        if (posted(PostingKind::owed, subject)) return nothing();
        if (approved.minor_units <= 0) {
            return failure("compensation.bad-amount", "nothing is paid", "name an amount above 0");
        }
        return owe(subject, approved.minor_units);
    }

    Postings operator()(const HandedOver& handed) {
        const std::string subject = standing(item_subject(handed.item));
        if (posted(PostingKind::paid, subject)) return nothing();
        const std::optional<PastEntry> owed = find(PostingKind::owed, subject);
        if (!owed) {
            return failure(
                "compensation.not-owed",
                fmt::format("number {} was not approved, or that was taken back", handed.item),
                "approve it first with querist rewards approve"
            );
        }
        return std::vector{
            made(PostingKind::reserved, subject, owed->minor_units),
            made(PostingKind::paid, subject, owed->minor_units)
        };
    }

    Postings operator()(const Claimed& claimed) {
        if (Result<void> right = demand(Payment::codes); !right) return again(right);
        const std::string subject = standing(claim_subject(claimed.token_hash));
        if (posted(PostingKind::reserved, subject)) return nothing();
        if (budget_.ended) return claims_ended();
        if (budget_.balance(Account::owed) < each()) {
            return failure(
                "compensation.nothing-owed",
                "nothing is owed that this claim could be for",
                "deliver what was found eligible with querist rewards deliver"
            );
        }
        return one(PostingKind::reserved, subject, each());
    }

    Postings operator()(const Shown& shown) {
        const std::string subject = standing(claim_subject(shown.token_hash));
        if (const std::optional<PastEntry> paid = find(PostingKind::paid, subject)) {
            return taken_back(paid->sequence) ? was_reversed() : nothing();
        }
        const std::optional<PastEntry> reserved = find(PostingKind::reserved, subject);
        if (!reserved) {
            return failure(
                "compensation.not-reserved", "no card is set aside for this claim", "claim it first"
            );
        }
        return one(PostingKind::paid, subject, reserved->minor_units);
    }

    Postings operator()(const ClaimsEnded& /*ended*/) {
        if (Result<void> right = demand(Payment::codes); !right) return again(right);
        if (budget_.ended) return nothing();
        return one(PostingKind::expired, "1", budget_.balance(Account::owed));
    }

    Postings operator()(const Reversed& reversed) {
        const std::optional<PastEntry> entry = book_.entry(reversed.sequence);
        if (!entry || entry->budget != budget_.terms.id) {
            return failure(
                "compensation.no-entry",
                fmt::format("there is no entry {}", reversed.sequence),
                "see the entries with querist rewards export --ledger"
            );
        }
        if (taken_back(entry->sequence)) return amended(*entry, reversed);
        if (trimmed(reversed.reason).empty()) {
            return failure(
                "compensation.no-reason",
                "nothing is taken back without a reason",
                "say why with --reason"
            );
        }
        if (Result<void> right = reversible(*entry); !right) return again(right);
        const std::string subject = entry_subject(entry->sequence);
        Posting back = made(PostingKind::reversed, subject, entry->minor_units);
        back.from = entry->to;
        back.reason = reversed.reason;
        std::vector<Posting> postings{std::move(back)};
        // What did not leave the house is there again by itself.
        const bool there = entry->kind != PostingKind::paid || reversed.back == MoneyBack::yes;
        if (there) {
            postings.push_back(made(PostingKind::returned, subject, entry->minor_units));
        }
        const bool of_claim = token_hash_of(entry->subject).has_value();
        const bool paid = entry->kind == PostingKind::paid;
        if (!of_claim || (paid && reversed.again == OweAgain::no)) return postings;
        if (budget_.ended) return paid ? claims_ended() : postings;
        if (!there && budget_.balance(Account::budget) < each()) return spent();
        postings.push_back(made(PostingKind::owed, subject, entry->minor_units));
        return postings;
    }

private:
    /// What is said later of a payment that was taken back: that its money came back after all, or
    /// that its claim may be made anew. Each once.
    Postings amended(const PastEntry& entry, const Reversed& reversed) {
        if (entry.kind != PostingKind::paid) return nothing();
        const std::string subject = entry_subject(entry.sequence);
        std::vector<Posting> postings;
        if (reversed.back == MoneyBack::yes && !posted(PostingKind::returned, subject)) {
            postings.push_back(made(PostingKind::returned, subject, entry.minor_units));
        }
        const bool anew = reversed.again == OweAgain::yes && token_hash_of(entry.subject) &&
                          !posted(PostingKind::owed, subject);
        if (!anew) return postings;
        if (budget_.ended) return claims_ended();
        if (postings.empty() && budget_.balance(Account::budget) < each()) return spent();
        postings.push_back(made(PostingKind::owed, subject, entry.minor_units));
        return postings;
    }

    static Postings nothing() { return std::vector<Posting>{}; }
    static Postings again(const Result<void>& failed) { return std::unexpected(failed.error()); }
    [[nodiscard]] std::int64_t each() const { return budget_.terms.each.value_or(0); }

    [[nodiscard]] Posting made(PostingKind kind, std::string subject, std::int64_t minor_units)
        const {
        const Way way = way_of(kind);
        return {
            .budget = budget_.terms.id,
            .kind = kind,
            .subject = std::move(subject),
            .from = way.from,
            .to = way.to,
            .amount = {.minor_units = minor_units, .currency = budget_.terms.currency},
            .day = day_,
            .reason = {},
        };
    }
    [[nodiscard]] Postings one(PostingKind kind, std::string subject, std::int64_t minor_units)
        const {
        return std::vector{made(kind, std::move(subject), minor_units)};
    }

    std::optional<PastEntry> find(PostingKind kind, std::string_view subject) {
        return book_.find(budget_.terms.id, kind, subject);
    }
    bool posted(PostingKind kind, std::string_view subject) {
        return find(kind, subject).has_value();
    }
    bool taken_back(std::int64_t sequence) {
        return posted(PostingKind::reversed, entry_subject(sequence));
    }

    [[nodiscard]] Result<void> demand(Payment payment) const {
        if (budget_.terms.payment == payment) return {};
        return failure(
            "compensation.other-payment",
            payment == Payment::codes
                ? fmt::format("\"{}\" is paid by hand, not by codes", budget_.terms.id)
                : fmt::format("\"{}\" is paid by codes, not by hand", budget_.terms.id),
            "name another compensation of the study"
        );
    }

    std::string standing(const std::string& subject) {
        return standing_subject(book_, budget_.terms.id, subject);
    }

    [[nodiscard]] Postings spent() const {
        return failure(
            "compensation.budget-spent",
            fmt::format(
                "the budget \"{}\" has {} left",
                budget_.terms.id,
                in_words(budget_, budget_.balance(Account::budget))
            ),
            "raise it with querist rewards budget --total"
        );
    }
    Postings owe(std::string subject, std::int64_t minor_units) {
        if (budget_.balance(Account::budget) < minor_units) return spent();
        return one(PostingKind::owed, std::move(subject), minor_units);
    }

    [[nodiscard]] Postings claims_ended() const {
        return failure(
            "compensation.claims-ended",
            fmt::format("\"{}\" can be claimed no more", budget_.terms.id),
            "nothing: its time is over"
        );
    }
    [[nodiscard]] static Postings was_reversed() {
        return failure(
            "compensation.reversed",
            "this was taken back as a mistake",
            "enter or claim it anew, if it was none"
        );
    }

    /// Only the last step of a claim or an item is taken back: what came before it is over.
    Result<void> reversible(const PastEntry& entry) {
        if (is_reversible(book_, entry)) return {};
        const bool anonymous = entry.kind == PostingKind::owed && !item_of(entry.subject);
        return failure(
            "compensation.not-reversible",
            anonymous ? fmt::format(
                            "entry {} owes a participant, whose claim nobody can tell from others",
                            entry.sequence
                        )
                      : fmt::format(
                            "entry {} ({}) is no last step that could be taken back",
                            entry.sequence,
                            to_text(entry.kind)
                        ),
            anonymous ? "reverse the claim once it was paid"
                      : "reverse the last entry of the same subject"
        );
    }

    Book& book_;
    const BudgetState& budget_;
    std::int64_t day_;
};

}  // namespace

Result<std::vector<Posting>> postings_of(Book& book, const Happening& happening) {
    const std::optional<BudgetState> budget = book.budget(happening.budget);
    if (!budget) {
        return failure(
            "compensation.no-budget",
            fmt::format("there is no budget \"{}\"", happening.budget),
            "open it with querist rewards budget"
        );
    }
    return std::visit(Decision(book, *budget, happening.day), happening.event);
}

}  // namespace querist::compensation
