// libcurl against a server on this machine that says what a test wants.

#include "delivery/http_client.hpp"
#include "delivery/canned_server_fixture.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <string>

namespace querist::delivery {
namespace {

using fixture::answer_of;
using fixture::CannedServer;

TEST(HttpClientTest, SendsFormsAndCredentials) {
    const CannedServer server(answer_of("200 OK", "{}"));
    const auto client = make_http_client();
    const Result<HttpAnswer> answer = client->ask(
        {.address = server.address("/token"),
         .form = {{"code", "a&b"}, {"redirect_uri", "https://x/ü"}},
         .user = "me",
         .password = "pass",
         .bearer = {}}
    );
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "{}");
    EXPECT_TRUE(server.asked().starts_with("POST /token HTTP/1.1\r\n"));
    EXPECT_TRUE(server.asked().contains("Authorization: Basic bWU6cGFzcw==\r\n"));
    EXPECT_TRUE(server.asked().ends_with("\r\n\r\ncode=a%26b&redirect_uri=https%3A%2F%2Fx%2F%C3%BC")
    );
    ASSERT_TRUE(client->ask({.address = server.address("/me"), .bearer = "abc"}));
    EXPECT_TRUE(server.asked().starts_with("GET /me HTTP/1.1\r\n"));
    EXPECT_TRUE(server.asked().contains("Authorization: Bearer abc\r\n"));
}

TEST(HttpClientTest, KeepsTheHeadersOfTheAnswer) {
    const CannedServer server(
        "HTTP/1.1 200 OK\r\nRateLimit:  \"api\";r=0;t=55 \r\nX-A: b:c\r\nContent-Length: 0\r\n\r\n"
    );
    const Result<HttpAnswer> answer = make_http_client()->ask({.address = server.address("/")});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("ratelimit"), "\"api\";r=0;t=55");
    EXPECT_EQ(answer->header("x-a"), "b:c");
    EXPECT_EQ(answer->header("x-b"), "");
}

TEST(HttpClientTest, FollowsNobodyElsewhere) {
    const CannedServer server(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    );
    const Result<HttpAnswer> answer = make_http_client()->ask({.address = server.address("/")});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 302);
}

TEST(HttpClientTest, TakesNoProxyFromTheEnvironment) {
    const CannedServer server(answer_of("200 OK", "direct"));
    (void)::setenv("http_proxy", "http://127.0.0.1:1/", 1);  // NOLINT(concurrency-mt-unsafe)
    const Result<HttpAnswer> answer = make_http_client()->ask({.address = server.address("/")});
    (void)::unsetenv("http_proxy");  // NOLINT(concurrency-mt-unsafe)
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "direct");
}

TEST(HttpClientTest, HasLimits) {
    using namespace std::chrono_literals;
    const HttpLimits small{.answer_bytes = 100, .connect_time = 200ms, .total_time = 200ms};
    struct Row {
        const char* name;
        std::string answer;
        const char* expected;
    };
    for (const Row& row : {
             Row{"as long as may be", answer_of("200 OK", std::string(100, 'a')), ""},
             Row{"too long", answer_of("200 OK", std::string(101, 'a')), "http.too-large"},
             Row{"too long and without a length",
                 "HTTP/1.1 200 OK\r\n\r\n" + std::string(5'000, 'a'),
                 "http.too-large"},
             Row{"cut off", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc", "http.unreachable"},
             Row{"no HTTP", "hello", "http.unreachable"},
             Row{"silence", "", "http.unreachable"},
         }) {
        SCOPED_TRACE(row.name);
        const CannedServer server(row.answer);
        const Result<HttpAnswer> answer =
            make_http_client(small)->ask({.address = server.address("/?secret=1")});
        EXPECT_EQ(answer ? "" : answer.error().code, row.expected);
        if (!answer) EXPECT_FALSE(answer.error().message.contains("secret"));
    }
}

}  // namespace
}  // namespace querist::delivery
