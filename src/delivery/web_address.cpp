#include "delivery/web_address.hpp"

#include <algorithm>

namespace querist::delivery {

namespace {

constexpr std::size_t web_address_bytes_max = 900;  // Fits a line of a header, RFC 5322, 2.1.1.

}  // namespace

Result<WebAddress> WebAddress::parse(std::string_view text) {
    const bool scheme = text.starts_with("https://") || text.starts_with("http://");
    const bool clean = std::ranges::all_of(text, [](char c) {
        return c > ' ' && c < 0x7f && !std::string_view("<>\"\\^`{|}").contains(c);
    });
    if (!scheme || !clean || text.size() > web_address_bytes_max) {
        return failure(
            "mail.bad-web-address",
            "a link of a mail is no address of the web",
            "give the address by which participants reach the study, as in https://example.org"
        );
    }
    return WebAddress(std::string(text));
}

}  // namespace querist::delivery
