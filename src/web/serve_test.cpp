// The server through raw sockets: what HTTP clients may do wrong, and what must hold anyway.

#include "web/connection.hpp"
#include "web/fake_fieldwork.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <thread>

namespace querist::web {
namespace {

using namespace std::chrono_literals;

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{.tv_sec = 30, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() { ::close(socket_); }

    [[nodiscard]] bool connected() const { return connected_; }
    void send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// One response by its Content-Length; what follows is kept for the next.
    std::string receive(bool has_body = true) {
        while (!buffer_.contains("\r\n\r\n")) {
            if (!more()) return take(buffer_.size());
        }
        const std::size_t head = buffer_.find("\r\n\r\n") + 4;
        std::size_t body = 0;
        const std::size_t length = buffer_.find("Content-Length: ");
        if (has_body && length < head) body = std::stoul(buffer_.substr(length + 16));
        while (buffer_.size() < head + body) {
            if (!more()) break;
        }
        return take(head + body);
    }
    /// Whether the server has closed, with nothing left to read.
    bool at_end() { return buffer_.empty() && !more(); }

private:
    bool more() {
        char bytes[4096];
        const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }
    std::string take(std::size_t count) {
        std::string taken = buffer_.substr(0, count);
        buffer_.erase(0, count);
        return taken;
    }
    int socket_;
    bool connected_ = false;
    std::string buffer_;
};

int status_of(const std::string& response) {
    return response.starts_with("HTTP/1.1 ") ? std::stoi(response.substr(9, 3)) : 0;
}

/// A fieldwork whose commits wait until they are let go.
class SlowFieldwork final : public actions::Fieldwork {
public:
    explicit SlowFieldwork(fixture::FakeFieldwork& inner) : inner_(inner) {}
    std::shared_ptr<const instrument::Study> study(std::string_view id) const override {
        return inner_.study(id);
    }
    std::vector<std::string> study_ids() const override { return inner_.study_ids(); }
    actions::Life life(std::string_view id) override { return inner_.life(id); }
    void answer_consent(std::string, bool, actions::Arrival, ConsentDone done) override {
        waiting_ = std::move(done);
        entered.set_value();
    }
    void begin_sign_in(std::string study, std::string redirect, SignInBegunDone done) override {
        inner_.begin_sign_in(std::move(study), std::move(redirect), std::move(done));
    }
    void finish_sign_in(std::string study, actions::SignInReturn back, SignInDone done) override {
        inner_.finish_sign_in(std::move(study), std::move(back), std::move(done));
    }
    Result<std::optional<actions::LetIn>> by_personal_link(
        std::string_view study, std::string_view token
    ) override {
        return inner_.by_personal_link(study, token);
    }
    void opt_out(std::string study, std::string token, OptOutDone done) override {
        inner_.opt_out(std::move(study), std::move(token), std::move(done));
    }
    actions::Entry entry_of(std::string_view study, std::string_view pass) override {
        return inner_.entry_of(study, pass);
    }
    void submit_page(
        std::string, actions::Secret, response::Form, std::optional<Instant>, SubmitDone done
    ) override {
        done(actions::NoResponse{});
    }
    void withdraw(std::string, actions::Secret, WithdrawDone done) override {
        done(actions::NoResponse{});
    }
    void appeal(std::string, actions::Secret, std::string, AppealDone done) override {
        done(actions::NoAppeal{});
    }
    Result<std::optional<actions::PageView>> view(
        std::string_view id, const actions::Secret& secret
    ) override {
        return inner_.view(id, secret);
    }
    std::string csrf_token(const actions::Secret& secret) const override {
        return inner_.csrf_token(secret);
    }
    void count_visit(std::string_view) override {}
    Result<void> health() override { return {}; }
    void finish() override { inner_.finish(); }
    void let_go() { waiting_(actions::Refused{}); }

    std::promise<void> entered;

private:
    fixture::FakeFieldwork& inner_;
    ConsentDone waiting_;
};

class ServeTest : public ::testing::Test {
protected:
    fixture::FakeFieldwork fieldwork;
    fixture::FixedClock clock;
    actions::SystemRandom random;
    ServeOptions options;
    std::stop_source stopper;
    std::future<Result<void>> served;
    std::uint16_t port = 0;

    ServeTest() {
        options.port = 0;
        options.threads = 2;
        options.stop = stopper.get_token();
    }
    void start(actions::Fieldwork& served_fieldwork) {
        std::promise<std::uint16_t> ready;
        Result<Listener> listener = listen(options);
        ASSERT_TRUE(listener) << listener.error().message;
        served = std::async(std::launch::async, [&, this] {
            return serve(
                served_fieldwork,
                *std::move(listener),
                options,
                clock,
                random,
                [&](std::uint16_t taken) { ready.set_value(taken); }
            );
        });
        port = ready.get_future().get();
    }
    void start() { start(fieldwork); }
    void stop() {
        stopper.request_stop();
        const Result<void> ended = served.get();
        EXPECT_TRUE(ended) << ended.error().message;
    }
    void TearDown() override {
        if (served.valid()) stop();
    }
    std::string exchange(std::string_view request) const {
        Client client(port);
        client.send(request);
        return client.receive();
    }
};

constexpr std::string_view get_first = "GET /s/pages/ HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST_F(ServeTest, KeepsConnectionsAndDatesAnswers) {
    start();
    Client client(port);
    for (int i = 0; i < 3; ++i) {
        client.send(get_first);
        const std::string response = client.receive();
        EXPECT_EQ(status_of(response), 200);
        EXPECT_TRUE(response.contains("\r\nDate: Mon, 23 Nov 2026 03:25:41 GMT\r\n"));
        EXPECT_FALSE(response.contains("Connection:"));
        EXPECT_TRUE(response.contains("I agree"));
    }
    EXPECT_EQ(fieldwork.visits, 3);
}

TEST_F(ServeTest, AnswersPipelinedRequestsInOrder) {
    start();
    Client client(port);
    client.send(
        "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"
        "POST /s/pages/consent HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\nagree=no"
        "GET /s/pages/refused HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    );
    EXPECT_EQ(status_of(client.receive()), 404);
    EXPECT_EQ(status_of(client.receive()), 303);
    const std::string last = client.receive();
    EXPECT_EQ(status_of(last), 200);
    EXPECT_TRUE(last.contains("\r\nConnection: close\r\n"));
    EXPECT_TRUE(client.at_end());
}

TEST_F(ServeTest, EveryThreadKnowsThePublicAddress) {
    options.public_address = PublicAddress{.secure = true, .authority = "survey.example.org"};
    start();
    for (int i = 0; i < 4; ++i) {
        const std::string reply = exchange(
            "POST /s/pages/consent HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            "Origin: https://survey.example.org\r\nContent-Length: 9\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\nagree=yes"
        );
        EXPECT_TRUE(reply.starts_with("HTTP/1.1 303 ")) << reply;
        EXPECT_TRUE(reply.contains("; Secure")) << reply;
    }
}

TEST_F(ServeTest, HeadHasNoBody) {
    start();
    Client client(port);
    client.send("HEAD /s/pages/ HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string head = client.receive(false);
    EXPECT_EQ(status_of(head), 200);
    EXPECT_TRUE(head.contains("Content-Length: "));
    client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(client.receive().ends_with("\r\n\r\nok\n"));
}

TEST_F(ServeTest, OldClientsAreAnsweredAndClosed) {
    start();
    Client client(port);
    client.send("GET /s/pages/refused HTTP/1.0\r\nHost: a\r\n\r\n");
    EXPECT_EQ(status_of(client.receive()), 200);
    EXPECT_TRUE(client.at_end());
}

TEST_F(ServeTest, MalformedRequestsGetAPage) {
    start();
    struct Row {
        const char* name;
        std::string request;
        int status;
    };
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 100; ++i) many += fmt::format("X-{}: y\r\n", i);
    const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
    for (const Row& row : {
             Row{"no HTTP", "hello\r\n\r\n", 400},
             Row{"an unknown version", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 400},
             Row{"no host", "GET / HTTP/1.1\r\n\r\n", 400},
             Row{"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
             Row{"a host that is none", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
             Row{"a blank before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
             Row{"too many headers", many + "\r\n", 431},
             Row{"too large headers",
                 "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n",
                 431},
             Row{"too long a target",
                 "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n",
                 431},
             Row{"too large a body",
                 "POST /s/pages/consent HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx",
                 413},
             Row{"a length that is none",
                 "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                 400},
             Row{"two lengths",
                 "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                 400},
             Row{"length and chunks",
                 "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
                 "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                 400},
             Row{"chunks",
                 "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n",
                 411},
             Row{"a coding that proxies read otherwise",
                 "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
                 411},
             Row{"a coding that nobody knows",
                 "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
                 411},
             Row{"a consent that another site sends",
                 "POST /s/pages/consent HTTP/1.1\r\nHost: a\r\n" + form +
                     "Sec-Fetch-Site: cross-site\r\nContent-Length: 8\r\n\r\nagree=no",
                 403},
             Row{"a consent behind a proxy that renames the host",
                 "POST /s/pages/consent HTTP/1.1\r\nHost: inner:8080\r\n" + form +
                     "Origin: https://survey.example\r\nSec-Fetch-Site: same-origin\r\n"
                     "Content-Length: 8\r\n\r\nagree=no",
                 303},
             Row{"an asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
             Row{"another method", "DELETE /s/pages/ HTTP/1.1\r\nHost: a\r\n\r\n", 405},
             Row{"a method nobody knows", "BREW /s/pages/ HTTP/1.1\r\nHost: a\r\n\r\n", 405},
         }) {
        SCOPED_TRACE(row.name);
        const std::string response = exchange(row.request);
        EXPECT_EQ(status_of(response), row.status) << response.substr(0, 200);
        EXPECT_TRUE(response.contains("X-Content-Type-Options: nosniff"));
    }
}

TEST_F(ServeTest, BodiesOfAllRequestsTogetherAreLimited) {
    options.limits.bodies_bytes = 1'000;
    start();
    const auto head = [](std::string_view length) {
        return fmt::format(
            "POST /s/pages/consent HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", length
        );
    };
    EXPECT_EQ(status_of(exchange(head("1200") + std::string(1'200, 'x'))), 503);
    for (int i = 0; i < 3; ++i) {  // what a request held is given back
        EXPECT_EQ(status_of(exchange(head("900") + std::string(900, 'x'))), 415);
    }
}

TEST_F(ServeTest, TellsClientsToContinue) {
    start();
    Client client(port);
    client.send(
        "POST /s/pages/consent HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 8\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    );
    EXPECT_EQ(client.receive(), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("agree=no");
    EXPECT_EQ(status_of(client.receive()), 303);
}

TEST_F(ServeTest, SlowClientsAreCut) {
    options.limits.request_time = 50ms;
    options.limits.idle_time = 50ms;
    start();
    Client headers(port);
    headers.send("GET / HTTP/1.1\r\nHost: ");
    Client body(port);
    body.send("POST /s/pages/consent HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nag");
    Client idle(port);
    EXPECT_EQ(status_of(headers.receive()), 408);
    EXPECT_TRUE(headers.at_end());
    EXPECT_EQ(status_of(body.receive()), 408);
    EXPECT_TRUE(idle.at_end()) << "an idle connection is closed without words";
}

TEST_F(ServeTest, IdleConnectionsMakeRoom) {
    options.limits.connections = 2;
    options.threads = 1;
    start();
    Client first(port);
    Client second(port);
    for (Client* client : {&first, &second}) {  // both are being served now
        client->send(get_first);
        EXPECT_EQ(status_of(client->receive()), 200);
    }
    Client third(port);
    third.send(get_first);
    EXPECT_EQ(status_of(third.receive()), 200);
    EXPECT_TRUE(first.at_end()) << "it had waited longest";
    second.send(get_first);
    EXPECT_EQ(status_of(second.receive()), 200);
}

TEST_F(ServeTest, TooManyBusyConnectionsAreTurnedAway) {
    options.limits.connections = 2;
    options.threads = 1;
    start();
    Client first(port);
    Client second(port);
    for (Client* client : {&first, &second}) {  // both are in the middle of a request
        client->send(
            "POST /s/pages/consent HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
            "Content-Length: 8\r\n\r\n"
        );
        EXPECT_EQ(client->receive(), "HTTP/1.1 100 Continue\r\n\r\n");
    }
    Client third(port);
    const std::string response = third.receive();
    EXPECT_EQ(status_of(response), 503);
    EXPECT_TRUE(response.contains("\r\nRetry-After: "));
    EXPECT_LT(response.size(), 1'500U) << "a full house sends no stylesheet";
    EXPECT_TRUE(response.contains("<h1>")) << response;
    EXPECT_TRUE(third.at_end());
}

TEST_F(ServeTest, FinishesWhatIsUnderWayWhenToldToStop) {
    SlowFieldwork slow(fieldwork);
    start(slow);
    Client idle(port);
    idle.send(get_first);
    EXPECT_EQ(status_of(idle.receive()), 200);
    Client busy(port);
    busy.send(
        "POST /s/pages/consent HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\nagree=no"
    );
    slow.entered.get_future().get();
    stopper.request_stop();
    EXPECT_TRUE(idle.at_end());
    EXPECT_FALSE(Client(port).connected() && status_of(exchange(get_first)) != 0);
    slow.let_go();
    const std::string response = busy.receive();
    EXPECT_EQ(status_of(response), 303);
    EXPECT_TRUE(response.contains("\r\nConnection: close\r\n"));
    EXPECT_TRUE(served.get());
    EXPECT_EQ(fieldwork.finished, 1);
}

TEST_F(ServeTest, SaysWhyItCannotListen) {
    start();
    struct Row {
        const char* name;
        std::string address;
        std::uint16_t port;
        const char* code;
    };
    for (const Row& row : {
             Row{"taken", "127.0.0.1", port, "web.port"},
             Row{"no address", "localhost:80", 0, "web.address"},
             Row{"another machine's", "203.0.113.1", 0, "web.address"},
         }) {
        SCOPED_TRACE(row.name);
        ServeOptions other;
        other.address = row.address;
        other.port = row.port;
        const Result<Listener> result = listen(other);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, row.code);
        EXPECT_FALSE(result.error().cure.empty());
    }
}

TEST_F(ServeTest, AListenerKeepsItsPortUntilItEnds) {
    start();
    const auto taken = port;
    stop();
    options.port = taken;
    {
        const Result<Listener> first = listen(options);
        ASSERT_TRUE(first) << first.error().message;
        EXPECT_FALSE(listen(options)) << "before anything is served";
        EXPECT_TRUE(Client(taken).connected()) << "who comes early waits";
    }
    EXPECT_TRUE(listen(options));
}

}  // namespace
}  // namespace querist::web
