#pragma once

// Who sells gift cards over the network. A vendor is one file behind this.

#include "core/core.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace querist::delivery {

/// One card that is to be bought. Of whom it will be for nothing is known yet, and nothing is said.
struct CardOrder {
    /// Ours, the same for each asking: a vendor makes one order of it, however often it is told.
    std::string external_id;
    Money amount;
};

/// What a vendor says of an order.
struct OrderReply {
    enum class What {
        ready,     ///< Bought; `link` redeems it.
        pending,   ///< Taken, and not executed yet.
        failed,    ///< Not executed, for good: `trouble` says why.
        other,     ///< The vendor knows another order by this id.
        refused,   ///< It does not take our key, our request or our money.
        busy,      ///< It asks to be left alone for `pause`.
        no_answer  ///< Nobody knows whether it was taken: the same is to be told again.
    } what = What::no_answer;
    std::string order = {};    ///< The vendor's id of it, once it is known.
    std::string link = {};     ///< Of `ready`: an https address. A secret: whoever has it is paid.
    std::string trouble = {};  ///< A clause for people; names no secret.
    std::chrono::seconds pause{0};
};

class GiftVendor {
public:
    virtual ~GiftVendor() = default;
    /// Buys, or finds what was bought before under the same id. Waits for the network.
    virtual OrderReply buy(const CardOrder& order, Instant now) = 0;
    /// What became of an order, and buys nothing: one that the vendor does not know is `no_answer`.
    virtual OrderReply find(const CardOrder& order, Instant now) = 0;
};

}  // namespace querist::delivery
