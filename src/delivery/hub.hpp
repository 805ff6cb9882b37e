#pragma once

// What the Hugging Face Hub says of an account. It is asked about one account after the other that
// somebody has a reason to ask about; nothing is searched or listed.

#include "core/core.hpp"
#include "delivery/http_client.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace querist::delivery {

struct HubReply {
    enum class What {
        known,
        renamed,         ///< It answered of the account under another name.
        unknown,         ///< There is no such account.
        refused,         ///< It does not tell us.
        busy,            ///< It asks to be left alone for `pause`.
        not_understood,  ///< What it said has not the shape that is known of it.
        no_answer        ///< Nobody answered, or its server failed.
    } what = What::no_answer;
    /// What it says of a known or renamed account: an object with "user" (text), "isPro" (truth)
    /// and, where there are any, "orgs" (a list of objects). Never null then.
    std::shared_ptr<const nlohmann::json> overview = nullptr;
    std::chrono::seconds pause{0};  ///< Before the next question; see asked_pause.
    std::string trouble = {};  ///< Of the last three: a clause for people, without the account.
};

class Hub {
public:
    /// `address`: "https://huggingface.co"; http only on this machine. hub.bad-address.
    [[nodiscard]] static Result<Hub> at(std::string_view address, HttpClient& client);

    /// Asks GET /api/users/ACCOUNT/overview. A redirect to another account of the same server is
    /// followed once. Waits for the network.
    [[nodiscard]] HubReply overview(std::string_view account, Instant now) const;

private:
    Hub(std::string address, HttpClient& client) : address_(std::move(address)), client_(&client) {}
    [[nodiscard]] HubReply judged(std::string_view account, const HttpAnswer& answer, Instant now)
        const;

    std::string address_;  ///< Without a slash at its end.
    HttpClient* client_;
};

}  // namespace querist::delivery
