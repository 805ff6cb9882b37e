// Buying from Tremendous, against a server on this machine that says what its documents say.

#include "delivery/tremendous.hpp"
#include "delivery/canned_server_fixture.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace querist::delivery {
namespace {

using fixture::answer_of;
using fixture::CannedServer;
using Outcome = OrderReply::What;

const Instant order_day = parse_instant("2026-11-27T12:00:00.000000Z").value();
const CardOrder ten_dollars{.external_id = "querist-1", .amount = {1000, "USD"}};

std::string order_json(
    std::string_view status,
    std::string_view delivery,
    std::string_view value = R"("denomination":10.0,"currency_code":"USD")"
) {
    return fmt::format(
        R"({{"order":{{"id":"SF1","external_id":"querist-1","status":"{}","rewards":[{{"id":"RW1",)"
        R"("value":{{{}}},"delivery":{{"method":"LINK"{}}}}}]}}}})",
        status,
        value,
        delivery
    );
}

struct Shop {
    explicit Shop(const CannedServer& server)
        : client(make_http_client()),
          vendor(tremendous(
                     {.address = server.address("/api/v2/"), .api_key = "KEY", .product = "CARD"},
                     *client
          )
                     .value()) {}
    std::unique_ptr<HttpClient> client;
    std::unique_ptr<GiftVendor> vendor;
};

constexpr const char* linked = R"(,"link":"https://cards.example/rewards/payout/abc")";

TEST(TremendousTest, BuysALinkAndSaysNothingOfWhomItIsFor) {
    const CannedServer server(answer_of("200 OK", order_json("EXECUTED", linked)));
    Shop shop(server);
    const OrderReply reply = shop.vendor->buy(ten_dollars, order_day);
    ASSERT_EQ(reply.what, Outcome::ready) << reply.trouble;
    EXPECT_EQ(reply.order, "SF1");
    EXPECT_EQ(reply.link, "https://cards.example/rewards/payout/abc");
    const std::string& asked = server.asked();
    EXPECT_TRUE(asked.starts_with("POST /api/v2/orders HTTP/1.1\r\n")) << asked;
    EXPECT_TRUE(asked.contains("Authorization: Bearer KEY\r\n"));
    EXPECT_TRUE(asked.contains("Content-Type: application/json\r\n"));
    const auto sent = nlohmann::json::parse(asked.substr(asked.find("\r\n\r\n") + 4));
    const auto expected = nlohmann::json::parse(R"({"external_id":"querist-1",
        "payment":{"funding_source_id":"balance"},
        "reward":{"value":{"denomination":10.0,"currency_code":"USD"},"delivery":{"method":"LINK"},
                  "recipient":{"name":"Study participant"},"products":["CARD"]}})");
    EXPECT_EQ(sent, expected);
}

TEST(TremendousTest, TellsEveryAnswerApart) {
    struct Row {
        const char* name;
        std::string answer;
        Outcome what;
        const char* trouble;
    };
    const std::string executed = order_json("EXECUTED", linked);
    for (const Row& row : {
             Row{"the same again", answer_of("201 Created", executed), Outcome::ready, ""},
             Row{"waits for approval",
                 answer_of("200 OK", order_json("PENDING APPROVAL", "")),
                 Outcome::pending,
                 "PENDING APPROVAL"},
             Row{"a state that is new to us",
                 answer_of("200 OK", order_json("SOMETHING", "")),
                 Outcome::pending,
                 "SOMETHING"},
             Row{"no money",
                 answer_of("200 OK", order_json("FAILED", "")),
                 Outcome::failed,
                 "FAILED"},
             Row{"called off",
                 answer_of("201 Created", order_json("CANCELED", "")),
                 Outcome::failed,
                 "CANCELED"},
             Row{"another payload", answer_of("409 Conflict", "{}"), Outcome::other, "409"},
             Row{"an order of another amount",
                 answer_of("201 Created", order_json("EXECUTED", linked, R"("denomination":25)")),
                 Outcome::other,
                 "another amount"},
             Row{"an order in another currency",
                 answer_of(
                     "201 Created", order_json("EXECUTED", linked, R"("currency_code":"EUR")")
                 ),
                 Outcome::other,
                 "another amount"},
             Row{"a key that it does not know",
                 answer_of("401 Unauthorized", R"({"errors":{"message":"Invalid access token"}})"),
                 Outcome::refused,
                 "Invalid access token"},
             Row{"too fast", answer_of("429 Too Many Requests", "{}"), Outcome::busy, "429"},
             Row{"its server fails", answer_of("500 Oops", "<html>"), Outcome::no_answer, "500"},
             Row{"no JSON", answer_of("200 OK", "<html>"), Outcome::no_answer, "names no order"},
             Row{"an empty object", answer_of("200 OK", "{}"), Outcome::no_answer, "names no order"
             },
             Row{"cut off", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", Outcome::no_answer, ""
             },
         }) {
        SCOPED_TRACE(row.name);
        const CannedServer server(row.answer);
        Shop shop(server);
        const OrderReply reply = shop.vendor->buy(ten_dollars, order_day);
        EXPECT_EQ(reply.what, row.what) << reply.trouble;
        EXPECT_TRUE(reply.trouble.contains(row.trouble)) << reply.trouble;
        EXPECT_EQ(reply.link.empty(), row.what != Outcome::ready);
        EXPECT_FALSE(reply.trouble.contains("KEY"));
    }
}

TEST(TremendousTest, AsksForALinkThatAnEarlierAnswerHad) {
    const CannedServer server([](const std::string& request) {
        if (request.starts_with("POST /api/v2/rewards/RW1/generate_link ")) {
            return answer_of(
                "200 OK", R"({"reward":{"id":"RW1","link":"https://cards.example/2"}})"
            );
        }
        return answer_of("201 Created", order_json("EXECUTED", ""));
    });
    Shop shop(server);
    const OrderReply reply = shop.vendor->buy(ten_dollars, order_day);
    EXPECT_EQ(reply.what, Outcome::ready) << reply.trouble;
    EXPECT_EQ(reply.link, "https://cards.example/2");
}

TEST(TremendousTest, FindsWhatBecameOfAnOrderAndBuysNothing) {
    struct Row {
        const char* name;
        const char* status;
        std::string body;
        Outcome outcome;
    };
    for (const Row& row :
         {Row{"executed", "200 OK", order_json("EXECUTED", linked), Outcome::ready},
          Row{"to be approved", "200 OK", order_json("PENDING APPROVAL", ""), Outcome::pending},
          Row{"cancelled", "200 OK", order_json("CANCELED", ""), Outcome::failed},
          Row{"nobody's", "404 Not Found", "{}", Outcome::no_answer},
          Row{"another's", "200 OK", R"({"order":{"id":"A","external_id":"x"}})", Outcome::no_answer
          },
          Row{"a key that is not taken", "401 Unauthorized", "{}", Outcome::refused},
          Row{"busy", "429 Too Many Requests", "{}", Outcome::busy}}) {
        SCOPED_TRACE(row.name);
        const CannedServer server(answer_of(row.status, row.body));
        const auto client = make_http_client();
        const auto vendor = tremendous(
            {.address = server.address("/api/v2/"), .api_key = "KEY"}, *client, Buying::no
        );
        ASSERT_TRUE(vendor) << describe(vendor.error());
        EXPECT_EQ((*vendor)->find(ten_dollars, order_day).what, row.outcome);
        EXPECT_TRUE(server.asked().starts_with("GET /api/v2/orders/querist-1 HTTP/1.1\r\n"))
            << server.asked();
    }
}

TEST(TremendousTest, KnowsItsWebhooksByTheirSignature) {
    const std::string body = R"({"uuid":"1","event":"ORDERS.EXECUTED"})";
    // By `openssl dgst -sha256 -hmac secret`.
    const std::string right =
        "sha256=13b703ef92ac0a0ee7e1a8e181e15b9861bad9fe898ce8c36fa4d1521991ba76";
    std::string upper = right;
    for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
    struct Row {
        const char* name;
        std::string body;
        std::string signature;
        const char* key;
        bool holds;
    };
    for (const Row& row :
         {Row{"right", body, right, "secret", true},
          Row{"another body", body + " ", right, "secret", false},
          Row{"another key", body, right, "secrets", false},
          Row{"no key", body, "sha256=" + hmac_sha256("", body).hex(), "", false},
          Row{"none", body, "", "secret", false},
          Row{"without its start", body, right.substr(7), "secret", false},
          Row{"cut off", body, right.substr(0, 70), "secret", false},
          Row{"longer", body, right + "0", "secret", false},
          Row{"in capitals", body, "sha256=" + upper.substr(7), "secret", upper == right},
          Row{"an empty body", "", "sha256=" + hmac_sha256("secret", "").hex(), "secret", true}}) {
        EXPECT_EQ(is_said_by_tremendous(row.body, row.signature, row.key), row.holds) << row.name;
    }
}

TEST(TremendousTest, TakesNoLinkThatIsNotSecure) {
    const CannedServer server([](const std::string& request) {
        if (request.contains("/generate_link ")) return answer_of("404 Not Found", "{}");
        return answer_of("200 OK", order_json("EXECUTED", R"(,"link":"http://cards.example/1")"));
    });
    Shop shop(server);
    const OrderReply reply = shop.vendor->buy(ten_dollars, order_day);
    EXPECT_EQ(reply.what, Outcome::no_answer);
    EXPECT_EQ(reply.link, "");
}

TEST(TremendousTest, NeedsAnAddressAKeyAndOneThingToBuy) {
    struct Row {
        const char* name;
        TremendousAccount account;
        const char* code;
    };
    const auto client = make_http_client();
    for (const Row& row : {
             Row{"not encrypted",
                 {.address = "http://api.tremendous.com", .api_key = "K", .product = "P"},
                 "vendor.bad-address"},
             Row{"no key", {.product = "P"}, "vendor.no-key"},
             Row{"nothing to buy", {.api_key = "K"}, "vendor.no-product"},
             Row{"two things",
                 {.api_key = "K", .campaign = "C", .product = "P"},
                 "vendor.no-product"},
         }) {
        SCOPED_TRACE(row.name);
        const auto made = tremendous(row.account, *client);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, row.code);
    }
}

}  // namespace
}  // namespace querist::delivery
