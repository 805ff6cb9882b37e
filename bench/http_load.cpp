#include "http_load.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

namespace querist::bench {

namespace {

using Steady = std::chrono::steady_clock;

struct Connection {
    int socket = -1;
    Walker* walker = nullptr;
    Request request;
    std::string input;
    Steady::time_point sent;
};

int connected_socket(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// The whole answer at the front of `input`, when it is all there. Only Content-Length framing.
std::optional<Received> received(std::string_view input) {
    const std::size_t head_end = input.find("\r\n\r\n");
    if (head_end == std::string_view::npos) return std::nullopt;
    Received answer;
    answer.head = input.substr(0, head_end + 2);
    std::from_chars(input.data() + 9, input.data() + 12, answer.status);
    std::size_t length = 0;
    constexpr std::string_view name = "\r\ncontent-length:";
    const auto found = std::ranges::search(answer.head, name, [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == b;
    });
    if (!found.empty()) {
        const char* at = found.end();
        while (*at == ' ') ++at;
        std::from_chars(at, answer.head.end(), length);
    }
    if (input.size() < head_end + 4 + length) return std::nullopt;
    answer.body = input.substr(head_end + 4, length);
    return answer;
}

double percentile(std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return sorted[at];
}

class Drive {
public:
    Drive(std::uint16_t port, const std::vector<Walker*>& walkers) : epoll_(::epoll_create1(0)) {
        connections_.resize(walkers.size());
        for (std::size_t i = 0; i < walkers.size(); ++i) {
            connections_[i].walker = walkers[i];
            connections_[i].socket = connected_socket(port);
            if (connections_[i].socket < 0) fault_ = fmt::format("cannot connect to {}", port);
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[i].socket, &event);
        }
    }
    Drive(const Drive&) = delete;
    Drive& operator=(const Drive&) = delete;
    ~Drive() {
        for (const Connection& connection : connections_) ::close(connection.socket);
        ::close(epoll_);
    }

    Figures run(std::chrono::milliseconds warm_up, std::chrono::milliseconds duration) {
        const auto begin = Steady::now() + warm_up;
        const auto end = begin + duration;
        for (Connection& connection : connections_) send_next(connection, nullptr);
        std::vector<epoll_event> events(connections_.size());
        while (fault_.empty() && Steady::now() < end) {
            const int ready =
                ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 1000);
            if (ready == 0) fault_ = "the server was silent for a second";
            for (int i = 0; i < ready; ++i) {
                read_from(connections_[events[static_cast<std::size_t>(i)].data.u64], begin);
            }
        }
        std::ranges::sort(times_);
        return {
            .seconds = std::chrono::duration<double>(Steady::now() - begin).count(),
            .requests = static_cast<std::int64_t>(times_.size()),
            .p50_ms = percentile(times_, 0.50),
            .p99_ms = percentile(times_, 0.99),
            .fault = fault_
        };
    }

private:
    void send_next(Connection& connection, const Received* answer) {
        connection.request = connection.walker->next(answer);
        connection.sent = Steady::now();
        if (connection.request.bytes.empty())
            fault_ = "a walker was refused";
        else if (!write_all(connection.socket, connection.request.bytes))
            fault_ = "cannot send";
    }

    void read_from(Connection& connection, Steady::time_point counted_from) {
        char buffer[65536];
        const ssize_t size = ::recv(connection.socket, buffer, sizeof buffer, 0);
        if (size <= 0) {
            fault_ = "the server closed a connection";
            return;
        }
        connection.input.append(buffer, static_cast<std::size_t>(size));
        const std::optional<Received> answer = received(connection.input);
        if (!answer) return;
        const auto now = Steady::now();
        if (connection.request.counted == Counted::yes && now >= counted_from) {
            times_.push_back(
                std::chrono::duration<double, std::milli>(now - connection.sent).count()
            );
        }
        send_next(connection, &*answer);
        connection.input.clear();
    }

    int epoll_;
    std::vector<Connection> connections_;
    std::vector<double> times_;
    std::string fault_;
};

}  // namespace

Figures drive(
    std::uint16_t port,
    const std::vector<Walker*>& walkers,
    std::chrono::milliseconds warm_up,
    std::chrono::milliseconds duration
) {
    return Drive(port, walkers).run(warm_up, duration);
}

}  // namespace querist::bench
