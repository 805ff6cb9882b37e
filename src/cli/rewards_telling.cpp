#include "cli/rewards_telling.hpp"

#include "cli/aligned_table.hpp"

#include <fmt/format.h>

namespace querist::cli {

namespace {

using compensation::Account;

const Money& balance(const actions::BudgetStanding& budget, Account account) {
    return budget.balances.at(static_cast<std::size_t>(account));
}

std::string amount_of(const Money& money) {
    const std::string text = to_text(money);
    return text.substr(0, text.find(' '));
}

}  // namespace

nlohmann::ordered_json money_json(const Money& money) {
    return {{"minor_units", money.minor_units}, {"currency", money.currency}};
}

nlohmann::ordered_json reward_item_json(const actions::RewardItem& item) {
    return {
        {"number", item.number},
        {"compensation", item.compensation},
        {"amount", money_json(item.amount)},
        {"state", item.state},
        {"entered", compensation::day_text(item.day)},
        {"payee", item.payee},
        {"reason", item.reason},
        {"evidence", item.evidence},
        {"refusal", item.refusal},
        {"approval", item.approval},
    };
}

std::string rewards_status_text(const actions::RewardsStatus& status) {
    using enum Alignment;
    std::vector<std::vector<std::string>> rows{
        {"", "how", "total", "left", "owed", "reserved", "paid", "expired", "taken back"}
    };
    for (const actions::BudgetStanding& budget : status.budgets) {
        rows.push_back(
            {budget.compensation,
             budget.payment == instrument::Payment::codes ? "by codes" : "by hand",
             to_text(budget.total),
             amount_of(balance(budget, Account::budget)),
             amount_of(balance(budget, Account::owed)),
             amount_of(balance(budget, Account::reserved)),
             amount_of(balance(budget, Account::paid)),
             amount_of(balance(budget, Account::expired)),
             amount_of(balance(budget, Account::reversed))}
        );
    }
    std::string text = status.study + "\n";
    text += aligned_table({left, left, right, right, right, right, right, right, right}, rows);
    for (const actions::BudgetStanding& budget : status.budgets) {
        if (budget.payment == instrument::Payment::codes) {
            text += fmt::format(
                "{}: {} more claims covered{}; cards: {} free, {} set aside, {} shown; complete "
                "responses undecided: {}\n",
                budget.compensation,
                budget.claims_left,
                budget.ended ? ", and claims have ended" : "",
                budget.cards_free,
                budget.cards_reserved,
                budget.cards_shown,
                budget.undecided
            );
        } else if (budget.entered > 0) {
            text += fmt::format(
                "{}: {} wait for approval (querist rewards review)\n",
                budget.compensation,
                budget.entered
            );
        }
    }
    for (const std::string& one : status.unopened) {
        text += fmt::format(
            "{}: no budget yet; open it with --compensation {} --total \"2000 USD\", with your own "
            "total\n",
            one,
            one
        );
    }
    if (status.undelivered > 0) {
        text += fmt::format(
            "{} found eligible and not owed yet: a server does it within a minute, or querist "
            "rewards deliver\n",
            status.undelivered
        );
    }
    if (status.untold > 0) text += "warning: " + actions::told_untold(status.untold) + "\n";
    for (const actions::BudgetStanding& budget : status.budgets) {
        for (const std::string& warning : budget.warnings) text += "warning: " + warning + "\n";
    }
    return text;
}

nlohmann::ordered_json rewards_status_json(const actions::RewardsStatus& status) {
    nlohmann::ordered_json budgets = nlohmann::ordered_json::array();
    for (const actions::BudgetStanding& budget : status.budgets) {
        nlohmann::ordered_json accounts = nlohmann::ordered_json::object();
        for (std::size_t i = 0; i < compensation::accounts; ++i) {
            const auto account = static_cast<Account>(i);
            accounts[std::string(compensation::to_text(account))] =
                budget.balances.at(i).minor_units;
        }
        nlohmann::ordered_json one = {
            {"compensation", budget.compensation},
            {"paid", budget.payment == instrument::Payment::codes ? "codes" : "by hand"},
            {"currency", budget.currency},
            {"total", budget.total.minor_units},
            {"accounts", std::move(accounts)},
        };
        if (budget.each) one["each"] = budget.each->minor_units;
        if (budget.payment == instrument::Payment::codes) {
            one["claims_left"] = budget.claims_left;
            one["ended"] = budget.ended;
            one["undecided"] = budget.undecided;
            one["refused"] = budget.refused;
            one["cards"] = {
                {"free", budget.cards_free},
                {"reserved", budget.cards_reserved},
                {"shown", budget.cards_shown}
            };
        } else {
            one["entered"] = budget.entered;
        }
        one["warnings"] = budget.warnings;
        budgets.push_back(std::move(one));
    }
    return {
        {"study", status.study},
        {"budgets", std::move(budgets)},
        {"unopened", status.unopened},
        {"undelivered", status.undelivered},
        {"untold", status.untold},
    };
}

}  // namespace querist::cli
