#include "actions/reward_reference.hpp"

#include "actions/deliver_rewards.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace querist::actions {

namespace {

using compensation::Account;
using instrument::Compensation;
using instrument::Payment;

/// Of a budget: below this share, or this number of claims, it is low.
constexpr std::int64_t low_share = 10;
constexpr std::int64_t low_claims = 5;

std::vector<std::string> ids_of(const instrument::Study& study, std::optional<Payment> payment) {
    std::vector<std::string> ids;
    for (const Compensation& one : study.compensation) {
        if (one.payment && (!payment || one.payment == payment)) ids.push_back(one.id);
    }
    return ids;
}

std::string in_money(std::int64_t minor_units, const std::string& currency) {
    return to_text(Money{.minor_units = minor_units, .currency = currency});
}

void warn_of_claims(BudgetStanding& standing, const Money& each) {
    if (each.minor_units == 0) return;
    const auto owed = standing.balances.at(static_cast<std::size_t>(Account::owed)).minor_units;
    const std::int64_t claims = owed / each.minor_units;
    if (standing.cards_free < claims) {
        standing.warnings.push_back(fmt::format(
            "{}: {} claims are owed and {} cards are left: import more with querist rewards import",
            standing.compensation,
            claims,
            standing.cards_free
        ));
    }
    if (standing.refused > 0 && !standing.ended) {
        standing.warnings.push_back(fmt::format(
            "{}: {} eligible responses wait for money: raise the budget with querist rewards "
            "budget --total",
            standing.compensation,
            standing.refused
        ));
    }
    const std::int64_t all = standing.total.minor_units / each.minor_units;
    const bool low = standing.claims_left < low_claims || standing.claims_left * low_share < all;
    if (!standing.ended && low) {
        standing.warnings.push_back(fmt::format(
            "{}: the budget covers {} more claims: raise it with querist rewards budget --total",
            standing.compensation,
            standing.claims_left
        ));
    }
}

}  // namespace

Result<const Compensation*> meant_compensation(
    const instrument::Study& study, std::string_view id, std::optional<Payment> payment
) {
    const std::vector<std::string> ids = ids_of(study, payment);
    const std::string_view how = !payment                     ? ""
                                 : *payment == Payment::codes ? " by codes"
                                                              : " by hand";
    if (ids.empty()) {
        return failure(
            "rewards.none",
            fmt::format("the study {} pays nothing{}", study.id, how),
            "say so with paid under compensation in the study file (docs/study-language.md)"
        );
    }
    if (id.empty() && ids.size() > 1) {
        return failure(
            "rewards.which-compensation",
            fmt::format("the study pays {} compensations{}", ids.size(), how),
            fmt::format("name one with --compensation: {}", fmt::join(ids, ", "))
        );
    }
    const std::string_view wanted = id.empty() ? std::string_view(ids.front()) : id;
    if (std::ranges::find(ids, wanted) == ids.end()) {
        return failure(
            "rewards.unknown-compensation",
            fmt::format("the study pays no compensation \"{}\"{}", id, how),
            nearest_or(id, ids, fmt::format("it has {}", fmt::join(ids, ", ")))
        );
    }
    return &*std::ranges::find(study.compensation, wanted, &Compensation::id);
}

Result<Money> meant_amount(std::string_view text, std::string_view currency) {
    const std::string_view all = trimmed(text);
    const std::size_t space = all.rfind(' ');
    const std::string_view named =
        space == std::string_view::npos ? std::string_view{} : trimmed(all.substr(space + 1));
    const std::string_view unit = currency.empty() ? named : currency;
    const std::optional<Money> amount =
        unit.empty() ? std::nullopt : parse_money(trimmed(all.substr(0, space)), unit);
    if (amount && (named.empty() || named == unit)) return *amount;
    return failure(
        "rewards.bad-amount",
        fmt::format("\"{}\" is no amount{}", text, unit.empty() ? "" : fmt::format(" in {}", unit)),
        unit.empty() ? "write it with its currency, such as \"500.00 USD\""
                     : fmt::format("write a number, such as \"500\" or \"500 {}\"", unit)
    );
}

Result<compensation::BudgetState> open_budget_of(
    store::RewardsView& rewards, std::string_view study, std::string_view compensation
) {
    if (auto budget = rewards.book(study).budget(compensation)) return *std::move(budget);
    return failure(
        "rewards.no-budget",
        fmt::format(
            "the budget \"{}\" is not open: the study file says neither how much there is nor in "
            "which currency",
            compensation
        ),
        fmt::format(
            "open it with your own total: querist rewards budget STUDY --compensation {} --total "
            "\"2000 USD\"",
            compensation
        )
    );
}

RewardItem told_item(const store::ItemRow& row) {
    return {
        .number = row.number,
        .compensation = row.compensation,
        .amount = row.amount,
        .state = std::string(store::to_text(row.state)),
        .day = row.day,
        .payee = row.payee,
        .reason = row.reason,
        .evidence = row.evidence,
        .refusal = row.refusal,
        .approval = row.approval,
    };
}

std::int64_t standing_entry(
    store::RewardsView& rewards,
    std::string_view study,
    const store::ItemRow& item,
    compensation::PostingKind kind
) {
    compensation::Book& book = rewards.book(study);
    const std::string subject = compensation::standing_subject(
        book, item.compensation, compensation::item_subject(item.number)
    );
    const std::optional<compensation::PastEntry> entry =
        book.find(item.compensation, kind, subject);
    return entry ? entry->sequence : 0;
}

std::vector<BudgetStanding> budget_standings(
    store::RewardsView& rewards, const std::string& study
) {
    std::vector<BudgetStanding> standings;
    for (const compensation::BudgetState& budget : rewards.budgets(study)) {
        BudgetStanding standing;
        const compensation::BudgetTerms& terms = budget.terms;
        standing.compensation = terms.id;
        standing.payment = terms.payment;
        standing.currency = terms.currency;
        if (terms.each) standing.each = Money{*terms.each, terms.currency};
        standing.total = {-budget.balance(Account::funds), terms.currency};
        for (std::size_t i = 0; i < compensation::accounts; ++i) {
            standing.balances.at(i) = {budget.balances.at(i), terms.currency};
        }
        standing.ended = budget.ended;
        standing.claims_left = budget.claims_left();
        standing.refused = rewards.message_counts(study, terms.id).refused;
        const store::CardCounts cards = rewards.card_counts(study, terms.id);
        standing.cards_free = cards.free;
        standing.cards_reserved = cards.reserved;
        standing.cards_shown = cards.shown;
        if (standing.each) warn_of_claims(standing, *standing.each);
        standings.push_back(std::move(standing));
    }
    return standings;
}

std::vector<std::string> unopened_budgets(
    store::RewardsView& rewards, const instrument::Study& study
) {
    std::vector<std::string> unopened;
    for (const std::string& id : ids_of(study, std::nullopt)) {
        if (!rewards.book(study.id).budget(id)) unopened.push_back(id);
    }
    return unopened;
}

std::vector<std::string> changed_terms(
    const compensation::BudgetTerms& opened, const instrument::Study& study
) {
    const auto found = std::ranges::find(study.compensation, opened.id, &Compensation::id);
    const std::optional<compensation::BudgetTerms> now =
        found == study.compensation.end() ? std::nullopt : terms_of(*found);
    const bool paid = found != study.compensation.end() && found->payment;
    if (paid && !now && *found->payment == opened.payment) return {};
    if (!now) {
        return {fmt::format("{}: the study file pays it no more; its budget stays", opened.id)};
    }
    std::vector<std::string> changes;
    if (now->payment != opened.payment) {
        changes.push_back(fmt::format(
            "{}: the study file says that it is paid otherwise now; give that another id", opened.id
        ));
    }
    if (now->currency != opened.currency) {
        changes.push_back(fmt::format(
            "{}: the study file says {} now, and the budget is in {}; give that another id",
            opened.id,
            now->currency,
            opened.currency
        ));
    } else if (now->each && opened.each && now->each != opened.each) {
        changes.push_back(fmt::format(
            "{}: the study file promises {} now, and every claim stays {}; give that another id",
            opened.id,
            in_money(*now->each, now->currency),
            in_money(*opened.each, opened.currency)
        ));
    }
    return changes;
}

}  // namespace querist::actions
