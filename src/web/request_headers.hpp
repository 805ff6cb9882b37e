#pragma once

#include <optional>
#include <string_view>

namespace querist::web {

/// The value of a cookie (RFC 6265); the first when it is there twice. Empty when it is not there.
[[nodiscard]] std::string_view cookie_value(std::string_view header, std::string_view name);

/// Whether a Host header is a host and an optional port (RFC 3986: name, IPv4 or [IPv6]).
[[nodiscard]] bool is_host(std::string_view host);

/// Whether a POST comes from a page of this server, as far as the browser says. Browsers say it in
/// Sec-Fetch-Site or, older ones and plain HTTP, in Origin; what says neither is no browser.
[[nodiscard]] bool is_same_origin(
    std::string_view fetch_site, std::string_view origin, std::string_view host
);

enum class Encoding { identity, gzip, brotli };
/// The best encoding that the client takes (RFC 9110, 12.5.3), brotli before gzip.
[[nodiscard]] Encoding chosen_encoding(std::string_view accept_encoding);

/// Whether gzip is among what the client takes.
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

/// Whether If-None-Match names this entity tag (weak comparison) or any.
[[nodiscard]] bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace querist::web
