#pragma once

// Internal to actions: what a vendor of gift cards calls about, by its webhooks.

#include "actions/card_orders.hpp"
#include "actions/errands.hpp"
#include "actions/rewards.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace querist::actions {

/// How this server is called by the vendor, and asks it.
struct VendorKeys {
    std::string webhook;  ///< The webhook's private key; empty: nobody calls.
    std::string api;      ///< Of the account's API.
    std::string address;  ///< Of the API; empty: the one for real money.
};
/// From the environment: QUERIST_TREMENDOUS_WEBHOOK_KEY, QUERIST_TREMENDOUS_KEY and
/// QUERIST_TREMENDOUS_ADDRESS.
[[nodiscard]] VendorKeys vendor_keys_of_environment();

/// A call is a hint that something became of some order, and nothing of it is believed but that the
/// vendor made it: the orders that are open are asked about then. So a call that is repeated, comes
/// late or in another order than things happened, is one more question at most, and nothing needs
/// to be kept of it: what is open is asked about whenever a server starts. Thread-safe.
class VendorCalls {
public:
    /// `compensations`: of each study that pays by codes, by its id.
    VendorCalls(
        std::filesystem::path data,
        std::map<std::string, std::string, std::less<>> compensations,
        VendorKeys keys,
        Clock& clock
    );

    /// Whether a call is heard at all.
    [[nodiscard]] bool listens() const { return !keys_.webhook.empty(); }
    [[nodiscard]] bool is_vendors(std::string_view body, std::string_view signature) const;
    /// Asks about open orders, soon: calls that come meanwhile are answered by the same question.
    void ask();
    /// The same where the last question was not answered.
    void ask_again();
    /// Waits for a question that is under way and asks no more.
    void finish() { errands_.finish(); }

private:
    [[nodiscard]] Result<AskedOrders> asked();

    std::filesystem::path data_;
    std::map<std::string, std::string, std::less<>> compensations_;
    VendorKeys keys_;
    Clock& clock_;
    std::atomic<bool> waits_{false};       ///< A question is to be asked that has not begun.
    std::atomic<bool> unanswered_{false};  ///< The last one was not answered.
    Errands errands_;
};

}  // namespace querist::actions
