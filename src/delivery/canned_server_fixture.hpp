#pragma once

// For tests: a server on this machine that says what a test wants.

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace querist::delivery::fixture {

/// Takes one connection after the other, reads a request's head and body and says its answer.
class CannedServer {
public:
    /// What is said to a request.
    using Answer = std::function<std::string(const std::string& request)>;

    explicit CannedServer(std::string answer)
        : CannedServer(Answer([said = std::move(answer)](const std::string&) { return said; })) {}
    explicit CannedServer(Answer answer) : answer_(std::move(answer)) {
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
            const std::string said = answer_(asked_);
            if (said.empty()) {
                // Says nothing until the other side has had enough.
                while (::read(client, bytes, sizeof bytes) > 0) {
                }
            }
            (void)::send(client, said.data(), said.size(), MSG_NOSIGNAL);
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

    Answer answer_;
    std::string asked_;
    int socket_ = -1;
    int port_ = 0;
    std::jthread thread_;
};

inline std::string answer_of(std::string_view head, std::string_view body) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\n\r\n{}", head, body.size(), body);
}

}  // namespace querist::delivery::fixture
