#include "actions/card_buying.hpp"
#include "actions/card_orders.hpp"
#include "actions/kept_payment.hpp"
#include "actions/rewards.hpp"
#include "actions/signing_keys.hpp"
#include "actions/study_reference.hpp"
#include "delivery/delivery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace querist::actions {

namespace {

using delivery::OrderReply;
using store::CardOrderRow;
using store::CardOrderState;

constexpr const char* vendor_name = "tremendous";
constexpr const char* vendor_key_variable = "QUERIST_TREMENDOUS_KEY";
constexpr std::chrono::seconds vendor_pause_most = std::chrono::hours(1);
constexpr int vendor_tries_most = 5;
constexpr std::chrono::seconds first_vendor_pause{2};

/// One run of buying for one compensation.
class CardBuying {
public:
    CardBuying(
        const instrument::Study& study,
        const instrument::Compensation& reward,
        store::RewardsStore& rewards,
        delivery::GiftVendor& vendor,
        Clock& clock,
        RandomSource& random,
        const std::function<void(Instant)>& wait
    )
        : study_(study.id),
          reward_(reward),
          rewards_(rewards),
          vendor_(vendor),
          clock_(clock),
          random_(random),
          wait_(wait) {
        told_.study = study.id;
        told_.compensation = reward.id;
    }

    Result<BoughtCards> run(std::int64_t in_all);

private:
    [[nodiscard]] Result<void> check(std::int64_t in_all);
    [[nodiscard]] std::int64_t void_cards(store::RewardsView& view) const;
    [[nodiscard]] std::int64_t there(store::RewardsView& view) const;
    [[nodiscard]] std::vector<CardOrderRow> orders() {
        return rewards_.view()->card_orders(study_, reward_.id);
    }
    [[nodiscard]] std::int64_t failed_orders() {
        return std::ranges::count(orders(), CardOrderState::failed, &CardOrderRow::state);
    }
    /// Nothing when there are as many as there are to be.
    [[nodiscard]] Result<std::optional<CardOrderRow>> add_order(std::int64_t in_all);
    /// False when the run has to end.
    [[nodiscard]] Result<bool> settle(const CardOrderRow& order);
    [[nodiscard]] OrderReply answer_about(const CardOrderRow& order);
    bool stop(std::string code, std::string message, std::string cure);
    void count(const std::vector<CardOrderRow>& all);

    std::string study_;
    const instrument::Compensation& reward_;
    store::RewardsStore& rewards_;
    delivery::GiftVendor& vendor_;
    Clock& clock_;
    RandomSource& random_;
    const std::function<void(Instant)>& wait_;
    std::int64_t void_ = 0;
    BoughtCards told_;
};

bool CardBuying::stop(std::string code, std::string message, std::string cure) {
    told_.stopped = failure(std::move(code), std::move(message), std::move(cure)).error();
    return false;
}

void CardBuying::count(const std::vector<CardOrderRow>& all) {
    for (const CardOrderRow& order : all) {
        told_.in_all += order.state == CardOrderState::bought ? 1 : 0;
        told_.pending += order.state == CardOrderState::pending ? 1 : 0;
        told_.unclear += order.state == CardOrderState::ordered ? 1 : 0;
        told_.failed += order.state == CardOrderState::failed ? 1 : 0;
        if (order.state == CardOrderState::disputed) told_.disputed.push_back(order.external_id);
    }
}

Result<void> CardBuying::check(std::int64_t in_all) {
    const std::unique_ptr<store::RewardsView> view = rewards_.view();
    const auto budget = view->book(study_).budget(reward_.id);
    if (!budget || budget->terms.each.value_or(0) == 0) {
        return failure(
            "rewards.no-budget",
            fmt::format("the compensation {} has no budget yet", reward_.id),
            "set it with querist rewards budget"
        );
    }
    void_ = void_cards(*view);
    const std::int64_t each = budget->terms.each.value_or(0);
    told_.each = {.minor_units = each, .currency = budget->terms.currency};
    const std::int64_t covered = -budget->balance(compensation::Account::funds) / each;
    if (in_all <= covered) return {};
    return failure(
        "rewards.too-many-cards",
        fmt::format("{} cards are more than the budget covers, which are {}", in_all, covered),
        "buy fewer, or raise the budget first"
    );
}

/// Cards that were shown and whose payment was taken back and returned: they are worth nothing.
std::int64_t CardBuying::void_cards(store::RewardsView& view) const {
    std::vector<std::int64_t> returned;
    view.each_entry(study_, [&](const compensation::Entry& entry) {
        const compensation::Posting& posting = entry.posting;
        const auto sequence = compensation::sequence_of(posting.subject);
        const bool here = posting.budget == reward_.id;
        if (here && sequence && posting.kind == compensation::PostingKind::returned) {
            returned.push_back(*sequence);
        }
    });
    return std::ranges::count_if(returned, [&](std::int64_t sequence) {
        const auto entry = view.book(study_).entry(sequence);
        return entry && entry->kind == compensation::PostingKind::paid;
    });
}

/// Cards that there are and that are worth something, however they came, and those that may come of
/// open orders. An order is open until its card is kept.
std::int64_t CardBuying::there(store::RewardsView& view) const {
    const store::CardCounts cards = view.card_counts(study_, reward_.id);
    const std::vector<CardOrderRow> orders = view.card_orders(study_, reward_.id);
    return cards.free + cards.reserved + cards.shown - void_ +
           std::ranges::count_if(orders, is_open_order);
}

Result<std::optional<CardOrderRow>> CardBuying::add_order(std::int64_t in_all) {
    PublicId id;
    random_.fill(id.bytes);
    const CardOrderRow order{.external_id = "querist-" + id.text(), .vendor = vendor_name};
    std::optional<CardOrderRow> added;
    // Counted and added in one piece of work: another program may be buying, too.
    const Result<void> done = rewards_.run([&](store::RewardsWork& work) -> Result<void> {
        if (there(work) >= in_all) return {};
        work.add_card_order(study_, reward_.id, order);
        added = order;
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return added;
}

OrderReply CardBuying::answer_about(const CardOrderRow& order) {
    std::chrono::seconds longer = first_vendor_pause;
    for (int tried = 1;; ++tried) {
        OrderReply reply =
            vendor_.buy({.external_id = order.external_id, .amount = told_.each}, clock_.now());
        const bool again =
            reply.what == OrderReply::What::busy || reply.what == OrderReply::What::no_answer;
        const std::chrono::seconds pause = std::max(reply.pause, longer);
        if (!again || tried == vendor_tries_most || pause > vendor_pause_most) return reply;
        wait_(clock_.now() + pause);
        longer *= 2;
    }
}

Result<bool> CardBuying::settle(const CardOrderRow& order) {
    const OrderReply reply = answer_about(order);
    const CardOrderRow now = order_after(order, reply);
    switch (reply.what) {
        case OrderReply::What::ready:
        case OrderReply::What::pending:
        case OrderReply::What::failed:
            break;
        case OrderReply::What::other:
            if (const auto kept = keep_order(rewards_, study_, reward_.id, now, reply); !kept) {
                return std::unexpected(kept.error());
            }
            return stop(
                "vendor.other-order",
                fmt::format(
                    "of the order {} the vendor says: {}", order.external_id, reply.trouble
                ),
                "look for this order at the vendor, and cancel it there if it is nobody's; running "
                "the command again leaves it alone and buys another card in its place"
            );
        case OrderReply::What::refused:
            return stop(
                "vendor.refused",
                fmt::format("the vendor refuses: {}", reply.trouble),
                "see key, product, campaign and balance of the account, then run the command again"
            );
        case OrderReply::What::busy:
            return stop(
                "vendor.busy",
                fmt::format("the vendor asks to be left alone: {}", reply.trouble),
                "run the command again later: it goes on where it ended"
            );
        case OrderReply::What::no_answer:
            return stop(
                "vendor.no-answer",
                fmt::format(
                    "nobody knows whether the vendor took the last order: {}", reply.trouble
                ),
                "run the command again: it asks about this order first, and buys nothing twice"
            );
    }
    const Result<bool> kept = keep_order(rewards_, study_, reward_.id, now, reply);
    if (kept) {
        told_.bought += *kept && now.state == CardOrderState::bought ? 1 : 0;
        return true;
    }
    if (kept.error().code != known_link) return std::unexpected(kept.error());
    told_.stopped = kept.error();
    return false;
}

Result<BoughtCards> CardBuying::run(std::int64_t in_all) {
    if (Result<void> fits = check(in_all); !fits) return std::unexpected(fits.error());
    bool goes_on = true;
    // What an earlier run left open comes first.
    for (const CardOrderRow& order : orders()) {
        if (!goes_on || !is_open_order(order)) continue;
        const Result<bool> settled = settle(order);
        if (!settled) return std::unexpected(settled.error());
        goes_on = *settled;
    }
    // An order that fails is not made up for in the same run: its reason would make the next fail.
    for (std::int64_t failed = failed_orders(); goes_on && failed_orders() == failed;) {
        const Result<std::optional<CardOrderRow>> order = add_order(in_all);
        if (!order) return std::unexpected(order.error());
        if (!*order) break;
        const Result<bool> settled = settle(**order);
        if (!settled) return std::unexpected(settled.error());
        goes_on = *settled;
    }
    count(orders());
    return std::move(told_);
}

}  // namespace

Result<BoughtCards> buy_cards(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    std::int64_t in_all,
    delivery::GiftVendor& vendor,
    Clock& clock,
    RandomSource& random,
    const std::function<void(Instant)>& wait
) {
    const Result<instrument::Study> study = paying_study(study_folder, data);
    if (!study) return std::unexpected(study.error());
    const instrument::Compensation* reward = instrument::paid_by_codes(study->compensation);
    if (reward == nullptr) return std::unexpected(pays_no_codes(study->id));
    const Result<OpenedRewards> rewards =
        open_existing_rewards(data, store::Access::read_write, random);
    if (!rewards) return std::unexpected(rewards.error());
    return guarded([&]() -> Result<BoughtCards> {
        const Result<void> fit = rewards->store->run([&](store::RewardsWork& work) {
            return fit_budgets(work, *study, compensation::day_of(clock.now()));
        });
        if (!fit) return std::unexpected(fit.error());
        return CardBuying(*study, *reward, *rewards->store, vendor, clock, random, wait)
            .run(in_all);
    });
}

Result<BoughtCards> buy_cards_of_tremendous(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    std::int64_t in_all,
    const VendorOptions& options,
    Clock& clock,
    RandomSource& random,
    const std::function<void(Instant)>& wait
) {
    const char* const key = std::getenv(vendor_key_variable);  // NOLINT(concurrency-mt-unsafe)
    delivery::TremendousAccount account{
        .api_key = key == nullptr ? "" : key,
        .funding_source = options.funding_source,
        .campaign = options.campaign,
        .product = options.product
    };
    if (!options.address.empty()) account.address = options.address;
    const std::unique_ptr<delivery::HttpClient> client = delivery::make_http_client();
    const Result<std::unique_ptr<delivery::GiftVendor>> vendor =
        delivery::tremendous(std::move(account), *client);
    if (!vendor) return std::unexpected(vendor.error());
    return buy_cards(study_folder, data, in_all, **vendor, clock, random, wait);
}

}  // namespace querist::actions
