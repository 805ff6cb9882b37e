#include "compensation/pss_encoding.hpp"

#include "compensation/openssl_owned.hpp"

#include <array>
#include <initializer_list>
#include <stdexcept>

namespace querist::compensation {

namespace {

constexpr std::size_t leading_zeros = 8;  // of M', RFC 8017, 9.1.1, step 5
constexpr char last_octet = '\xbc';

std::string sha384(std::initializer_list<std::string_view> parts) {
    const OwnedDigestContext context(EVP_MD_CTX_new());
    std::string digest(sha384_bytes, '\0');
    bool right = context && EVP_DigestInit_ex(context.get(), EVP_sha384(), nullptr) == 1;
    for (const std::string_view part : parts) {
        right = right && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    }
    auto* out = reinterpret_cast<unsigned char*>(digest.data());
    right = right && EVP_DigestFinal_ex(context.get(), out, nullptr) == 1;
    if (!right) throw std::runtime_error("the cryptography library cannot compute SHA-384");
    return digest;
}

/// MGF1: as many bytes as are asked for, from the digests of the seed with a counter behind it.
std::string mask_of(std::string_view seed, std::size_t size) {
    std::string mask;
    mask.reserve(size + sha384_bytes);
    for (std::uint32_t counter = 0; mask.size() < size; ++counter) {
        const std::array<char, 4> octets{
            static_cast<char>(counter >> 24U),
            static_cast<char>(counter >> 16U),
            static_cast<char>(counter >> 8U),
            static_cast<char>(counter)
        };
        mask += sha384({seed, std::string_view(octets.data(), octets.size())});
    }
    mask.resize(size);
    return mask;
}

}  // namespace

std::optional<std::string> pss_encoded(
    std::string_view message, std::size_t bits, std::string_view salt
) {
    const std::size_t size = (bits + 7) / 8;
    if (size < sha384_bytes + salt.size() + 2) return std::nullopt;
    const std::string zeros(leading_zeros, '\0');
    const std::string hash = sha384({zeros, sha384({message}), salt});
    std::string block(size - salt.size() - sha384_bytes - 2, '\0');
    block.append(1, '\x01').append(salt);
    const std::string mask = mask_of(hash, block.size());
    for (std::size_t i = 0; i < block.size(); ++i) {
        block[i] = static_cast<char>(
            static_cast<unsigned char>(block[i]) ^ static_cast<unsigned char>(mask[i])
        );
    }
    const unsigned kept = 0xffU >> (8 * size - bits);
    block[0] = static_cast<char>(static_cast<unsigned char>(block[0]) & kept);
    return block.append(hash).append(1, last_octet);
}

}  // namespace querist::compensation
