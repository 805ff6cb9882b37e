#pragma once

// Only connection.cpp includes this: Asio is compiled once.

#include "web/web.hpp"

#include <fmt/format.h>
#include <boost/asio/error.hpp>
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

/// Opens, binds and listens. web.address, web.port.
inline Result<void> listen(boost::asio::ip::tcp::acceptor& acceptor, const ServeOptions& options) {
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
    if (error) return port_problem(options, error);
    return {};
}

}  // namespace querist::web
