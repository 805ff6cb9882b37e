#pragma once

// For tests: an issuer in memory with keys of its own, which can be told to err.

#include "delivery/issuer.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

namespace querist::delivery::fixture {

/// A key pair that tokens are signed with.
class SigningPair {
public:
    /// RSA of so many bits, or P-256 when `bits` is 0.
    SigningPair(std::string id, unsigned bits)
        : id_(std::move(id)),
          is_rsa_(bits != 0),
          key_(
              is_rsa_ ? ::EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits))
                      : ::EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"),
              &::EVP_PKEY_free
          ) {
        if (!key_) throw std::logic_error("no key");
    }

    [[nodiscard]] nlohmann::json jwk() const {
        nlohmann::json made{{"kid", id_}, {"use", "sig"}, {"alg", algorithm()}};
        if (is_rsa_) {
            made["kty"] = "RSA";
            made["n"] = number(OSSL_PKEY_PARAM_RSA_N, 0);
            made["e"] = number(OSSL_PKEY_PARAM_RSA_E, 0);
        } else {
            made["kty"] = "EC";
            made["crv"] = "P-256";
            made["x"] = number(OSSL_PKEY_PARAM_EC_PUB_X, 32);
            made["y"] = number(OSSL_PKEY_PARAM_EC_PUB_Y, 32);
        }
        return made;
    }
    [[nodiscard]] std::string algorithm() const { return is_rsa_ ? "RS256" : "ES256"; }

    /// A compact token. `header` replaces members of the usual one.
    [[nodiscard]] std::string token(
        const nlohmann::json& claims, const nlohmann::json& header = nlohmann::json::object()
    ) const {
        nlohmann::json usual{{"alg", algorithm()}, {"kid", id_}, {"typ", "JWT"}};
        usual.update(header);
        const std::string text = to_base64url(usual.dump()) + "." + to_base64url(claims.dump());
        return text + "." + to_base64url(signature(text));
    }

private:
    [[nodiscard]] std::string number(const char* name, int width) const {
        BIGNUM* found = nullptr;
        if (::EVP_PKEY_get_bn_param(key_.get(), name, &found) != 1) throw std::logic_error(name);
        const int size = width == 0 ? BN_num_bytes(found) : width;
        std::string bytes(static_cast<std::size_t>(size), '\0');
        (void)::BN_bn2binpad(found, reinterpret_cast<unsigned char*>(bytes.data()), size);
        ::BN_free(found);
        return to_base64url(bytes);
    }
    [[nodiscard]] std::string signature(const std::string& text) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&::EVP_MD_CTX_free)> context(
            ::EVP_MD_CTX_new(), &::EVP_MD_CTX_free
        );
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        std::size_t size = 0;
        (void)::EVP_DigestSignInit(context.get(), nullptr, ::EVP_sha256(), nullptr, key_.get());
        (void)::EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size());
        std::string made(size, '\0');
        (void)::EVP_DigestSign(
            context.get(), reinterpret_cast<unsigned char*>(made.data()), &size, bytes, text.size()
        );
        made.resize(size);
        return is_rsa_ ? made : flat(made);
    }
    /// r and s as 64 bytes.
    static std::string flat(const std::string& sequence) {
        const auto* at = reinterpret_cast<const unsigned char*>(sequence.data());
        ECDSA_SIG* pair = ::d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(sequence.size()));
        std::string bytes(64, '\0');
        auto* out = reinterpret_cast<unsigned char*>(bytes.data());
        (void)::BN_bn2binpad(::ECDSA_SIG_get0_r(pair), out, 32);
        (void)::BN_bn2binpad(::ECDSA_SIG_get0_s(pair), out + 32, 32);
        ::ECDSA_SIG_free(pair);
        return bytes;
    }

    std::string id_;
    bool is_rsa_;
    std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)> key_;
};

/// Made once: RSA keys take a while.
inline const SigningPair& rsa_pair() {
    static const SigningPair pair("first", 2'048);
    return pair;
}
inline const SigningPair& other_rsa_pair() {
    static const SigningPair pair("second", 2'048);
    return pair;
}
inline const SigningPair& curve_pair() {
    static const SigningPair pair("curve", 0);
    return pair;
}

class MovedClock final : public Clock {
public:
    Instant now() override { return time; }
    Instant time = *parse_instant("2026-11-23T12:00:00.000000Z");
};

inline std::int64_t unix_seconds(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

/// The issuer's side of the wire.
class MadeUpIssuer final : public HttpClient {
public:
    explicit MadeUpIssuer(Clock& clock) : clock_(clock) {}

    static constexpr std::string_view address = "https://issuer.example";

    nlohmann::json discovery{
        {"issuer", address},
        {"authorization_endpoint", "https://issuer.example/authorize"},
        {"token_endpoint", "https://issuer.example/token"},
        {"jwks_uri", "https://issuer.example/jwks"},
        {"userinfo_endpoint", "https://issuer.example/me"},
        {"code_challenge_methods_supported", {"S256"}},
    };
    const SigningPair* pair = &rsa_pair();  ///< What tokens are signed with.
    std::vector<const SigningPair*> published = {&rsa_pair()};
    std::string nonce;  ///< That the next token repeats.
    std::string good_code = "code";
    nlohmann::json claims{{"sub", "abc"}, {"aud", "client"}};  ///< Replace the usual ones.
    nlohmann::json userinfo{{"sub", "abc"}, {"isPro", true}};
    std::string down;                      ///< The path that does not answer; "*": none does.
    std::function<void()> waited = [] {};  ///< What happens until it is given up.
    std::map<std::string, int> asked;      ///< How often, by path.
    std::vector<HttpQuestion> questions;

    Result<HttpAnswer> ask(const HttpQuestion& question) override {
        questions.push_back(question);
        const std::string path = question.address.substr(address.size());
        ++asked[path];
        if (down == "*" || down == path) {
            waited();
            return failure("http.unreachable", "nobody is there", "wait");
        }
        if (path == "/.well-known/openid-configuration") return said(discovery);
        if (path == "/jwks") return said({{"keys", keys()}});
        if (path == "/me") return said(userinfo);
        if (path == "/token") return token_for(question);
        return HttpAnswer{404, ""};
    }

    /// What a token says unless `claims` says otherwise.
    [[nodiscard]] nlohmann::json usual_claims() const {
        const std::int64_t now = unix_seconds(clock_.now());
        nlohmann::json usual{
            {"iss", address},
            {"aud", "client"},
            {"sub", "abc"},
            {"nonce", nonce},
            {"iat", now},
            {"exp", now + 3'600}
        };
        usual.update(claims);
        return usual;
    }

private:
    static HttpAnswer said(const nlohmann::json& object, int status = 200) {
        return {status, object.dump()};
    }
    [[nodiscard]] nlohmann::json keys() const {
        nlohmann::json all = nlohmann::json::array();
        for (const SigningPair* one : published) all.push_back(one->jwk());
        return all;
    }
    Result<HttpAnswer> token_for(const HttpQuestion& question) {
        for (const auto& [name, value] : question.form) {
            if (name == "code" && value != good_code) {
                return said({{"error", "invalid_grant"}}, 400);
            }
        }
        good_code.clear();  // once
        return said({{"id_token", pair->token(usual_claims())}, {"access_token", "access"}});
    }

    Clock& clock_;
};

}  // namespace querist::delivery::fixture
