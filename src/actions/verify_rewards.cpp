#include "actions/reward_reference.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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

/// How many claims were paid, and how many messages are owed, of one budget.
struct EntryCounts {
    std::int64_t claims_paid = 0;
    std::int64_t messages_owed = 0;
};

/// As many cards are shown as claims were paid, as many set aside as the ledger reserves, and as
/// many messages say that they are owed as it owes.
std::optional<Problem> wrong_rows(
    store::RewardsView& view,
    const std::string& study,
    const BudgetState& budget,
    const EntryCounts& counts
) {
    const std::string& id = budget.terms.id;
    const store::CardCounts cards = view.card_counts(study, id);
    const std::int64_t each = std::max<std::int64_t>(budget.terms.each.value_or(1), 1);
    const std::int64_t reserved = budget.balance(Account::reserved) / each;
    const std::int64_t told = view.message_counts(study, id).owed;
    if (cards.shown != counts.claims_paid) {
        return broken_rewards(fmt::format(
            "budget {}: {} cards were shown, and {} claims paid",
            id,
            cards.shown,
            counts.claims_paid
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
    if (told != counts.messages_owed) {
        return broken_rewards(fmt::format(
            "budget {}: {} messages say that they are owed, and the ledger owes {}",
            id,
            told,
            counts.messages_owed
        ));
    }
    return std::nullopt;
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

RewardsVerification verified(store::RewardsView& view, const std::string& study) {
    RewardsVerification told;
    told.study = study;
    Ledger ledger(study);
    const std::vector<BudgetState> budgets = view.budgets(study);
    for (const BudgetState& budget : budgets) ledger.open_budget(budget.terms);
    std::map<std::string, EntryCounts> counts;
    view.each_entry(study, [&](const compensation::Entry& entry) {
        if (told.broken) return;
        told.broken = ledger.replay(entry);
        const compensation::Posting& posting = entry.posting;
        if (posting.kind == PostingKind::paid && compensation::token_hash_of(posting.subject)) {
            ++counts[posting.budget].claims_paid;
        }
        if (posting.kind == PostingKind::owed &&
            compensation::is_message_subject(posting.subject)) {
            ++counts[posting.budget].messages_owed;
        }
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
            told.broken = wrong_rows(view, study, budget, counts[budget.terms.id]);
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
            if (wanted.empty() || one == wanted) all.push_back(verified(*view, one));
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
