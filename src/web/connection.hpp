#pragma once

// The network without Beast or Asio in sight: connection.cpp is the one file that compiles them.

#include "web/site.hpp"
#include "web/web.hpp"

namespace querist::web {

/// How many threads answer.
[[nodiscard]] std::size_t lane_count(const ServeOptions& options);

/// Takes connections and answers them with a `Site` a thread until told to stop.
[[nodiscard]] Result<void> serve_connections(
    actions::Fieldwork& fieldwork,
    Listener listener,
    const ServeOptions& options,
    Clock& clock,
    RandomSource& random,
    FrontPages& fronts,
    const Assets& assets,
    const std::function<void(std::uint16_t port)>& ready
);

/// "Mon, 23 Nov 2026 03:25:41 GMT" (RFC 9110, 5.6.7).
[[nodiscard]] std::string http_date(Instant instant);

}  // namespace querist::web
