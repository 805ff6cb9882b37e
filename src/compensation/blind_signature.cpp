#include "compensation/blind_signature.hpp"

#include "compensation/openssl_owned.hpp"
#include "compensation/pss_encoding.hpp"

#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

namespace querist::compensation {

struct VerificationKey::Handle {
    OwnedKey key;
    OwnedNumber modulus;
    OwnedNumber exponent;
    std::size_t bytes = 0;
    std::size_t bits = 0;
};

namespace {

using KeyHandle = VerificationKey::Handle;

constexpr int key_bits_min = 2'048;
constexpr int key_bits_max = 8'192;

std::unexpected<Problem> unreadable_key() {
    return failure(
        "compensation.key-unreadable",
        "a key for signing rewards cannot be read",
        "restore rewards.db from its backup; a key is an RSA key of 2048 to 8192 bits"
    );
}

std::unexpected<Problem> blinding_failed() {
    return failure(
        "compensation.blinding-failed", "the message could not be blinded", "try once more"
    );
}

OwnedNumber number_parameter(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    return OwnedNumber(EVP_PKEY_get_bn_param(key, name, &number) == 1 ? number : nullptr);
}

/// Null when it is no key that this room works with.
std::shared_ptr<const KeyHandle> handle_of(OwnedKey key) {
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return nullptr;
    const int bits = EVP_PKEY_get_bits(key.get());
    if (bits < key_bits_min || bits > key_bits_max) return nullptr;
    KeyHandle handle{
        .key = std::move(key),
        .modulus = nullptr,
        .exponent = nullptr,
        .bytes = static_cast<std::size_t>(bits + 7) / 8,
        .bits = static_cast<std::size_t>(bits)
    };
    handle.modulus = number_parameter(handle.key.get(), OSSL_PKEY_PARAM_RSA_N);
    handle.exponent = number_parameter(handle.key.get(), OSSL_PKEY_PARAM_RSA_E);
    // An even modulus or exponent is no RSA key, and none that OpenSSL can calculate with.
    const bool right = handle.modulus && handle.exponent && BN_is_odd(handle.modulus.get()) == 1 &&
                       BN_is_odd(handle.exponent.get()) == 1 &&
                       BN_is_one(handle.exponent.get()) == 0 &&
                       BN_cmp(handle.exponent.get(), handle.modulus.get()) < 0;
    return right ? std::make_shared<const KeyHandle>(std::move(handle)) : nullptr;
}

OwnedNumber number_of(std::string_view bytes) {
    return OwnedNumber(BN_bin2bn(octets_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

/// Big-endian, with zeros in front; `number` fits.
std::string octets_from(const BIGNUM* number, std::size_t size) {
    std::string bytes(size, '\0');
    auto* out = reinterpret_cast<unsigned char*>(bytes.data());
    if (BN_bn2binpad(number, out, static_cast<int>(size)) != static_cast<int>(size)) {
        throw std::runtime_error("a number is longer than the modulus that it was reduced by");
    }
    return bytes;
}

std::string drawn(RandomSource& random, std::size_t size) {
    std::string bytes(size, '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    return bytes;
}

/// A number of [1, modulus), each equally likely: as many bits as the modulus has are drawn until
/// they are below it. That takes two draws at most on the average, and never this many.
OwnedNumber number_below(const KeyHandle& key, RandomSource& random) {
    constexpr int draws_max = 256;
    const unsigned first_octet = 0xffU >> (8 * key.bytes - key.bits);
    for (int draw = 0; draw < draws_max; ++draw) {
        std::string bytes = drawn(random, key.bytes);
        bytes[0] = static_cast<char>(static_cast<unsigned char>(bytes[0]) & first_octet);
        OwnedNumber number = number_of(bytes);
        if (!number) return nullptr;
        const bool below =
            BN_is_zero(number.get()) == 0 && BN_cmp(number.get(), key.modulus.get()) < 0;
        if (below) return number;
    }
    return nullptr;
}

/// In a time that does not depend on the number, which is secret.
OwnedNumber inverse_of(const BIGNUM* number, const KeyHandle& key, BN_CTX* context) {
    OwnedNumber secret(BN_dup(number));
    if (!secret) return nullptr;
    BN_set_flags(secret.get(), BN_FLG_CONSTTIME);
    return OwnedNumber(BN_mod_inverse(nullptr, secret.get(), key.modulus.get(), context));
}

/// What the key makes of the bytes as they are, padded by nobody: RSASP1 with a secret key, RSAVP1
/// with either.
enum class RawUse { sign, recover };
std::optional<std::string> raw_result(const KeyHandle& key, RawUse use, std::string_view bytes) {
    const OwnedKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.key.get(), nullptr));
    if (!context) return std::nullopt;
    const bool signs = use == RawUse::sign;
    const int ready =
        signs ? EVP_PKEY_sign_init(context.get()) : EVP_PKEY_verify_recover_init(context.get());
    if (ready != 1 || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) != 1) {
        return std::nullopt;
    }
    std::string result(key.bytes, '\0');
    auto* out = reinterpret_cast<unsigned char*>(result.data());
    std::size_t size = result.size();
    const auto calculate = signs ? EVP_PKEY_sign : EVP_PKEY_verify_recover;
    const int done = calculate(context.get(), out, &size, octets_of(bytes), bytes.size());
    if (done != 1 || size != key.bytes) return std::nullopt;
    return result;
}

bool is_signature_of(
    const KeyHandle& key,
    std::string_view prepared,
    std::string_view signature,
    std::size_t salt_bytes
) {
    if (signature.size() != key.bytes || salt_bytes > key.bytes) return false;
    const OwnedDigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* how = nullptr;  // belongs to the context
    const bool ready =
        context &&
        EVP_DigestVerifyInit(context.get(), &how, EVP_sha384(), nullptr, key.key.get()) == 1 &&
        EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1 &&
        EVP_PKEY_CTX_set_rsa_mgf1_md(how, EVP_sha384()) == 1 &&
        EVP_PKEY_CTX_set_rsa_pss_saltlen(how, static_cast<int>(salt_bytes)) == 1;
    return ready && EVP_DigestVerify(
                        context.get(),
                        octets_of(signature),
                        signature.size(),
                        octets_of(prepared),
                        prepared.size()
                    ) == 1;
}

}  // namespace

std::string BlindKeyId::hex() const {
    Digest padded;
    std::ranges::copy(bytes, padded.bytes.begin());
    return padded.hex().substr(0, 2 * bytes.size());
}

Result<VerificationKey> VerificationKey::parse(std::string_view der) {
    const unsigned char* at = octets_of(der);
    OwnedKey key(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
    // The digest names the key: no second spelling of it may have another.
    const bool whole = key && at == octets_of(der) + der.size();
    std::shared_ptr<const Handle> handle = whole ? handle_of(std::move(key)) : nullptr;
    if (!handle) return unreadable_key();
    return VerificationKey(std::string(der), std::move(handle));
}

std::size_t VerificationKey::bytes() const { return handle_->bytes; }

BlindKeyId VerificationKey::id() const {
    const Digest whole = digest();
    BlindKeyId id;
    std::copy_n(whole.bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

// RFC 9474, 4.2; the names are its own.
Result<Blinded> VerificationKey::blind(
    std::string_view prepared, RandomSource& random, std::size_t salt_bytes
) const {
    const std::string salt = drawn(random, salt_bytes);
    const std::optional<std::string> encoded = pss_encoded(prepared, handle_->bits - 1, salt);
    if (!encoded) return blinding_failed();
    const OwnedNumberContext context(BN_CTX_secure_new());
    const OwnedNumber m = number_of(*encoded);
    const OwnedNumber r = number_below(*handle_, random);
    if (!context || !m || !r) return blinding_failed();
    const BIGNUM* n = handle_->modulus.get();
    if (!inverse_of(m.get(), *handle_, context.get())) return blinding_failed();
    const OwnedNumber inverse = inverse_of(r.get(), *handle_, context.get());
    const OwnedNumber x(BN_new());
    const OwnedNumber z(BN_new());
    const bool done = inverse && x && z &&
                      BN_mod_exp(x.get(), r.get(), handle_->exponent.get(), n, context.get()) &&
                      BN_mod_mul(z.get(), m.get(), x.get(), n, context.get());
    if (!done) return blinding_failed();
    return Blinded{
        .message = octets_from(z.get(), handle_->bytes),
        .inverse = octets_from(inverse.get(), handle_->bytes)
    };
}

// RFC 9474, 4.4.
Result<std::string> VerificationKey::finalize(
    std::string_view prepared,
    std::string_view blind_signature,
    std::string_view inverse,
    std::size_t salt_bytes
) const {
    const auto wrong = [] {
        return failure(
            "compensation.signature-wrong",
            "what came back is no signature of this reward",
            "ask for it once more; if it stays so, write to the study's contact"
        );
    };
    if (blind_signature.size() != bytes() || inverse.size() != bytes()) return wrong();
    const OwnedNumberContext context(BN_CTX_secure_new());
    const OwnedNumber z = number_of(blind_signature);
    const OwnedNumber inv = number_of(inverse);
    const OwnedNumber s(BN_new());
    const bool done =
        context && z && inv && s &&
        BN_mod_mul(s.get(), z.get(), inv.get(), handle_->modulus.get(), context.get());
    if (!done) return wrong();
    std::string signature = octets_from(s.get(), bytes());
    if (!is_signature_of(*handle_, prepared, signature, salt_bytes)) return wrong();
    return signature;
}

std::optional<Problem> VerificationKey::fault_of(std::string_view blinded) const {
    if (blinded.size() != bytes()) {
        return failure(
                   "compensation.blinded-size",
                   "what is to be signed is not as long as the key",
                   "open the receipt page once more"
        )
            .error();
    }
    const OwnedNumber m = number_of(blinded);
    const bool below = m && BN_is_zero(m.get()) == 0 && BN_cmp(m.get(), handle_->modulus.get()) < 0;
    if (below) return std::nullopt;
    return failure(
               "compensation.blinded-range",
               "what is to be signed is no number that the key signs",
               "open the receipt page once more"
    )
        .error();
}

bool VerificationKey::verifies(
    std::string_view prepared, std::string_view signature, std::size_t salt_bytes
) const {
    return is_signature_of(*handle_, prepared, signature, salt_bytes);
}

Result<BlindSigningKey> BlindSigningKey::parse(std::string_view der) {
    const unsigned char* at = octets_of(der);
    OwnedKey key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())));
    const std::shared_ptr<const KeyHandle> secret = handle_of(std::move(key));
    if (!secret) return unreadable_key();
    unsigned char* bytes = nullptr;
    const int size = i2d_PUBKEY(secret->key.get(), &bytes);
    if (size <= 0) return unreadable_key();
    const std::string public_der(
        reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)
    );
    OPENSSL_free(bytes);
    Result<VerificationKey> own = VerificationKey::parse(public_der);
    if (!own) return std::unexpected(own.error());
    return BlindSigningKey(*std::move(own), secret);
}

// RFC 9474, 4.3.
Result<std::string> BlindSigningKey::sign(std::string_view blinded) const {
    if (std::optional<Problem> fault = public_.fault_of(blinded)) {
        return std::unexpected(*std::move(fault));
    }
    std::optional<std::string> signature = raw_result(*secret_, RawUse::sign, blinded);
    const std::optional<std::string> opened =
        signature ? raw_result(*secret_, RawUse::recover, *signature) : std::nullopt;
    if (!opened || *opened != blinded) {
        return failure(
            "compensation.signing-failed",
            "the key signed something wrong, and nothing was given away of it",
            "check the machine's memory, and restore rewards.db when its key is damaged"
        );
    }
    return *std::move(signature);
}

std::string prepare(std::string_view message, Preparation preparation, RandomSource& random) {
    std::string prepared;
    if (preparation == Preparation::randomized) prepared = drawn(random, prefix_bytes);
    return prepared.append(message);
}

}  // namespace querist::compensation
