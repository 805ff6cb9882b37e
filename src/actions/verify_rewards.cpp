#include "actions/reward_reference.hpp"
#include "actions/study_reference.hpp"
#include "actions/untold_rewards.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace querist::actions {

namespace {

using compensation::Account;
using compensation::BudgetState;
using compensation::Ledger;
using compensation::PostingKind;

Problem broken_rewards(std::string message) {
    return failure(
               "rewards.broken",
               std::move(message),
               "restore rewards.db from a backup; what was paid since must be entered again"
    )
        .error();
}

/// Budgets repeat the ledger.
std::optional<Problem> wrong_balance(Ledger& ledger, const std::vector<BudgetState>& budgets) {
    for (const BudgetState& stored : budgets) {
        const std::optional<BudgetState> computed = ledger.budget(stored.terms.id);
        if (!computed) continue;
        for (std::size_t i = 0; i < compensation::accounts; ++i) {
            if (stored.balances.at(i) == computed->balances.at(i)) continue;
            return broken_rewards(fmt::format(
                "budget {}: its account {} says {}, its entries add up to {}",
                stored.terms.id,
                compensation::to_text(static_cast<Account>(i)),
                stored.balances.at(i),
                computed->balances.at(i)
            ));
        }
        if (stored.fundings != computed->fundings || stored.ended != computed->ended) {
            return broken_rewards(
                fmt::format("budget {}: its row is not what its entries say", stored.terms.id)
            );
        }
    }
    return std::nullopt;
}

/// What the ledger says of one budget.
struct Said {
    std::int64_t claims_paid = 0;
    std::set<Digest> claims;    ///< The hashes of all that were ever claimed.
    std::set<Digest> messages;  ///< Their ids.
};

/// As many cards are shown as claims were paid, and as many set aside as the ledger reserves.
std::optional<Problem> wrong_cards(
    store::RewardsView& view, const std::string& study, const BudgetState& budget, const Said& said
) {
    const std::string& id = budget.terms.id;
    const store::CardCounts cards = view.card_counts(study, id);
    const std::int64_t each = std::max<std::int64_t>(budget.terms.each.value_or(1), 1);
    const std::int64_t reserved = budget.balance(Account::reserved) / each;
    if (cards.shown != said.claims_paid) {
        return broken_rewards(fmt::format(
            "budget {}: {} cards were shown, and {} claims paid", id, cards.shown, said.claims_paid
        ));
    }
    if (cards.reserved != reserved) {
        return broken_rewards(fmt::format(
            "budget {}: {} cards are set aside, and the ledger reserves {}",
            id,
            cards.reserved,
            reserved
        ));
    }
    const Result<void> read = view.read_cards(study, id);
    return read ? std::nullopt : std::optional(read.error());
}

/// The messages that say that they are owed are those that the ledger owes.
std::optional<Problem> wrong_message(
    store::RewardsView& view, const std::string& study, const std::string& budget, const Said& said
) {
    const std::vector<Digest> rows = view.owed_messages(study, budget);
    for (const Digest& id : rows) {
        if (said.messages.contains(id)) continue;
        return broken_rewards(fmt::format(
            "budget {}: message {} says that it is owed, and the ledger does not", budget, id.hex()
        ));
    }
    for (const Digest& id : said.messages) {
        if (std::ranges::binary_search(rows, id)) continue;
        return broken_rewards(fmt::format(
            "budget {}: the ledger owes message {}, and no message says so", budget, id.hex()
        ));
    }
    return std::nullopt;
}

/// Each claim for which the ledger sets a card aside has one, shown when it was paid; no other has.
std::optional<Problem> wrong_claim(
    store::RewardsView& view, const std::string& study, const std::string& budget, const Said& said
) {
    std::map<Digest, store::ClaimRow> rows = view.claims(study, budget);
    compensation::Book& book = view.book(study);
    for (const Digest& token : said.claims) {
        const std::string subject =
            compensation::standing_subject(book, budget, compensation::claim_subject(token));
        if (!book.find(budget, PostingKind::reserved, subject)) continue;
        const auto row = rows.find(token);
        if (row == rows.end()) {
            return broken_rewards(fmt::format(
                "budget {}: the ledger sets a card aside for claim {}, and the claim is not there",
                budget,
                token.hex()
            ));
        }
        const bool paid = book.find(budget, PostingKind::paid, subject).has_value();
        if (row->second.shown != paid) {
            return broken_rewards(fmt::format(
                "budget {}: the card of claim {} was {}, and the ledger says otherwise",
                budget,
                token.hex(),
                row->second.shown ? "shown" : "not shown"
            ));
        }
        rows.erase(row);
    }
    if (rows.empty()) return std::nullopt;
    return broken_rewards(fmt::format(
        "budget {}: claim {} has a card, and the ledger sets none aside for it",
        budget,
        rows.begin()->first.hex()
    ));
}

std::optional<Problem> wrong_rows(
    store::RewardsView& view, const std::string& study, const BudgetState& budget, const Said& said
) {
    std::optional<Problem> wrong = wrong_cards(view, study, budget, said);
    if (!wrong) wrong = wrong_message(view, study, budget.terms.id, said);
    if (!wrong) wrong = wrong_claim(view, study, budget.terms.id, said);
    return wrong;
}

/// An item's state is what the ledger says of it.
std::optional<Problem> wrong_item(store::RewardsView& view, const std::string& study) {
    const Result<std::vector<store::ItemRow>> items = view.items(study);
    if (!items) return items.error();
    for (const store::ItemRow& item : *items) {
        compensation::Book& book = view.book(study);
        const std::string subject = compensation::standing_subject(
            book, item.compensation, compensation::item_subject(item.number)
        );
        const bool owed = book.find(item.compensation, PostingKind::owed, subject).has_value();
        const bool paid = book.find(item.compensation, PostingKind::paid, subject).has_value();
        const bool says_owed =
            item.state == store::ItemState::approved || item.state == store::ItemState::paid;
        if (owed == says_owed && paid == (item.state == store::ItemState::paid)) continue;
        return broken_rewards(fmt::format(
            "number {} is {}, and the ledger says otherwise",
            item.number,
            store::to_text(item.state)
        ));
    }
    return std::nullopt;
}

/// Adds what an entry says of claims and messages.
void note(const compensation::Posting& posting, Said& said) {
    if (const std::optional<Digest> token = compensation::token_hash_of(posting.subject)) {
        said.claims.insert(*token);
        if (posting.kind == PostingKind::paid) ++said.claims_paid;
    }
    if (posting.kind != PostingKind::owed || !compensation::is_message_subject(posting.subject)) {
        return;
    }
    const std::string_view subject = posting.subject;
    const std::optional<Digest> id = Digest::parse_hex(subject.substr(subject.find(':') + 1));
    if (id) said.messages.insert(*id);
}

RewardsVerification verified(store::RewardsView& view, const std::string& study) {
    RewardsVerification told;
    told.study = study;
    Ledger ledger(study);
    const std::vector<BudgetState> budgets = view.budgets(study);
    for (const BudgetState& budget : budgets) ledger.open_budget(budget.terms);
    std::map<std::string, Said> said;
    view.each_entry(study, [&](const compensation::Entry& entry) {
        if (told.broken) return;
        told.broken = ledger.replay(entry);
        note(entry.posting, said[entry.posting.budget]);
    });
    told.entries = ledger.entries();
    told.head = ledger.head();
    const store::LedgerEnd end = view.ledger_end(study);
    if (!told.broken && (end.entries != ledger.entries() || end.head != ledger.head())) {
        told.broken = broken_rewards(fmt::format(
            "the ledger ends at entry {}, and should at {}", ledger.entries(), end.entries
        ));
    }
    if (!told.broken) told.broken = wrong_balance(ledger, budgets);
    for (const BudgetState& budget : budgets) {
        const bool by_codes = budget.terms.payment == instrument::Payment::codes;
        if (!told.broken && by_codes) {
            told.broken = wrong_rows(view, study, budget, said[budget.terms.id]);
        }
    }
    if (!told.broken) told.broken = wrong_item(view, study);
    return told;
}

}  // namespace

Result<std::vector<RewardsVerification>> verify_rewards(
    const std::filesystem::path& data, std::string_view study
) {
    std::string wanted;
    if (!study.empty()) {
        const Result<std::string> id = study_id_of(study);
        if (!id) return std::unexpected(id.error());
        wanted = *id;
    }
    SystemRandom random;
    const Result<OpenedRewards> rewards =
        open_existing_rewards(data, store::Access::read_only, random);
    if (!rewards) return std::unexpected(rewards.error());
    return guarded([&]() -> Result<std::vector<RewardsVerification>> {
        const std::unique_ptr<store::RewardsView> view = rewards->store->view();
        std::vector<RewardsVerification> all;
        for (const std::string& one : view->studies()) {
            if (!wanted.empty() && one != wanted) continue;
            all.push_back(verified(*view, one));
            const Result<std::int64_t> untold = untold_rewards(data, rewards->store.get(), one);
            if (!untold) return std::unexpected(untold.error());
            std::optional<Problem>& broken = all.back().broken;
            if (!broken && *untold > 0) broken = broken_rewards(told_untold(*untold));
        }
        if (all.empty()) {
            return failure(
                "rewards.no-ledger",
                wanted.empty() ? "no study has a ledger here"
                               : fmt::format("the study {} has no ledger here", wanted),
                "open its budgets with querist rewards budget"
            );
        }
        return all;
    });
}

}  // namespace querist::actions
