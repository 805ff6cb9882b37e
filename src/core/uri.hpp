#pragma once

// Parts of addresses of the web (RFC 3986), as texts: nothing here is looked up or asked.

#include <string>
#include <string_view>

namespace querist {

/// What stands between "://" and the path: host and port, and a user where there is one. Empty when
/// the address has no scheme.
[[nodiscard]] std::string_view authority_in(std::string_view address);

/// Whether an address is on this machine, where nobody reads along: http://127.0.0.1, [::1],
/// localhost.
[[nodiscard]] bool is_loopback_address(std::string_view address);

/// Bytes as they stand in a path, a query or a form: letters, digits, "-", ".", "_" and "~" stay,
/// and those of `also_plain`.
[[nodiscard]] std::string percent_encoded(
    std::string_view text, std::string_view also_plain = std::string_view()
);

}  // namespace querist
