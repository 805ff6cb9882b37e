#pragma once

// Tremendous (https://developers.tremendous.com): rewards as links, bought one by one.
//
//     POST {address}/orders                       200 a new order, 201 the one that has this
//                                                 external_id, 409 another has it
//     GET {address}/orders/{external_id}          the order, or 404
//     POST {address}/rewards/{id}/generate_link   the link of an executed order, once more
//
// So telling the same order again asks for its state, too, where what is bought is known. Webhooks
// tell that something became of an order (`is_said_by_tremendous`).

#include "delivery/gift_vendor.hpp"
#include "delivery/http_client.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace querist::delivery {

inline constexpr std::string_view tremendous_production = "https://api.tremendous.com/api/v2";
inline constexpr std::string_view tremendous_sandbox = "https://testflight.tremendous.com/api/v2";

struct TremendousAccount {
    std::string address = std::string(tremendous_production);
    std::string api_key = {};  ///< Never told in a message.
    std::string funding_source = "balance";
    std::string campaign = {};  ///< What recipients choose from; or
    std::string product = {};   ///< the one thing that they get.
};

enum class Buying { yes, no };
/// vendor.bad-address, vendor.no-key and, for buying, vendor.no-product (neither campaign nor
/// product, or both). The client must outlive it.
[[nodiscard]] Result<std::unique_ptr<GiftVendor>> tremendous(
    TremendousAccount account, HttpClient& client, Buying buying = Buying::yes
);

/// Whether a webhook is the vendor's: `signature` is its header Tremendous-Webhook-Signature,
/// "sha256=" and the lower-case hexadecimal HMAC-SHA256 of the body's bytes by the webhook's
/// private key. False for an empty key.
[[nodiscard]] bool is_said_by_tremendous(
    std::string_view body, std::string_view signature, std::string_view key
);

}  // namespace querist::delivery
