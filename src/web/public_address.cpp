#include "web/public_address.hpp"

#include "core/core.hpp"
#include "web/request_headers.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <limits>

namespace querist::web {

namespace {

/// As a browser writes it in Origin: none, or 1 to 65535 without zeros before it.
bool has_usable_port(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    if (colon == std::string_view::npos || host.ends_with(']')) return true;
    const std::string_view port = host.substr(colon + 1);
    unsigned number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    return error == std::errc() && end == port.data() + port.size() && !port.starts_with('0') &&
           number <= std::numeric_limits<std::uint16_t>::max();
}

}  // namespace

std::string PublicAddress::origin() const {
    return fmt::format("{}://{}", secure ? "https" : "http", authority);
}

Result<PublicAddress> parse_public_address(std::string_view text) {
    std::string_view rest = text;
    const std::size_t scheme_end = rest.find("://");
    const std::string_view scheme = rest.substr(0, std::min(scheme_end, rest.size()));
    const bool secure = equal_ignoring_case(scheme, "https");
    if (scheme_end != std::string_view::npos && (secure || equal_ignoring_case(scheme, "http"))) {
        rest.remove_prefix(scheme_end + 3);
        if (rest.ends_with('/')) rest.remove_suffix(1);
        if (is_host(rest) && has_usable_port(rest)) {
            const std::string_view usual = secure ? ":443" : ":80";
            if (rest.ends_with(usual)) rest.remove_suffix(usual.size());
            return PublicAddress{.secure = secure, .authority = lower_case(rest)};
        }
    }
    return failure(
        "web.public-address",
        fmt::format("\"{}\" is not the address of a server", text),
        "give the scheme and the host that participants see, such as https://survey.example.org, a "
        "name of other letters as xn--...; studies lie below it, at /s/ID/"
    );
}

}  // namespace querist::web
