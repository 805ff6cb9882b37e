#include "actions/missing_signing_keys.hpp"
#include "actions/reward_reference.hpp"
#include "actions/study_reference.hpp"
#include "actions/untold_rewards.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
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

/// What the ledger says of one budget.
struct Said {
    std::int64_t claims_paid = 0;
    std::vector<Digest> claims;    ///< The hashes of all that were ever claimed.
    std::vector<Digest> messages;  ///< Their ids.
};

/// Each once, in the order in which the tables have them.
void put_in_order(std::vector<Digest>& all) {
    std::ranges::sort(all);
    const auto twice = std::ranges::unique(all);
    all.erase(twice.begin(), twice.end());
}

/// Opens a budget's cards beside what else is looked at: a view of their own, on a core of its own.
std::future<Result<void>> cards_opened(
    store::RewardsStore& rewards, const std::string& study, const std::string& budget
) {
    return std::async(std::launch::async, [&rewards, study, budget] {
        return rewards.view()->read_cards(study, budget);
    });
}

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
    return std::nullopt;
}

/// The messages that say that they are owed are those that the ledger owes.
std::optional<Problem> wrong_message(
    store::RewardsView& view, const std::string& study, const std::string& budget, const Said& said
) {
    const std::vector<Digest> rows = view.owed_messages(study, budget);
    const auto [row, owed] = std::ranges::mismatch(rows, said.messages);
    if (row != rows.end() && (owed == said.messages.end() || *row < *owed)) {
        return broken_rewards(fmt::format(
            "budget {}: message {} says that it is owed, and the ledger does not",
            budget,
            row->hex()
        ));
    }
    if (owed == said.messages.end()) return std::nullopt;
    return broken_rewards(fmt::format(
        "budget {}: the ledger owes message {}, and no message says so", budget, owed->hex()
    ));
}

/// Compares the claims that have a card, as they come in the order of their hashes, with those for
/// which the ledger sets one aside.
class ClaimComparison {
public:
    ClaimComparison(Ledger& ledger, const std::string& budget, const Said& said)
        : ledger_(ledger), budget_(budget), next_(said.claims.begin()), end_(said.claims.end()) {}

    void take(const Digest& token, bool shown) {
        missing_before(&token);
        if (wrong_) return;
        if (next_ == end_ || *next_ != token || !find(PostingKind::reserved, token)) {
            say("claim {} has a card, and the ledger sets none aside for it", token);
            return;
        }
        ++next_;
        if (find(PostingKind::paid, token) == shown) return;
        wrong_ = broken_rewards(fmt::format(
            "budget {}: the card of claim {} was {}, and the ledger says otherwise",
            budget_,
            token.hex(),
            shown ? "shown" : "not shown"
        ));
    }
    std::optional<Problem> finish() {
        missing_before(nullptr);
        return wrong_;
    }

private:
    /// Whether the attempt at a claim that stands came so far.
    bool find(PostingKind kind, const Digest& token) {
        const std::string subject =
            compensation::standing_subject(ledger_, budget_, compensation::claim_subject(token));
        return ledger_.find(budget_, kind, subject).has_value();
    }
    /// Claims of the ledger before a hash, or all that are left: their cards were taken back.
    void missing_before(const Digest* token) {
        for (; !wrong_ && next_ != end_ && (token == nullptr || *next_ < *token); ++next_) {
            if (!find(PostingKind::reserved, *next_)) continue;
            say("the ledger sets a card aside for claim {}, and the claim is not there", *next_);
        }
    }
    void say(fmt::format_string<std::string> what, const Digest& token) {
        wrong_ =
            broken_rewards(fmt::format("budget {}: {}", budget_, fmt::format(what, token.hex())));
    }

    Ledger& ledger_;
    const std::string& budget_;
    std::vector<Digest>::const_iterator next_;
    std::vector<Digest>::const_iterator end_;
    std::optional<Problem> wrong_;
};

/// Each claim for which the ledger sets a card aside has one, shown when it was paid; no other has.
std::optional<Problem> wrong_claim(
    store::RewardsView& view,
    Ledger& ledger,
    const std::string& study,
    const std::string& budget,
    const Said& said
) {
    ClaimComparison comparison(ledger, budget, said);
    view.each_claim(study, budget, [&](const Digest& token, bool shown) {
        comparison.take(token, shown);
    });
    return comparison.finish();
}

/// An item's state is what the ledger says of it.
std::optional<Problem> wrong_item(
    store::RewardsView& view, Ledger& ledger, const std::string& study
) {
    const Result<std::vector<store::ItemRow>> items = view.items(study);
    if (!items) return items.error();
    for (const store::ItemRow& item : *items) {
        const std::string subject = compensation::standing_subject(
            ledger, item.compensation, compensation::item_subject(item.number)
        );
        const bool owed = ledger.find(item.compensation, PostingKind::owed, subject).has_value();
        const bool paid = ledger.find(item.compensation, PostingKind::paid, subject).has_value();
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
        said.claims.push_back(*token);
        if (posting.kind == PostingKind::paid) ++said.claims_paid;
    }
    if (posting.kind != PostingKind::owed || !compensation::is_message_subject(posting.subject)) {
        return;
    }
    const std::string_view subject = posting.subject;
    const std::optional<Digest> id = Digest::parse_hex(subject.substr(subject.find(':') + 1));
    if (id) said.messages.push_back(*id);
}

/// Replays a study's ledger, and compares its end with the one that is kept.
std::optional<Problem> wrong_ledger(
    store::RewardsView& view,
    Ledger& ledger,
    const std::string& study,
    std::map<std::string, Said>& said
) {
    const store::LedgerEnd end = view.ledger_end(study);
    ledger.expect(end.entries);
    std::optional<Problem> broken;
    view.each_entry(study, [&](const compensation::Entry& entry) {
        if (broken) return;
        broken = ledger.replay(entry);
        note(entry.posting, said[entry.posting.budget]);
    });
    if (broken || (end.entries == ledger.entries() && end.head == ledger.head())) return broken;
    return broken_rewards(
        fmt::format("the ledger ends at entry {}, and should at {}", ledger.entries(), end.entries)
    );
}

/// What hangs on the ledger, of one budget.
std::optional<Problem> wrong_rows(
    store::RewardsView& view,
    Ledger& ledger,
    const std::string& study,
    const BudgetState& budget,
    std::future<Result<void>>& opened,
    Said& said
) {
    put_in_order(said.claims);
    put_in_order(said.messages);
    std::optional<Problem> wrong = wrong_cards(view, study, budget, said);
    if (wrong) return wrong;
    if (const Result<void> read = opened.get(); !read) return read.error();
    wrong = wrong_message(view, study, budget.terms.id, said);
    if (!wrong) wrong = wrong_claim(view, ledger, study, budget.terms.id, said);
    return wrong;
}

RewardsVerification verified(store::RewardsStore& rewards, const std::string& study) {
    const std::unique_ptr<store::RewardsView> view = rewards.view();
    RewardsVerification told;
    told.study = study;
    Ledger ledger(study);
    const std::vector<BudgetState> budgets = view->budgets(study);
    std::map<std::string, std::future<Result<void>>> opened;
    for (const BudgetState& budget : budgets) {
        ledger.open_budget(budget.terms);
        if (budget.terms.payment != instrument::Payment::codes) continue;
        opened.emplace(budget.terms.id, cards_opened(rewards, study, budget.terms.id));
    }
    std::map<std::string, Said> said;
    told.broken = wrong_ledger(*view, ledger, study, said);
    told.entries = ledger.entries();
    told.head = ledger.head();
    if (!told.broken) told.broken = wrong_balance(ledger, budgets);
    for (const BudgetState& budget : budgets) {
        const auto cards = opened.find(budget.terms.id);
        if (told.broken || cards == opened.end()) continue;
        told.broken =
            wrong_rows(*view, ledger, study, budget, cards->second, said[budget.terms.id]);
    }
    if (!told.broken) told.broken = wrong_item(*view, ledger, study);
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
            all.push_back(verified(*rewards->store, one));
            const Result<std::int64_t> untold = untold_rewards(data, &*rewards, one);
            if (!untold) return std::unexpected(untold.error());
            std::optional<Problem>& broken = all.back().broken;
            if (!broken && *untold > 0) broken = lost_rewards(*untold);
            for (const BudgetState& budget : view->budgets(one)) {
                if (broken) break;
                auto missing = missing_signing_key(data, one, budget.terms.id);
                if (!missing) return std::unexpected(missing.error());
                broken = *std::move(missing);
            }
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
