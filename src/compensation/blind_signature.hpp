#pragma once

// Blind signatures of RFC 9474: whoever signs sees a number that says nothing of the message, and
// whoever asked makes of it an ordinary signature of that message (RSASSA-PSS, RFC 8017). A reward
// is claimed with a message and its signature; nobody can tell which signing they came from.
//
//     participant's browser                    server
//     prepared = prepare(message)
//     blinded, inverse = key.blind(prepared)
//                           blinded  ---->     signs it once for a response that is owed a reward
//                                    <----     blind signature
//     signature = key.finalize(prepared, blind signature, inverse)
//
// Here is the server's part, and the browser's too: for whoever claims without one, and for tests.

#include "core/core.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace querist::compensation {

/// The variants of RFC 9474, section 5, by what tells them apart.
enum class Preparation {
    randomized,    ///< 32 bytes of chance stand before the message.
    deterministic  ///< The message is signed as it is.
};
inline constexpr std::size_t prefix_bytes = 32;
inline constexpr std::size_t pss_salt_bytes = 48;  ///< "PSS"; "PSSZERO" has none.

/// Of the keys that rewards are signed with: RSABSSA-SHA384-PSS-Randomized at 128 bits of security.
inline constexpr int signing_key_bits = 3'072;

/// By which a key is found again: the first 8 bytes of its digest.
struct BlindKeyId {
    std::array<std::uint8_t, 8> bytes{};
    auto operator<=>(const BlindKeyId&) const = default;
    [[nodiscard]] std::string hex() const;  ///< 16 lower-case digits.
    [[nodiscard]] std::string_view view() const {
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
};

struct Blinded {
    std::string message;  ///< To be signed; as long as the modulus.
    std::string inverse;  ///< Secret; takes the blinding off again; as long.
};

/// The public half of a signing key: by which messages are blinded, and signatures judged.
class VerificationKey {
public:
    /// Reads a SubjectPublicKeyInfo (DER, RFC 5280; algorithm rsaEncryption, as browsers read it).
    /// compensation.key-unreadable when it is no RSA key of 2,048 to 8,192 bits.
    static Result<VerificationKey> parse(std::string_view der);

    [[nodiscard]] const std::string& der() const { return der_; }
    /// How long the modulus is, and so each blinded message and each signature.
    [[nodiscard]] std::size_t bytes() const;
    [[nodiscard]] Digest digest() const { return sha256(der_); }
    [[nodiscard]] BlindKeyId id() const;

    /// Hides a prepared message. Draws the salt and then the blinding factor from `random`.
    /// compensation.blinding-failed when the message or the factor has a divisor in common with the
    /// modulus, which does not happen by chance, or the salt does not fit.
    [[nodiscard]] Result<Blinded> blind(
        std::string_view prepared, RandomSource& random, std::size_t salt_bytes = pss_salt_bytes
    ) const;

    /// The signature of `prepared`, from what was signed blindly.
    /// compensation.signature-wrong when it is none: something else was signed, or with another
    /// key.
    [[nodiscard]] Result<std::string> finalize(
        std::string_view prepared,
        std::string_view blind_signature,
        std::string_view inverse,
        std::size_t salt_bytes = pss_salt_bytes
    ) const;

    /// Why a blinded message is none that this key signs; nothing when it is one. Codes:
    /// compensation.blinded-size when it is not as long as the modulus, compensation.blinded-range
    /// when it is zero or not below the modulus.
    [[nodiscard]] std::optional<Problem> fault_of(std::string_view blinded) const;

    /// Whether `signature` is one of `prepared` under this key, made with a salt of this length.
    [[nodiscard]] bool verifies(
        std::string_view prepared,
        std::string_view signature,
        std::size_t salt_bytes = pss_salt_bytes
    ) const;

    struct Handle;

private:
    VerificationKey(std::string der, std::shared_ptr<const Handle> handle)
        : der_(std::move(der)), handle_(std::move(handle)) {}
    std::string der_;
    std::shared_ptr<const Handle> handle_;
};

/// A secret key that signs what it cannot read. Any number of threads may sign with one.
class BlindSigningKey {
public:
    /// Reads a PrivateKeyInfo (DER, RFC 5208). compensation.key-unreadable as above.
    static Result<BlindSigningKey> parse(std::string_view der);

    [[nodiscard]] const VerificationKey& verification_key() const { return public_; }

    /// Signs a blinded message: the same answer for the same message, so that asking again after a
    /// lost answer gives nothing more. Codes: those of `VerificationKey::fault_of`, and
    /// compensation.signing-failed when the answer does not verify: it is not given away, for a
    /// single wrong one can betray the key (Boneh, DeMillo, Lipton 1997; RFC 9474, 7.1).
    [[nodiscard]] Result<std::string> sign(std::string_view blinded) const;

private:
    BlindSigningKey(VerificationKey key, std::shared_ptr<const VerificationKey::Handle> secret)
        : public_(std::move(key)), secret_(std::move(secret)) {}
    VerificationKey public_;
    std::shared_ptr<const VerificationKey::Handle> secret_;
};

/// What is signed for a message.
[[nodiscard]] std::string prepare(
    std::string_view message, Preparation preparation, RandomSource& random
);

}  // namespace querist::compensation
