// libcurl against a server on this machine that says what a test wants.

#include "delivery/http_client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

namespace querist::delivery {
namespace {

/// Takes one connection after the other, reads a request's head and body and says its answer.
class CannedServer {
public:
    explicit CannedServer(std::string answer) : answer_(std::move(answer)) {
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        (void)::bind(socket_, reinterpret_cast<sockaddr*>(&place), size);
        (void)::listen(socket_, 8);
        (void)::getsockname(socket_, reinterpret_cast<sockaddr*>(&place), &size);
        port_ = ntohs(place.sin_port);
        thread_ = std::jthread([this] { serve(); });
    }
    CannedServer(const CannedServer&) = delete;
    CannedServer& operator=(const CannedServer&) = delete;
    ~CannedServer() {
        (void)::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }

    [[nodiscard]] std::string address(std::string_view path) const {
        return fmt::format("http://127.0.0.1:{}{}", port_, path);
    }
    /// What was asked last; read it once the answer is there.
    [[nodiscard]] const std::string& asked() const { return asked_; }

private:
    void serve() {
        for (;;) {
            const int client = ::accept(socket_, nullptr, nullptr);
            if (client < 0) return;
            asked_.clear();
            char bytes[4'096];
            while (!whole(asked_)) {
                const ssize_t count = ::read(client, bytes, sizeof bytes);
                if (count <= 0) break;
                asked_.append(bytes, static_cast<std::size_t>(count));
            }
            if (answer_.empty()) {
                // Says nothing until the other side has had enough.
                while (::read(client, bytes, sizeof bytes) > 0) {
                }
            }
            (void)::send(client, answer_.data(), answer_.size(), MSG_NOSIGNAL);
            ::close(client);
        }
    }
    static bool whole(const std::string& request) {
        const std::size_t end = request.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        const std::size_t length = request.find("Content-Length: ");
        if (length == std::string::npos) return true;
        return request.size() >= end + 4 + std::stoul(request.substr(length + 16));
    }

    std::string answer_;
    std::string asked_;
    int socket_ = -1;
    int port_ = 0;
    std::jthread thread_;
};

std::string answer_of(std::string_view head, std::string_view body) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\n\r\n{}", head, body.size(), body);
}

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
