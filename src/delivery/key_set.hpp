#pragma once

// The public keys by which an issuer's tokens are known (RFC 7517, RFC 7518).

#include "core/core.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace querist::delivery {

inline constexpr std::size_t key_set_bytes_max = 256 * 1024;
inline constexpr std::size_t key_set_keys_max = 64;

/// How a token may be signed. There is no third way: "none" and the keyed hashes (HS256 …), whose
/// key would be one that everybody knows, are none.
enum class SignatureKind { rs256, es256 };

/// One public key. Copies share it.
class SigningKey {
public:
    struct Handle;  ///< OpenSSL's.

    SigningKey(std::string id, SignatureKind kind, std::shared_ptr<const Handle> handle)
        : id_(std::move(id)), kind_(kind), handle_(std::move(handle)) {}

    [[nodiscard]] const std::string& id() const { return id_; }  ///< May be empty.
    [[nodiscard]] SignatureKind kind() const { return kind_; }

    /// Whether the private half of this key signed `message`: RSASSA-PKCS1-v1_5 with SHA-256, or
    /// ECDSA over P-256 with SHA-256 as 64 bytes (RFC 7518, 3.3 and 3.4).
    [[nodiscard]] bool verifies(std::string_view message, std::string_view signature) const;

private:
    std::string id_;
    SignatureKind kind_;
    std::shared_ptr<const Handle> handle_;
};

using KeySet = std::vector<SigningKey>;

/// Reads a JSON Web Key Set. Keys of other kinds, for other uses and of other lengths (RSA below
/// 2,048 or above 8,192 bits) are left out. signin.keys-malformed when it is none.
[[nodiscard]] Result<KeySet> parse_key_set(std::string_view json);

}  // namespace querist::delivery
