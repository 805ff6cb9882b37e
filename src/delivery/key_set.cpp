#include "delivery/key_set.hpp"

#include "delivery/json_members.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace querist::delivery {

namespace {

/// Frees what OpenSSL made.
template <auto release>
struct Releasing {
    template <class Made>
    void operator()(Made* made) const {
        release(made);
    }
};
using Number = std::unique_ptr<BIGNUM, Releasing<BN_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Releasing<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Releasing<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Releasing<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Releasing<EVP_MD_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Releasing<EVP_PKEY_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Releasing<ECDSA_SIG_free>>;

constexpr int rsa_bits_min = 2'048;
constexpr int rsa_bits_max = 8'192;
constexpr std::size_t coordinate_bytes = 32;

const unsigned char* octets(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

Number number_of(std::string_view bytes) {
    return Number(BN_bin2bn(octets(bytes), static_cast<int>(bytes.size()), nullptr));
}

/// A member that is text; empty when it is not there or something else.
std::string bytes_member(const nlohmann::json& object, const char* name) {
    return from_base64url(text_member(object, name)).value_or(std::string());
}

Key key_from(const char* type, OSSL_PARAM_BLD* builder) {
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    const bool made =
        parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
    return Key(made ? key : nullptr);
}

Key rsa_key(const nlohmann::json& jwk) {
    const std::string modulus = bytes_member(jwk, "n");
    const std::string exponent = bytes_member(jwk, "e");
    if (modulus.empty() || exponent.empty() || modulus.size() > rsa_bits_max / 8) return nullptr;
    const Number n = number_of(modulus);
    const Number e = number_of(exponent);
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    const bool filled =
        n && e && builder &&
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1;
    if (!filled) return nullptr;
    Key key = key_from("RSA", builder.get());
    if (key && EVP_PKEY_get_bits(key.get()) < rsa_bits_min) key.reset();
    return key;
}

Key p256_key(const nlohmann::json& jwk) {
    const std::string x = bytes_member(jwk, "x");
    const std::string y = bytes_member(jwk, "y");
    const bool right = text_member(jwk, "crv") == "P-256" && x.size() == coordinate_bytes &&
                       y.size() == coordinate_bytes;
    if (!right) return nullptr;
    const std::string point = '\x04' + x + y;
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    const bool filled = builder &&
                        OSSL_PARAM_BLD_push_utf8_string(
                            builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0
                        ) == 1 &&
                        OSSL_PARAM_BLD_push_octet_string(
                            builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()
                        ) == 1;
    return filled ? key_from("EC", builder.get()) : nullptr;
}

/// The 64 bytes r and s as the sequence that OpenSSL reads; empty when they are not 64.
std::string sequence_of(std::string_view signature) {
    if (signature.size() != 2 * coordinate_bytes) return {};
    const EcdsaSignature pair(ECDSA_SIG_new());
    Number r = number_of(signature.substr(0, coordinate_bytes));
    Number s = number_of(signature.substr(coordinate_bytes));
    if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
    // The signature owns them now.
    (void)r.release();  // NOLINT(bugprone-unused-return-value)
    (void)s.release();  // NOLINT(bugprone-unused-return-value)
    const int size = i2d_ECDSA_SIG(pair.get(), nullptr);
    if (size <= 0) return {};
    std::string bytes(static_cast<std::size_t>(size), '\0');
    auto* out = reinterpret_cast<unsigned char*>(bytes.data());
    return i2d_ECDSA_SIG(pair.get(), &out) == size ? bytes : std::string();
}

}  // namespace

struct SigningKey::Handle {
    Key key;
};

bool SigningKey::verifies(std::string_view message, std::string_view signature) const {
    const std::string sequence =
        kind_ == SignatureKind::es256 ? sequence_of(signature) : std::string(signature);
    if (sequence.empty()) return false;
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY* key = handle_->key.get();
    return context &&
           EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(
               context.get(), octets(sequence), sequence.size(), octets(message), message.size()
           ) == 1;
}

namespace {

/// Nothing for a key that no token of ours can be signed with.
void add_key(const nlohmann::json& jwk, KeySet& keys) {
    if (!jwk.is_object()) return;
    const std::string use = text_member(jwk, "use");
    if (!use.empty() && use != "sig") return;
    const std::string type = text_member(jwk, "kty");
    const bool is_rsa = type == "RSA";
    if (!is_rsa && type != "EC") return;
    const std::string algorithm = text_member(jwk, "alg");
    if (!algorithm.empty() && algorithm != (is_rsa ? "RS256" : "ES256")) return;
    Key key = is_rsa ? rsa_key(jwk) : p256_key(jwk);
    if (!key) return;
    keys.emplace_back(
        text_member(jwk, "kid"),
        is_rsa ? SignatureKind::rs256 : SignatureKind::es256,
        std::make_shared<const SigningKey::Handle>(std::move(key))
    );
}

}  // namespace

Result<KeySet> parse_key_set(std::string_view json) {
    const auto malformed = [] {
        return failure(
            "signin.keys-malformed",
            "the issuer's keys cannot be read",
            "ask who runs the issuer; its discovery document names where they are (jwks_uri)"
        );
    };
    if (json.size() > key_set_bytes_max) return malformed();
    const auto set = nlohmann::json::parse(json, nullptr, false);
    if (!set.is_object()) return malformed();
    const auto list = set.find("keys");
    if (list == set.end() || !list->is_array() || list->size() > key_set_keys_max) {
        return malformed();
    }
    KeySet keys;
    keys.reserve(list->size());
    for (const nlohmann::json& jwk : *list) add_key(jwk, keys);
    return keys;
}

}  // namespace querist::delivery
