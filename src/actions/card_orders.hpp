#pragma once

// Internal to actions: orders of gift cards, and what a vendor says of them.

#include "core/core.hpp"
#include "delivery/delivery.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace querist::actions {

/// Whether its card may still come: it is asked about again.
[[nodiscard]] bool is_open_order(const store::CardOrderRow& order);

/// What an order becomes by a reply; as it was where nothing is known of it.
[[nodiscard]] store::CardOrderRow order_after(
    store::CardOrderRow order, const delivery::OrderReply& reply
);

/// The code of a problem: a vendor sent a link that another card has already.
inline constexpr std::string_view known_link = "vendor.known-link";

/// Keeps what became of an order, and its card where it is bought, in one commit. False when
/// another program kept it. vendor.known-link: then nothing changed.
[[nodiscard]] Result<bool> keep_order(
    store::RewardsStore& rewards,
    const std::string& study,
    const std::string& compensation,
    const store::CardOrderRow& order,
    const delivery::OrderReply& reply
);

/// What asking about open orders came to.
struct AskedOrders {
    std::int64_t open = 0;     ///< Before they were asked about.
    std::int64_t bought = 0;   ///< Cards that are there now.
    std::int64_t unknown = 0;  ///< Nothing is known of: to be asked about once more.
};
/// Asks a vendor once about every order of a compensation that is open, and keeps what became of
/// it. Buys nothing. Problems of the store; vendor.known-link.
[[nodiscard]] Result<AskedOrders> ask_about_orders(
    store::RewardsStore& rewards,
    const std::string& study,
    const std::string& compensation,
    delivery::GiftVendor& vendor,
    Clock& clock
);

}  // namespace querist::actions
