#pragma once

#include "core/core.hpp"
#include "delivery/http_client.hpp"

#include <chrono>

namespace querist::delivery {

/// How long a server asks to be left alone, from `now` on; 0: not at all. When it refuses for now
/// (429, 503): what Retry-After says (RFC 9110, 10.2.3), else RateLimit, else the window of
/// RateLimit-Policy, else a minute; at least a second. Otherwise, when RateLimit says that nothing
/// is left, until its end. At most a day: whoever asks for more does not know what it says.
/// Source: draft-ietf-httpapi-ratelimit-headers-09, as in `"api";r=0;t=55`.
[[nodiscard]] std::chrono::seconds asked_pause(const HttpAnswer& answer, Instant now);

}  // namespace querist::delivery
