#include "delivery/tremendous.hpp"

#include "delivery/json_members.hpp"
#include "delivery/rate_limit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace querist::delivery {

namespace {

using What = OrderReply::What;
using Json = nlohmann::json;

constexpr std::size_t vendor_words_max = 200;
constexpr int not_found = 404;
constexpr std::string_view signature_start = "sha256=";

/// The words of an order's status that are known; every other is taken to be pending, for an order
/// that may be executed yet must not be given up.
constexpr std::array<std::pair<std::string_view, What>, 3> order_states{{
    {"EXECUTED", What::ready},
    {"FAILED", What::failed},
    {"CANCELED", What::failed},
}};

What state_of(std::string_view status) {
    const auto found =
        std::ranges::find(order_states, status, [](const auto& one) { return one.first; });
    return found == order_states.end() ? What::pending : found->second;
}

/// A member that is an object; else an empty one.
const Json& object_member(const Json& object, const char* name) {
    static const Json none = Json::object();
    const auto found = object.find(name);
    return found != object.end() && found->is_object() ? *found : none;
}

const Json& first_reward(const Json& order) {
    static const Json none = Json::object();
    const auto rewards = order.find("rewards");
    const bool has_one = rewards != order.end() && rewards->is_array() && !rewards->empty();
    return has_one && rewards->front().is_object() ? rewards->front() : none;
}

/// What a vendor says went wrong, without control characters and not too long.
std::string vendor_words(const HttpAnswer& answer) {
    const Json said = json_object(answer.body);
    std::string words;
    if (!said.is_discarded()) words = text_member(object_member(said, "errors"), "message");
    if (words.empty() && !said.is_discarded()) {
        words = text_member(object_member(said, "error"), "message");
    }
    std::erase_if(words, [](char c) { return static_cast<unsigned char>(c) < ' '; });
    if (words.size() > vendor_words_max || first_invalid_utf8(words)) words.clear();
    return words.empty() ? fmt::format("it answered with the status {}", answer.status)
                         : fmt::format("it says \"{}\" (status {})", words, answer.status);
}

/// "10.00" of 10.00 USD.
std::string amount_text(const Money& money) {
    const std::string text = to_text(money);
    return text.substr(0, text.find(' '));
}

/// Whether a value is said to be another one. It need not be said.
bool is_of_another_amount(const Json& value, const Money& amount) {
    const std::string currency = text_member(value, "currency_code");
    if (!currency.empty() && currency != amount.currency) return true;
    const auto said = value.find("denomination");
    const bool is_said = said != value.end() && said->is_number();
    return is_said && parse_money(said->dump(), amount.currency) != amount;
}

bool is_secure_link(std::string_view link) {
    return link.starts_with("https://") && may_be_asked(link.substr(0, link.find('#')));
}

class Tremendous final : public GiftVendor {
public:
    Tremendous(TremendousAccount account, HttpClient& client)
        : account_(std::move(account)), client_(&client) {}

    OrderReply buy(const CardOrder& order, Instant now) override;
    OrderReply find(const CardOrder& order, Instant now) override;

private:
    [[nodiscard]] Json body_of(const CardOrder& order) const;
    [[nodiscard]] Result<HttpAnswer> ask(std::string_view path, std::string json) const;
    [[nodiscard]] OrderReply judged(
        const CardOrder& order, const Result<HttpAnswer>& answer, Instant now
    ) const;
    [[nodiscard]] OrderReply of_order(const CardOrder& order, const Json& said, Instant now) const;
    [[nodiscard]] OrderReply with_link(OrderReply reply, const Json& reward, Instant now) const;

    TremendousAccount account_;
    HttpClient* client_;
};

Json Tremendous::body_of(const CardOrder& order) const {
    Json reward{
        {"value",
         {{"denomination", Json::parse(amount_text(order.amount))},
          {"currency_code", order.amount.currency}}},
        {"delivery", {{"method", "LINK"}}},
        {"recipient", {{"name", "Study participant"}}}
    };
    if (account_.campaign.empty()) {
        reward["products"] = Json::array({account_.product});
    } else {
        reward["campaign_id"] = account_.campaign;
    }
    return {
        {"external_id", order.external_id},
        {"payment", {{"funding_source_id", account_.funding_source}}},
        {"reward", std::move(reward)}
    };
}

Result<HttpAnswer> Tremendous::ask(std::string_view path, std::string json) const {
    return client_->ask(
        {.address = account_.address + std::string(path),
         .json = std::move(json),
         .bearer = account_.api_key}
    );
}

/// The link of an order that is executed. Only the answer to buying has it; later it is asked for.
OrderReply Tremendous::with_link(OrderReply reply, const Json& reward, Instant now) const {
    reply.link = text_member(object_member(reward, "delivery"), "link");
    if (is_secure_link(reply.link)) return reply;
    reply.link.clear();
    const std::string id = text_member(reward, "id");
    reply.what = What::no_answer;
    if (id.empty()) {
        reply.trouble = "it names no reward in the order";
        return reply;
    }
    const Result<HttpAnswer> answer =
        ask(fmt::format("/rewards/{}/generate_link", percent_encoded(id)), "{}");
    if (!answer) {
        reply.trouble = answer.error().message;
        return reply;
    }
    reply.pause = asked_pause(*answer, now);
    const Json said = json_object(answer->body);
    const Json& told = said.is_discarded() ? Json::object() : object_member(said, "reward");
    std::string link = text_member(told, "link");
    if (link.empty()) link = text_member(object_member(told, "delivery"), "link");
    if (answer->status != 200 || !is_secure_link(link)) {
        reply.trouble = fmt::format("of the link {}", vendor_words(*answer));
        return reply;
    }
    reply.what = What::ready;
    reply.link = std::move(link);
    return reply;
}

OrderReply Tremendous::of_order(const CardOrder& order, const Json& said, Instant now) const {
    const Json& told = said.is_discarded() ? Json::object() : object_member(said, "order");
    OrderReply reply{.order = text_member(told, "id")};
    if (reply.order.empty()) {
        reply.trouble = "its answer names no order";
        return reply;
    }
    const Json& reward = first_reward(told);
    if (is_of_another_amount(object_member(reward, "value"), order.amount)) {
        reply.what = What::other;
        reply.trouble = "the order of this id is of another amount";
        return reply;
    }
    const std::string status = text_member(told, "status");
    reply.what = state_of(status);
    if (reply.what == What::ready) return with_link(std::move(reply), reward, now);
    reply.trouble = fmt::format("the order is {}", status.empty() ? "of no known state" : status);
    return reply;
}

OrderReply Tremendous::judged(const CardOrder& order, const Result<HttpAnswer>& answer, Instant now)
    const {
    if (!answer) return {.trouble = answer.error().message};
    const int status = answer->status;
    if (status == 200 || status == 201) return of_order(order, json_object(answer->body), now);
    OrderReply reply{.trouble = vendor_words(*answer), .pause = asked_pause(*answer, now)};
    if (status == 409) {
        reply.what = What::other;
    } else if (status == 429 || status == 503) {
        reply.what = What::busy;
    } else if (status >= 400 && status < 500 && status != 408) {
        reply.what = What::refused;
    }
    return reply;
}

OrderReply Tremendous::buy(const CardOrder& order, Instant now) {
    return judged(order, ask("/orders", body_of(order).dump()), now);
}

OrderReply Tremendous::find(const CardOrder& order, Instant now) {
    const Result<HttpAnswer> answer =
        ask(fmt::format("/orders/{}", percent_encoded(order.external_id)), {});
    OrderReply reply = judged(order, answer, now);
    // What is asked for by our own id is another's where the vendor takes it for one of its own.
    if (answer && answer->status == 200) {
        const Json said = json_object(answer->body);
        const Json& told = said.is_discarded() ? Json::object() : object_member(said, "order");
        const std::string id = text_member(told, "external_id");
        if (id != order.external_id) {
            return {.trouble = "the order that it tells of is another one"};
        }
    }
    if (answer && answer->status == not_found) reply.what = What::no_answer;
    return reply;
}

}  // namespace

bool is_said_by_tremendous(
    std::string_view body, std::string_view signature, std::string_view key
) {
    if (key.empty() || !signature.starts_with(signature_start)) return false;
    signature.remove_prefix(signature_start.size());
    return equal_in_constant_time(hmac_sha256(key, body).hex(), signature);
}

Result<std::unique_ptr<GiftVendor>> tremendous(
    TremendousAccount account, HttpClient& client, Buying buying
) {
    while (account.address.ends_with('/')) account.address.pop_back();
    if (!may_be_asked(account.address) || account.address.contains('?')) {
        return failure(
            "vendor.bad-address",
            "the address of Tremendous is not one of HTTPS",
            fmt::format("leave it out, or write {} for trying it out", tremendous_sandbox)
        );
    }
    if (account.api_key.empty()) {
        return failure(
            "vendor.no-key",
            "no key for Tremendous was given",
            "put the key of your account's API into the environment: QUERIST_TREMENDOUS_KEY"
        );
    }
    if (buying == Buying::yes && account.campaign.empty() == account.product.empty()) {
        return failure(
            "vendor.no-product",
            account.campaign.empty() ? "nothing says what is to be bought"
                                     : "both a campaign and a product are given",
            "give a campaign of your account with --campaign, or a product with --product"
        );
    }
    return std::make_unique<Tremendous>(std::move(account), client);
}

}  // namespace querist::delivery
