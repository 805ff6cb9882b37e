#include "actions/kept_payment.hpp"
#include "actions/reward_reference.hpp"
#include "actions/study_reference.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace querist::actions {

namespace {

using compensation::PostingKind;
/// Currency, payee's key, year: what one payee gets is added up over all compensations by hand.
using PaidTo = std::tuple<std::string, std::string, int>;

/// Reads a ledger and finds what was paid out of it.
class PaymentFinder {
public:
    PaymentFinder(const instrument::Study& study, const std::vector<store::ItemRow>& items)
        : study_(study) {
        for (const store::ItemRow& item : items) items_.emplace(item.number, &item);
        told_.study = study.id;
    }

    void take(const compensation::Entry& entry) {
        const compensation::Posting& posting = entry.posting;
        if (posting.kind == PostingKind::reversed || posting.kind == PostingKind::returned) {
            const auto reversed = compensation::sequence_of(posting.subject);
            const auto paid = places_.find(reversed.value_or(0));
            if (paid == places_.end()) return;
            if (posting.kind == PostingKind::reversed) {
                told_.payments.at(paid->second).taken_back = posting.reason;
            } else {
                // Only money that came back was not received.
                sums_[keys_.at(paid->second)] -= posting.amount.minor_units;
            }
            return;
        }
        if (posting.kind != PostingKind::paid) return;
        RewardsPaid::Payment payment{
            .entry = entry.sequence,
            .compensation = posting.budget,
            .year = compensation::year_of(posting.day),
            .date = {},
            .payee = {},
            .evidence = {},
            .amount = posting.amount,
            .taken_back = {},
        };
        std::string key;
        const auto item = items_.find(compensation::item_of(posting.subject).value_or(0));
        if (item != items_.end()) {
            payment.date = compensation::day_text(posting.day);
            payment.payee = item->second->payee;
            payment.evidence = item->second->evidence;
            key = item->second->payee_key;
            names_.emplace(key, payment.payee);
        }
        PaidTo to{payment.amount.currency, key, payment.year};
        if (!key.empty()) {
            sums_[to] += payment.amount.minor_units;
            compensations_[to].insert(payment.compensation);
        }
        places_.emplace(entry.sequence, told_.payments.size());
        keys_.push_back(std::move(to));
        told_.payments.push_back(std::move(payment));
    }

    /// Everything, or one year's.
    RewardsPaid told(int year) {
        for (const auto& [to, sum] : sums_) {
            const auto& [currency, key, in_year] = to;
            const std::optional<Money> threshold = lowest_threshold(currency);
            if (!threshold || key.empty()) continue;
            if (sum < threshold->minor_units || (year != 0 && year != in_year)) continue;
            told_.over.push_back(
                {.compensations = compensations_[to],
                 .payee = names_[key],
                 .year = in_year,
                 .sum = {sum, threshold->currency},
                 .threshold = *threshold}
            );
        }
        if (year != 0) {
            std::erase_if(told_.payments, [year](const auto& one) { return one.year != year; });
        }
        return std::move(told_);
    }

private:
    /// A payee who reaches the lowest of the study's in a currency is told of.
    [[nodiscard]] std::optional<Money> lowest_threshold(std::string_view currency) const {
        std::optional<Money> lowest;
        for (const instrument::Compensation& one : study_.compensation) {
            const std::optional<Money>& threshold = one.tax_threshold;
            if (!threshold || threshold->currency != currency) continue;
            if (!lowest || threshold->minor_units < lowest->minor_units) lowest = threshold;
        }
        return lowest;
    }

    const instrument::Study& study_;
    std::map<std::int64_t, const store::ItemRow*> items_;
    std::map<std::int64_t, std::size_t> places_;  ///< Of payments, by entry.
    std::vector<PaidTo> keys_;                    ///< Of payments, by place.
    std::map<PaidTo, std::int64_t> sums_;
    std::map<PaidTo, std::set<std::string>> compensations_;
    std::map<std::string, std::string> names_;
    RewardsPaid told_;
};

}  // namespace

Result<RewardsPaid> rewards_paid(
    const std::filesystem::path& study_folder, const std::filesystem::path& data, int year
) {
    SystemRandom random;
    const Result<PayingStudy> paying =
        open_paying_study(study_folder, data, store::Access::read_only, random);
    if (!paying) return std::unexpected(paying.error());
    const auto& [study, rewards] = *paying;
    return guarded([&]() -> Result<RewardsPaid> {
        const std::unique_ptr<store::RewardsView> view = rewards.store->view();
        const Result<std::vector<store::ItemRow>> items = view->items(study.id);
        if (!items) return std::unexpected(items.error());
        PaymentFinder finder(study, *items);
        view->each_entry(study.id, [&](const compensation::Entry& entry) { finder.take(entry); });
        return finder.told(year);
    });
}

}  // namespace querist::actions
