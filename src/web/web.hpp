#pragma once

// The public header of web: the only HTTP.

#include "actions/actions.hpp"
#include "core/core.hpp"
#include "web/public_address.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace querist::web {

/// What a connection may cost. Tests make them small.
struct RequestLimits {
    std::size_t header_bytes = limits::request_header_bytes_max;
    std::size_t header_count = limits::request_header_count_max;
    std::size_t body_bytes = limits::request_body_bytes_max;
    std::size_t bodies_bytes = limits::request_bodies_bytes_max;  ///< Of all requests together.
    std::size_t connections = limits::connections_max;
    std::chrono::milliseconds request_time = limits::request_time_max;  ///< First to last byte.
    std::chrono::milliseconds idle_time = limits::idle_connection_time_max;
    std::chrono::milliseconds shutdown_time = limits::shutdown_time_max;
};

struct ServeOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free one.
    int threads = 0;            ///< 0: one a core.
    /// None: participants ask this server themselves, by the name that they send as Host.
    std::optional<PublicAddress> public_address = std::nullopt;
    RequestLimits limits;
    std::stop_token stop;  ///< Ends serving as a signal does.
};

/// An address and port that no other program can take any more; who connects waits until `serve`
/// answers. Gives them back when it ends.
class Listener {
public:
    explicit Listener(int socket) : socket_(socket) {}
    Listener(Listener&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
    Listener& operator=(Listener&&) = delete;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener();

    /// The listening socket, which is the caller's from now on.
    [[nodiscard]] int release() { return std::exchange(socket_, -1); }

private:
    int socket_;
};

/// Takes the options' address and port. Problems: web.address (not an address of this machine),
/// web.port (taken or not allowed).
[[nodiscard]] Result<Listener> listen(const ServeOptions& options);

/// Serves until SIGTERM or SIGINT, then finishes what was accepted. `ready` is told the port once
/// connections are taken.
[[nodiscard]] Result<void> serve(
    actions::Fieldwork& fieldwork,
    Listener listener,
    const ServeOptions& options,
    Clock& clock,
    RandomSource& random,
    const std::function<void(std::uint16_t port)>& ready
);

}  // namespace querist::web
