#pragma once

// The public header of web: the only HTTP.

#include "actions/actions.hpp"
#include "core/core.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace querist::web {

struct ServeOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free one.
    int threads = 0;            ///< 0: one a core.
    bool secure_cookies = false;  ///< Behind a proxy that speaks TLS.
};

/// Serves until SIGTERM or SIGINT, then finishes what was accepted. `ready` is told the port once
/// connections are taken. Problems: web.address (not an address), web.port (taken or not allowed).
[[nodiscard]] Result<void> serve(
    actions::Fieldwork& fieldwork, const ServeOptions& options, Clock& clock,
    const std::function<void(std::uint16_t port)>& ready
);

}  // namespace querist::web
