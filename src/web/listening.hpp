#pragma once

// Only connection.cpp includes this: Asio is compiled once.

#include "web/web.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cerrno>
#include <string>

namespace querist::web {

inline constexpr int connection_backlog = 4096;

inline std::unexpected<Problem> port_problem(
    const ServeOptions& options, const boost::system::error_code& error
) {
    const std::string where = fmt::format("{} port {}", options.address, options.port);
    if (error == boost::asio::error::address_in_use) {
        return failure(
            "web.port",
            where + " is taken by another program",
            "stop that program or choose another port with --port"
        );
    }
    if (error == boost::asio::error::access_denied) {
        return failure(
            "web.port",
            where + " may not be used by this user",
            "choose a port of 1024 or above with --port, behind a proxy if need be"
        );
    }
    return failure(
        error == boost::asio::error::address_family_not_supported || error.value() == EADDRNOTAVAIL
            ? "web.address"
            : "web.port",
        fmt::format("cannot listen at {}: {}", where, error.message()),
        "choose an address of this machine with --address, such as 127.0.0.1"
    );
}

/// Opens, binds and listens: a bound socket alone does not keep a port from others. Gives the
/// socket. web.address, web.port.
inline Result<int> listening_socket(const ServeOptions& options) {
    boost::asio::io_context context;
    boost::asio::ip::tcp::acceptor acceptor(context);
    boost::system::error_code error;
    const boost::asio::ip::address address = boost::asio::ip::make_address(options.address, error);
    if (error) {
        return failure(
            "web.address",
            fmt::format("\"{}\" is not an IP address", options.address),
            "write it as in 127.0.0.1, 0.0.0.0 or ::1"
        );
    }
    const boost::asio::ip::tcp::endpoint endpoint(address, options.port);
    (void)acceptor.open(endpoint.protocol(), error);
    if (!error)
        (void)acceptor.set_option(boost::asio::ip::tcp::acceptor::reuse_address(true), error);
    if (!error) (void)acceptor.bind(endpoint, error);
    if (!error) (void)acceptor.listen(connection_backlog, error);
    int socket = -1;
    if (!error) socket = acceptor.release(error);
    if (error) return port_problem(options, error);
    return socket;
}

/// The same socket in the context that takes its connections. web.port.
inline Result<boost::asio::ip::tcp::acceptor> acceptor_of(
    Listener listener, boost::asio::io_context& context, const ServeOptions& options
) {
    using boost::asio::ip::tcp;
    const int socket = listener.release();
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    const bool known = ::getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) == 0;
    tcp::acceptor acceptor(context);
    boost::system::error_code error;
    (void
    )acceptor.assign(known && bound.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), socket, error);
    if (!error) return acceptor;
    ::close(socket);
    return port_problem(options, error);
}

}  // namespace querist::web
