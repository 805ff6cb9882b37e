#pragma once

#include "core/core.hpp"

#include <string>
#include <string_view>

namespace querist::store {

/// Encrypts bytes for one place of the database: XChaCha20-Poly1305 with a random nonce, which
/// comes first. The place (row and column) is authenticated with them, so that bytes moved to
/// another row do not open. Lengths are padded to 64 bytes and say little.
/// `key` has 32 bytes. Source: libsodium, crypto_aead_xchacha20poly1305_ietf.
[[nodiscard]] std::string seal_field(
    std::string_view key, std::string_view place, std::string_view bytes, RandomSource& random
);

/// What `seal_field` was given. identity.unreadable when key, place or bytes are others.
[[nodiscard]] Result<std::string> open_field(
    std::string_view key, std::string_view place, std::string_view sealed
);

}  // namespace querist::store
