#include "web/client_network.hpp"

#include "core/core.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

namespace querist::web {

namespace {

constexpr std::size_t ipv4_bytes = 4;
constexpr std::size_t ipv6_bytes = 16;
constexpr std::size_t ipv4_prefix_bytes = 3;  // /24
constexpr std::size_t ipv6_prefix_bytes = 6;  // /48

/// Without brackets and port: "192.0.2.1:1234" and "[2001:db8::1]:443" are what some proxies write.
std::string_view bare_address(std::string_view text) {
    if (text.starts_with('[')) return text.substr(1, text.find(']') - 1);
    return std::ranges::count(text, ':') == 1 ? text.substr(0, text.find(':')) : text;
}

/// The bytes of an address, 4 or 16; empty when it is none. IPv4 as IPv6 (RFC 4291, 2.5.5.2) is
/// IPv4.
std::string address_bytes(std::string_view text) {
    text = bare_address(text);
    text = text.substr(0, text.find('%'));  // the zone, in which a link is meant
    const std::string address(text);
    std::array<char, ipv6_bytes> bytes{};
    if (::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) {
        return {bytes.data(), ipv4_bytes};
    }
    if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return {};
    constexpr std::string_view mapped{"\0\0\0\0\0\0\0\0\0\0\xff\xff", 12};
    const std::string_view all{bytes.data(), bytes.size()};
    return std::string(all.starts_with(mapped) ? all.substr(mapped.size()) : all);
}

bool is_loopback(std::string_view bytes) {
    if (bytes.size() == ipv4_bytes) return bytes.front() == 127;
    return bytes.size() == ipv6_bytes && bytes.back() == 1 &&
           bytes.find_first_not_of('\0') == ipv6_bytes - 1;
}

std::string_view last_member(std::string_view list) {
    const std::size_t comma = list.rfind(',');
    return trimmed(comma == std::string_view::npos ? list : list.substr(comma + 1));
}

}  // namespace

std::string client_network(
    std::string_view peer, std::string_view forwarded_for, bool has_public_address
) {
    std::string bytes = address_bytes(peer);
    if (has_public_address || is_loopback(bytes)) bytes = address_bytes(last_member(forwarded_for));
    if (bytes.empty() || is_loopback(bytes)) return {};
    return bytes.size() == ipv4_bytes ? "4" + bytes.substr(0, ipv4_prefix_bytes)
                                      : "6" + bytes.substr(0, ipv6_prefix_bytes);
}

}  // namespace querist::web
