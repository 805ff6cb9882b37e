#include "web/request_headers.hpp"

#include "core/core.hpp"
#include "web/ascii.hpp"

namespace querist::web {

namespace {

/// Takes what stands before the next `separator` from the front of `list`, without blanks around.
std::string_view take_part(std::string_view& list, char separator) {
    const std::string_view part = list.substr(0, list.find(separator));
    list.remove_prefix(std::min(part.size() + 1, list.size()));
    return trimmed(part);
}

/// A quality of zero, however many decimals: "q=0", "q=0.000".
bool is_refused(std::string_view parameters) {
    while (!parameters.empty()) {
        std::string_view parameter = take_part(parameters, ';');
        const std::string_view name = take_part(parameter, '=');
        if (!equal_ignoring_case(name, "q")) continue;
        return !parameter.empty() && parameter.find_first_not_of("0.") == std::string_view::npos;
    }
    return false;
}

bool is_port(std::string_view port) {
    return port.size() <= 5 && port.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string_view cookie_value(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        std::string_view pair = take_part(header, ';');
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            pair.remove_prefix(name.size() + 1);
            if (pair.size() >= 2 && pair.starts_with('"') && pair.ends_with('"')) {
                pair = pair.substr(1, pair.size() - 2);
            }
            return pair;
        }
    }
    return {};
}

bool is_host(std::string_view host) {
    if (host.empty() || host.size() > 261) return false;  // 255 of a name, a colon and a port
    std::string_view name = host;
    if (host.starts_with('[')) {
        const std::size_t end = host.find(']');
        if (end == std::string_view::npos || end < 3) return false;
        const std::string_view address = host.substr(1, end - 1);
        if (address.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) {
            return false;
        }
        const std::string_view rest = host.substr(end + 1);
        return rest.empty() || (rest.starts_with(':') && is_port(rest.substr(1)));
    }
    if (const std::size_t colon = host.find(':'); colon != std::string_view::npos) {
        if (!is_port(host.substr(colon + 1))) return false;
        name = host.substr(0, colon);
    }
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return is_alphanumeric(c) || c == '-' || c == '.' || c == '_';
    });
}

bool is_same_origin(std::string_view fetch_site, std::string_view origin, std::string_view host) {
    if (!fetch_site.empty()) {
        return equal_ignoring_case(fetch_site, "same-origin") ||
               equal_ignoring_case(fetch_site, "none");
    }
    if (origin.empty()) return true;
    const std::size_t scheme_end = origin.find("://");
    if (scheme_end == std::string_view::npos) return false;
    // Browsers leave the scheme's own port out of Origin; a proxy may name it in Host.
    const std::string_view usual =
        equal_ignoring_case(origin.substr(0, scheme_end), "https") ? ":443" : ":80";
    if (host.ends_with(usual)) host.remove_suffix(usual.size());
    return equal_ignoring_case(origin.substr(scheme_end + 3), host);
}

namespace {

struct Taken {
    bool gzip = false;
    bool brotli = false;
};

Taken taken_encodings(std::string_view accept_encoding) {
    Taken taken;
    while (!accept_encoding.empty()) {
        std::string_view part = take_part(accept_encoding, ',');
        const std::string_view coding = take_part(part, ';');
        const bool takes = !is_refused(part);
        if (equal_ignoring_case(coding, "br")) taken.brotli = takes;
        if (equal_ignoring_case(coding, "gzip")) taken.gzip = takes;
    }
    return taken;
}

}  // namespace

Encoding chosen_encoding(std::string_view accept_encoding) {
    const Taken taken = taken_encodings(accept_encoding);
    if (taken.brotli) return Encoding::brotli;
    return taken.gzip ? Encoding::gzip : Encoding::identity;
}

bool accepts_gzip(std::string_view accept_encoding) {
    return taken_encodings(accept_encoding).gzip;
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        std::string_view tag = take_part(if_none_match, ',');
        if (tag == "*") return true;
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == etag) return true;
    }
    return false;
}

}  // namespace querist::web
