#pragma once

#include <string>
#include <string_view>

namespace querist::web {

/// The network that somebody's request comes from: of an IPv4 address the first 24 bits, of an IPv6
/// one the first 48, as "4" or "6" and these bytes. Empty where it is not known.
///
/// Behind a proxy, which a public address or a connection from this machine tells, it is the
/// address that the proxy adds last to X-Forwarded-For; what stands before it anybody can make up.
/// Otherwise it is the connection's, whatever the request says.
[[nodiscard]] std::string client_network(
    std::string_view peer, std::string_view forwarded_for, bool has_public_address
);

}  // namespace querist::web
