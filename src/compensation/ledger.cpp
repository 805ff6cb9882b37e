#include "compensation/ledger.hpp"

#include "compensation/ledger_link.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::compensation {

namespace {

// Two bytes before the subject: the budget's position and the kind.
constexpr std::size_t budgets_max = 255;
constexpr std::size_t key_prefix = 2;

void put_key(
    std::pmr::string& key, std::size_t budget, PostingKind kind, std::string_view subject
) {
    key.clear();
    key += static_cast<char>(budget);
    key += static_cast<char>(kind);
    key += subject;
}

}  // namespace

Ledger::Ledger(std::string_view study)
    : memory_(std::make_unique<std::pmr::monotonic_buffer_resource>()),
      index_(memory_.get()),
      head_(ledger_start(study)) {}

void Ledger::expect(std::int64_t entries) {
    index_.reserve(static_cast<std::size_t>(entries));
    past_.reserve(static_cast<std::size_t>(entries));
}

void Ledger::open_budget(const BudgetTerms& terms) {
    if (position_of(terms.id) || budgets_.size() == budgets_max) return;
    budgets_.push_back({.terms = terms});
}

std::optional<std::size_t> Ledger::position_of(std::string_view budget) const {
    const auto found = std::ranges::find(budgets_, budget, [](const BudgetState& one) {
        return std::string_view(one.terms.id);
    });
    if (found == budgets_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - budgets_.begin());
}

std::optional<BudgetState> Ledger::budget(std::string_view id) {
    const std::optional<std::size_t> position = position_of(id);
    if (!position) return std::nullopt;
    return budgets_[*position];
}

PastEntry Ledger::told(const Index::value_type& one) const {
    return {
        .sequence = one.second.sequence,
        .budget = budgets_[one.second.budget].terms.id,
        .kind = one.second.kind,
        .subject = std::string(std::string_view(one.first).substr(key_prefix)),
        .to = one.second.to,
        .minor_units = one.second.minor_units,
    };
}

std::optional<PastEntry> Ledger::find(
    std::string_view budget, PostingKind kind, std::string_view subject
) {
    const std::optional<std::size_t> position = position_of(budget);
    if (!position) return std::nullopt;
    put_key(sought_, *position, kind, subject);
    const auto found = index_.find(sought_);
    if (found == index_.end()) return std::nullopt;
    return told(*found);
}

std::optional<PastEntry> Ledger::entry(std::int64_t sequence) {
    if (sequence < 1 || sequence > entries()) return std::nullopt;
    return told(*past_[static_cast<std::size_t>(sequence - 1)]);
}

void Ledger::post(const Posting& posting) {
    const std::size_t position = position_of(posting.budget).value_or(0);
    BudgetState& budget = budgets_[position];
    const auto balance_at = [&](Account account) -> std::int64_t& {
        return budget.balances.at(static_cast<std::size_t>(account));
    };
    balance_at(posting.from) -= posting.amount.minor_units;
    balance_at(posting.to) += posting.amount.minor_units;
    if (posting.kind == PostingKind::funded || posting.kind == PostingKind::defunded) {
        ++budget.fundings;
    }
    if (posting.kind == PostingKind::expired) budget.ended = true;
    put_key(sought_, position, posting.kind, posting.subject);
    const auto placed = index_.try_emplace(
        sought_,
        Past{
            .sequence = entries() + 1,
            .minor_units = posting.amount.minor_units,
            .budget = static_cast<std::uint32_t>(position),
            .kind = posting.kind,
            .to = posting.to,
        }
    );
    past_.push_back(&*placed.first);
}

Result<std::vector<Entry>> Ledger::take(const Happening& happening) {
    const Result<std::vector<Posting>> postings = postings_of(*this, happening);
    if (!postings) return std::unexpected(postings.error());
    std::vector<Entry> made;
    made.reserve(postings->size());
    for (const Posting& posting : *postings) {
        // Cannot be, and would be a defect of postings_of: then nothing false is posted.
        if (std::optional<Problem> fault = fault_of(*this, posting)) {
            return std::unexpected(*std::move(fault));
        }
        head_ = ledger_link(head_, entries() + 1, posting);
        made.push_back({.sequence = entries() + 1, .posting = posting, .head = head_});
        post(posting);
    }
    return made;
}

std::optional<Problem> Ledger::replay(const Entry& entry) {
    const auto broken = [&](std::string_view why) {
        return failure(
                   "compensation.broken",
                   fmt::format("entry {} of the ledger is wrong: {}", entry.sequence, why),
                   "restore rewards.db from a backup; what was paid since must be entered again"
        )
            .error();
    };
    if (entry.sequence != entries() + 1) {
        return broken(fmt::format("entry {} should stand here", entries() + 1));
    }
    const Digest head = ledger_link(head_, entry.sequence, entry.posting);
    if (head != entry.head) return broken("its link does not fit its content and the entry before");
    if (const std::optional<Problem> fault = fault_of(*this, entry.posting)) {
        return broken(fault->message);
    }
    post(entry.posting);
    head_ = head;
    return std::nullopt;
}

}  // namespace querist::compensation
