#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace querist::compensation {

inline constexpr std::size_t sha384_bytes = 48;

/// EMSA-PSS-ENCODE with SHA-384 and MGF1-SHA-384: a message as the number that an RSA key signs.
/// `bits` is at most how long that number may be: one less than the modulus has. The salt is an
/// argument, because whoever blinds a message needs the same encoding as whoever signs it.
/// Empty when the salt does not fit. Source: RFC 8017, 9.1.1 and B.2.1.
[[nodiscard]] std::optional<std::string> pss_encoded(
    std::string_view message, std::size_t bits, std::string_view salt
);

}  // namespace querist::compensation
