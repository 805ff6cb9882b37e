#pragma once

#include "core/core.hpp"

#include <string>
#include <string_view>

namespace querist::web {

/// Where participants find this server, when a proxy stands before it: an origin (RFC 6454).
struct PublicAddress {
    bool secure = false;    ///< https: cookies go over TLS only.
    std::string authority;  ///< Host, and the port where it is not the scheme's own.

    [[nodiscard]] std::string origin() const;
};

/// Of "https://survey.example.org", also with a slash at the end. Problem: web.public-address.
[[nodiscard]] Result<PublicAddress> parse_public_address(std::string_view text);

}  // namespace querist::web
