#pragma once

// What an issuer says of who signed in: a signed token, checked by nothing but what stands here.

#include "core/core.hpp"
#include "delivery/key_set.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace querist::delivery {

inline constexpr std::size_t id_token_bytes_max = 16 * 1024;
inline constexpr std::size_t subject_bytes_max = 255;  ///< OpenID Connect Core 1.0, 2.
/// How far the issuer's clock may be from this one.
inline constexpr std::chrono::seconds clock_skew_max{60};

/// What a token has to say to be the one that was asked for.
struct TokenExpectation {
    std::string issuer;     ///< Exactly as configured and discovered.
    std::string client_id;  ///< The audience.
    std::string nonce;      ///< That of this sign-in.
    Instant now;
};

/// What a checked token says. The claims are members of a JSON object.
struct IdClaims {
    std::string subject;
    std::shared_ptr<const nlohmann::json> claims;
};

/// Checks a token as OpenID Connect Core 1.0, 3.1.3.7 has it: signed by a key of `keys` in RS256 or
/// ES256, of this issuer, for this client and nobody else, at this time, with this nonce.
/// signin.token-malformed, -too-large, -algorithm, -unknown-key (newer keys may know it),
/// -signature, -issuer, -audience, -expired, -early, -nonce, -subject.
[[nodiscard]] Result<IdClaims> check_id_token(
    std::string_view token, const KeySet& keys, const TokenExpectation& expected
);

/// A subject as the standard has it: 1 to 255 printable ASCII characters.
[[nodiscard]] bool is_subject(std::string_view subject);

}  // namespace querist::delivery
