#pragma once

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <memory>
#include <string_view>

namespace querist::compensation {

/// Frees what OpenSSL made; a number with its digits, which may be secret.
template <auto release>
struct OpensslRelease {
    template <class Made>
    void operator()(Made* made) const {
        release(made);
    }
};
using OwnedNumber = std::unique_ptr<BIGNUM, OpensslRelease<BN_clear_free>>;
using OwnedNumberContext = std::unique_ptr<BN_CTX, OpensslRelease<BN_CTX_free>>;
using OwnedKey = std::unique_ptr<EVP_PKEY, OpensslRelease<EVP_PKEY_free>>;
using OwnedKeyContext = std::unique_ptr<EVP_PKEY_CTX, OpensslRelease<EVP_PKEY_CTX_free>>;
using OwnedDigestContext = std::unique_ptr<EVP_MD_CTX, OpensslRelease<EVP_MD_CTX_free>>;

[[nodiscard]] inline const unsigned char* octets_of(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace querist::compensation
