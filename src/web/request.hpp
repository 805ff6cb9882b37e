#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace querist::web {

enum class Method { get, head, post, other };

/// What a handler sees of a request. The views live as long as the handler's call; `body` may be
/// moved out of it.
struct Request {
    Method method = Method::get;
    std::string_view target = {};  ///< As sent: "/s/x/p/one?more".
    std::string_view host = {};
    std::string_view cookie = {};
    std::string_view content_type = {};
    std::string_view origin = {};
    std::string_view fetch_site = {};  ///< Sec-Fetch-Site.
    std::string_view accept_encoding = {};
    std::string_view accept_language = {};
    std::string_view if_none_match = {};
    std::string_view forwarded_for = {};     ///< X-Forwarded-For.
    std::string_view vendor_signature = {};  ///< Tremendous-Webhook-Signature.
    std::string_view peer = {};              ///< The address that the connection comes from.
    std::string body = {};
};

}  // namespace querist::web
