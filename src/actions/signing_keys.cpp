#include "actions/signing_keys.hpp"

#include "store/store.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace querist::actions {

namespace {

struct KeyRelease {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(PKCS8_PRIV_KEY_INFO* info) const { PKCS8_PRIV_KEY_INFO_free(info); }
};

/// A fresh key as a PrivateKeyInfo (DER); empty when OpenSSL cannot make one.
std::string fresh_private_key() {
    const std::unique_ptr<EVP_PKEY, KeyRelease> key(EVP_PKEY_Q_keygen(
        nullptr, nullptr, "RSA", static_cast<std::size_t>(compensation::signing_key_bits)
    ));
    if (!key) return {};
    const std::unique_ptr<PKCS8_PRIV_KEY_INFO, KeyRelease> info(EVP_PKEY2PKCS8(key.get()));
    unsigned char* bytes = nullptr;
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), &bytes) : 0;
    if (size <= 0) return {};
    std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_clear_free(bytes, static_cast<std::size_t>(size));
    return der;
}

}  // namespace

Result<std::vector<compensation::BlindSigningKey>> signing_keys(
    const std::filesystem::path& data, std::string_view study, std::string_view compensation
) {
    const Result<std::vector<store::SigningKeyFile>> files =
        store::read_signing_keys(data, study, compensation);
    if (!files) return std::unexpected(files.error());
    std::vector<compensation::BlindSigningKey> keys;
    for (const store::SigningKeyFile& file : *files) {
        Result<compensation::BlindSigningKey> key = compensation::BlindSigningKey::parse(file.der);
        if (!key) {
            return failure(
                "rewards.key-damaged",
                fmt::format("key {} of {} cannot be read", file.number, compensation),
                "put the files of signing-keys back from their backup",
                {.file = (data / "signing-keys").string()}
            );
        }
        keys.push_back(*std::move(key));
    }
    return keys;
}

Result<void> make_signing_key(
    const std::filesystem::path& data, std::string_view study, std::string_view compensation
) {
    const Result<std::vector<store::SigningKeyFile>> before =
        store::read_signing_keys(data, study, compensation);
    if (!before) return std::unexpected(before.error());
    const int number = before->empty() ? 1 : before->front().number + 1;
    std::string der = fresh_private_key();
    if (der.empty()) {
        return failure(
            "rewards.no-key",
            "OpenSSL could not make a signing key",
            "try it again; is there memory left?"
        );
    }
    const Result<bool> written =
        store::write_signing_key(data, study, compensation, {number, std::move(der)});
    if (!written) return std::unexpected(written.error());
    if (*written) return {};
    return failure(
        "rewards.key-raced",
        "another program made a signing key at the same time",
        "look at the keys with querist rewards key; one new key is enough"
    );
}

Problem pays_no_codes(std::string_view study) {
    return failure(
               "rewards.none",
               fmt::format("the study {} pays nothing by codes", study),
               "give a compensation of the study file `paid: codes`"
    )
        .error();
}

std::vector<PublishedKey> published_keys(const std::vector<compensation::BlindSigningKey>& keys) {
    std::vector<PublishedKey> published;
    for (const compensation::BlindSigningKey& key : keys) {
        const compensation::VerificationKey& open = key.verification_key();
        published.push_back({.id = open.id().hex(), .der = open.der(), .current = published.empty()}
        );
    }
    return published;
}

}  // namespace querist::actions
