#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace querist {

/// Base64 with the alphabet of addresses and without padding (RFC 4648, 5; RFC 7515, 2).
[[nodiscard]] std::string to_base64url(std::string_view bytes);

/// Reads `to_base64url`'s form and no other: empty for padding, for other characters and for bits
/// that no byte has.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace querist
