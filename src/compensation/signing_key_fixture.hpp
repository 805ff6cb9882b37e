#pragma once

#include "compensation/blind_signature.hpp"
#include "compensation/openssl_owned.hpp"

#include <gtest/gtest.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

namespace querist::compensation {

inline std::string from_hex(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
        bytes.push_back(static_cast<char>(std::stoi(std::string(text.substr(at, 2)), nullptr, 16)));
    }
    return bytes;
}

inline std::string to_hex(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        text += fmt::format("{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return text;
}

/// The vectors of RFC 9474, appendix A.
inline const nlohmann::json& published_vectors() {
    static const nlohmann::json vectors = [] {
        std::ifstream file(
            std::string(QUERIST_SOURCE_DIR) + "/tests/fixtures/rfc9474_vectors.json"
        );
        return nlohmann::json::parse(file);
    }();
    return vectors;
}

inline OwnedNumber number_from_hex(std::string_view hex) {
    BIGNUM* number = nullptr;
    BN_hex2bn(&number, std::string(hex).c_str());
    return OwnedNumber(number);
}

/// A PrivateKeyInfo (DER).
inline std::string private_key_info(const EVP_PKEY* key) {
    using Info = std::unique_ptr<PKCS8_PRIV_KEY_INFO, OpensslRelease<PKCS8_PRIV_KEY_INFO_free>>;
    const Info info(EVP_PKEY2PKCS8(key));
    unsigned char* bytes = nullptr;
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), &bytes) : 0;
    const std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return der;
}

/// The published key, or one whose secret exponent is off by so much.
inline std::string published_key(unsigned long wrong_by = 0) {
    const nlohmann::json& hex = published_vectors()["key"];
    const OwnedNumber p = number_from_hex(hex["p"].get<std::string>());
    const OwnedNumber q = number_from_hex(hex["q"].get<std::string>());
    const OwnedNumber n = number_from_hex(hex["n"].get<std::string>());
    const OwnedNumber e = number_from_hex(hex["e"].get<std::string>());
    const OwnedNumber d = number_from_hex(hex["d"].get<std::string>());
    BN_add_word(d.get(), wrong_by);
    const OwnedNumberContext context(BN_CTX_new());
    const auto reduced = [&](const OwnedNumber& prime) {
        const OwnedNumber below(BN_dup(prime.get()));
        BN_sub_word(below.get(), 1);
        OwnedNumber result(BN_new());
        BN_mod(result.get(), d.get(), below.get(), context.get());
        return result;
    };
    const OwnedNumber dp = reduced(p);
    const OwnedNumber dq = reduced(q);
    const OwnedNumber inverse(BN_mod_inverse(nullptr, q.get(), p.get(), context.get()));
    using Builder = std::unique_ptr<OSSL_PARAM_BLD, OpensslRelease<OSSL_PARAM_BLD_free>>;
    using Parameters = std::unique_ptr<OSSL_PARAM, OpensslRelease<OSSL_PARAM_free>>;
    const Builder builder(OSSL_PARAM_BLD_new());
    for (const auto& [name, number] :
         {std::pair{OSSL_PKEY_PARAM_RSA_N, n.get()},
          std::pair{OSSL_PKEY_PARAM_RSA_E, e.get()},
          std::pair{OSSL_PKEY_PARAM_RSA_D, d.get()},
          std::pair{OSSL_PKEY_PARAM_RSA_FACTOR1, p.get()},
          std::pair{OSSL_PKEY_PARAM_RSA_FACTOR2, q.get()},
          std::pair{OSSL_PKEY_PARAM_RSA_EXPONENT1, dp.get()},
          std::pair{OSSL_PKEY_PARAM_RSA_EXPONENT2, dq.get()},
          std::pair{OSSL_PKEY_PARAM_RSA_COEFFICIENT1, inverse.get()}}) {
        EXPECT_EQ(OSSL_PARAM_BLD_push_BN(builder.get(), name, number), 1) << name;
    }
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const OwnedKeyContext making(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    EXPECT_EQ(EVP_PKEY_fromdata_init(making.get()), 1);
    EXPECT_EQ(EVP_PKEY_fromdata(making.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()), 1);
    const OwnedKey owned(key);
    return private_key_info(owned.get());
}

/// A fresh key, as a PrivateKeyInfo.
inline std::string fresh_key(int bits = signing_key_bits) {
    const OwnedKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits)));
    return private_key_info(key.get());
}

/// One key of the size that rewards use, for all tests of a run.
inline const BlindSigningKey& test_key() {
    static const BlindSigningKey key = BlindSigningKey::parse(fresh_key()).value();
    return key;
}

/// Chance that was written down.
class WrittenChance final : public RandomSource {
public:
    explicit WrittenChance(std::string bytes) : bytes_(std::move(bytes)) {}
    void fill(std::span<std::uint8_t> out) override {
        ASSERT_LE(out.size(), bytes_.size()) << "more chance is drawn than was written down";
        std::ranges::copy(bytes_.substr(0, out.size()), out.begin());
        bytes_.erase(0, out.size());
    }
    [[nodiscard]] bool used_up() const { return bytes_.empty(); }

private:
    std::string bytes_;
};

}  // namespace querist::compensation
