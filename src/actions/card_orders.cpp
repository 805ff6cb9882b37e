#include "actions/card_orders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace querist::actions {

namespace {

using delivery::OrderReply;
using store::CardOrderRow;
using store::CardOrderState;

}  // namespace

bool is_open_order(const CardOrderRow& order) {
    return order.state == CardOrderState::ordered || order.state == CardOrderState::pending;
}

CardOrderRow order_after(CardOrderRow order, const OrderReply& reply) {
    switch (reply.what) {
        case OrderReply::What::ready:
            order.state = CardOrderState::bought;
            break;
        case OrderReply::What::pending:
            order.state = CardOrderState::pending;
            break;
        case OrderReply::What::failed:
            order.state = CardOrderState::failed;
            break;
        case OrderReply::What::other:
            order.state = CardOrderState::disputed;
            break;
        case OrderReply::What::refused:
        case OrderReply::What::busy:
        case OrderReply::What::no_answer:
            return order;
    }
    order.vendor_order = reply.order;
    return order;
}

Result<bool> keep_order(
    store::RewardsStore& rewards,
    const std::string& study,
    const std::string& compensation,
    const CardOrderRow& order,
    const OrderReply& reply
) {
    bool kept = false;
    const Result<void> done = rewards.run([&](store::RewardsWork& work) -> Result<void> {
        kept = work.change_card_order(order);
        if (!kept) return {};  // Another run was faster.
        if (order.state != CardOrderState::bought) return {};
        // It has no code but its link, by which it is known from others.
        const compensation::CardSecrets card{.code = reply.link, .pin = {}, .link = reply.link};
        if (work.add_card(study, compensation, card)) return {};
        // Undone with the order's new state: it stays open and counts, so that no other is bought
        // in its place.
        return failure(
            std::string(known_link),
            fmt::format(
                "for the order {} ({}) the vendor sent a link that another card has already",
                order.external_id,
                order.vendor_order
            ),
            "look at this order at the vendor: have it sent anew or cancelled there, then run the "
            "command again, which asks about this order first"
        );
    });
    if (!done) return std::unexpected(done.error());
    return kept;
}

Result<AskedOrders> ask_about_orders(
    store::RewardsStore& rewards,
    const std::string& study,
    const std::string& compensation,
    delivery::GiftVendor& vendor,
    Clock& clock
) {
    AskedOrders asked;
    std::vector<CardOrderRow> open;
    Money each;
    {
        const auto view = rewards.view();
        open = view->card_orders(study, compensation);
        std::erase_if(open, [](const CardOrderRow& one) { return !is_open_order(one); });
        const auto budget = view->book(study).budget(compensation);
        if (!budget) return asked;
        each = {budget->terms.each.value_or(0), budget->terms.currency};
    }
    asked.open = static_cast<std::int64_t>(open.size());
    for (const CardOrderRow& order : open) {
        const OrderReply reply =
            vendor.find({.external_id = order.external_id, .amount = each}, clock.now());
        const CardOrderRow now = order_after(order, reply);
        if (now.state == order.state && now.vendor_order == order.vendor_order) {
            asked.unknown += reply.what == OrderReply::What::pending ? 0 : 1;
            continue;
        }
        const Result<bool> kept = keep_order(rewards, study, compensation, now, reply);
        if (!kept) return std::unexpected(kept.error());
        asked.bought += *kept && now.state == CardOrderState::bought ? 1 : 0;
    }
    return asked;
}

}  // namespace querist::actions
