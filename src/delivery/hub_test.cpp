// The Hub's overview of an account, and how long it asks to be left alone, against a server on this
// machine that says what the Hub says.

#include "delivery/hub.hpp"
#include "delivery/canned_server_fixture.hpp"
#include "delivery/rate_limit.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>

namespace querist::delivery {
namespace {

using fixture::answer_of;
using fixture::CannedServer;
using What = HubReply::What;

const Instant friday = parse_instant("2026-11-27T12:00:00.000000Z").value();

/// As the Hub said it of an account in 2026, with made-up names.
constexpr const char* ada = R"json({"_id":"0123456789abcdef01234567","avatarUrl":"/avatars/a.svg",
"isPro":true,"fullname":"Ada Example","numModels":3,"numDatasets":0,"numSpaces":1,"numFollowers":4,
"orgs":[{"id":"1","name":"example-lab","fullname":"Example Lab","avatarUrl":"/avatars/o.svg"}],
"user":"ada-example","type":"user","isFollowing":false,"createdAt":"2022-03-02T23:29:04.000Z"})json";

TEST(HubTest, ReadsAnOverview) {
    const CannedServer server(answer_of("200 OK", ada));
    const auto client = make_http_client();
    const Result<Hub> hub = Hub::at(server.address("/"), *client);
    ASSERT_TRUE(hub) << hub.error().message;
    const HubReply reply = hub->overview("ADA-example", friday);
    ASSERT_EQ(reply.what, What::known) << reply.trouble;
    EXPECT_TRUE(reply.overview->at("isPro").get<bool>());
    EXPECT_EQ(reply.overview->at("orgs").front().at("name"), "example-lab");
    EXPECT_EQ(reply.pause.count(), 0);
    EXPECT_TRUE(server.asked().starts_with("GET /api/users/ADA-example/overview HTTP/1.1\r\n"));
    EXPECT_EQ(hub->overview("ada", friday).what, What::renamed);
    (void)hub->overview("a/b?c", friday);
    EXPECT_TRUE(server.asked().starts_with("GET /api/users/a%2Fb%3Fc/overview HTTP/1.1\r\n"));
    EXPECT_EQ(hub->overview("..", friday).what, What::unknown) << "which no path can hold";
}

TEST(HubTest, TellsEveryOtherAnswerApart) {
    struct Row {
        const char* name;
        std::string answer;
        What what;
        std::int64_t pause;
        const char* trouble;
    };
    const std::string window = "RateLimit-Policy: \"fixed window\";\"api\";q=500;w=300\r\n";
    const std::string empty = "Content-Length: 0\r\n\r\n";
    for (const Row& row :
         {Row{"nobody", answer_of("404 Not Found", "{}"), What::unknown, 0, ""},
          Row{"gone", answer_of("410 Gone", ""), What::unknown, 0, ""},
          Row{"private", answer_of("401 Unauthorized", ""), What::refused, 0, ""},
          Row{"forbidden", answer_of("403 Forbidden", ""), What::refused, 0, ""},
          Row{"the last for now",
              "HTTP/1.1 404 Not Found\r\nRateLimit: \"api\";r=0;t=55\r\n" + window + empty,
              What::unknown,
              55,
              ""},
          Row{"too many",
              "HTTP/1.1 429 Too Many Requests\r\nRateLimit: \"api\";r=0;t=52\r\n" + window + empty,
              What::busy,
              52,
              "status 429"},
          Row{"too many, in seconds",
              "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n" + empty,
              What::busy,
              7,
              "429"},
          Row{"maintenance",
              "HTTP/1.1 503 Service Unavailable\r\nRetry-After: Fri, 27 Nov 2026 12:02:00 "
              "GMT\r\n" +
                  empty,
              What::busy,
              120,
              "503"},
          Row{"a broken server", answer_of("502 Bad Gateway", ""), What::no_answer, 0, "502"},
          Row{"a puzzling one", answer_of("418 Teapot", ""), What::not_understood, 0, "418"},
          Row{"a page", answer_of("200 OK", "<html>"), What::not_understood, 0, "no JSON object"},
          Row{"a list", answer_of("200 OK", "[]"), What::not_understood, 0, "no JSON object"},
          Row{"half", answer_of("200 OK", R"({"user":"a")"), What::not_understood, 0, "no JSON"},
          Row{"no user",
              answer_of("200 OK", R"({"isPro":true})"),
              What::not_understood,
              0,
              "\"user\""},
          Row{"another interface",
              answer_of("200 OK", R"({"user":"ada","pro":true})"),
              What::not_understood,
              0,
              "\"isPro\""},
          Row{"pro in words",
              answer_of("200 OK", R"({"user":"ada","isPro":"yes"})"),
              What::not_understood,
              0,
              "\"isPro\""},
          Row{"organisations in words",
              answer_of("200 OK", R"({"user":"ada","isPro":true,"orgs":["x"]})"),
              What::not_understood,
              0,
              "\"orgs\""},
          Row{"elsewhere",
              "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/api/users/b/"
              "overview\r\n" +
                  empty,
              What::not_understood,
              0,
              "another place"},
          Row{"silence",
              "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
              What::no_answer,
              0,
              "did not answer"}}) {
        SCOPED_TRACE(row.name);
        const CannedServer server(row.answer);
        const auto client = make_http_client();
        const HubReply reply = Hub::at(server.address(""), *client).value().overview("ada", friday);
        EXPECT_EQ(reply.what, row.what);
        EXPECT_EQ(reply.pause.count(), row.pause);
        EXPECT_TRUE(reply.trouble.contains(row.trouble)) << reply.trouble;
        EXPECT_FALSE(reply.trouble.contains("ada")) << reply.trouble;
    }
}

TEST(HubTest, FollowsARenamedAccountOnce) {
    const CannedServer server([](const std::string& request) -> std::string {
        if (request.contains("/old-name/")) {
            return "HTTP/1.1 307 Temporary Redirect\r\nLocation: "
                   "/api/users/ada-example/overview\r\nContent-Length: 0\r\n\r\n";
        }
        if (request.contains("/round/")) {
            return "HTTP/1.1 307 Temporary Redirect\r\nLocation: "
                   "/api/users/round/overview\r\nContent-Length: 0\r\n\r\n";
        }
        return answer_of("200 OK", ada);
    });
    const auto client = make_http_client();
    const Hub hub = Hub::at(server.address(""), *client).value();
    const HubReply reply = hub.overview("old-name", friday);
    EXPECT_EQ(reply.what, What::renamed) << reply.trouble;
    EXPECT_EQ(hub.overview("round", friday).what, What::not_understood);
}

TEST(HubTest, AsksOnlyOverTlsOrOnThisMachine) {
    const auto client = make_http_client();
    for (const char* address :
         {"http://hub.example", "hub.example", "https://hub.example/?a", ""}) {
        EXPECT_EQ(Hub::at(address, *client).error().code, "hub.bad-address") << address;
    }
    EXPECT_TRUE(Hub::at("https://hub.example/mirror/", *client));
}

TEST(AskedPauseTest, TakesTheLongestThatIsUsedUp) {
    struct Row {
        const char* name;
        int status;
        std::string limit;
        std::string policy;
        std::string after;
        std::int64_t seconds;
    };
    for (const Row& row :
         {Row{"nothing said", 200, "", "", "", 0},
          Row{"some left", 200, "\"api\";r=3;t=55", "", "", 0},
          Row{"several limits", 200, "\"api\";r=0;t=5, \"day\" ; r = 0 ; t = 70", "", "", 70},
          Row{"a later date of no refusal", 200, "", "", "100", 0},
          Row{"refused without a word", 429, "", "", "", 60},
          Row{"refused for the window", 429, "", "\"api\";q=500;w=300", "", 300},
          Row{"refused for no time", 429, "\"api\";r=0;t=0", "", "", 1},
          Row{"a moment that is past", 503, "", "", "Fri, 27 Nov 2026 11:00:00 GMT", 1},
          Row{"no number", 429, "\"api\";r=0;t=soon", "", "whenever", 60},
          Row{"a year", 429, "", "", "31536000", 86'400},
          Row{"without end", 429, "", "", "99999999999999999999", 86'400},
          Row{"negative", 429, "", "", "-5", 60}}) {
        SCOPED_TRACE(row.name);
        HttpAnswer answer{row.status, ""};
        answer.headers = {
            {"ratelimit", row.limit}, {"ratelimit-policy", row.policy}, {"retry-after", row.after}
        };
        EXPECT_EQ(asked_pause(answer, friday).count(), row.seconds);
    }
}

RC_GTEST_PROP(
    AskedPauseTest,
    IsNeverNegativeNorLongerThanADay,
    (const std::string& limit, const std::string& policy, const std::string& after)
) {
    HttpAnswer answer{*rc::gen::element(200, 429, 503), ""};
    answer.headers = {
        {"ratelimit", "\"api\";r=0;t=" + limit},
        {"ratelimit-policy", policy},
        {"retry-after", after}
    };
    const auto seconds = asked_pause(answer, friday).count();
    RC_ASSERT(seconds >= 0 && seconds <= 86'400);
}

}  // namespace
}  // namespace querist::delivery
