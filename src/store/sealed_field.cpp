#include "store/sealed_field.hpp"

#include <sodium.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace querist::store {

namespace {

constexpr std::size_t seal_key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t block_of_padding = 64;

const unsigned char* as_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* as_bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void make_ready(std::string_view key) {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error("the cryptography library cannot be started");
    if (key.size() != seal_key_bytes) throw std::runtime_error("a key has the wrong length");
}

std::unexpected<Problem> unreadable_field() {
    return failure(
        "identity.unreadable",
        "a person's data cannot be decrypted: the key is another one, or the bytes were changed",
        "put back the file keys that belongs to this data folder, or a backup of identity.db"
    );
}

}  // namespace

std::string seal_field(
    std::string_view key, std::string_view place, std::string_view bytes, RandomSource& random
) {
    make_ready(key);
    std::string padded(bytes);
    std::size_t length = 0;
    padded.resize((bytes.size() / block_of_padding + 1) * block_of_padding);
    if (sodium_pad(&length, as_bytes(padded), bytes.size(), block_of_padding, padded.size()) != 0) {
        throw std::runtime_error("bytes cannot be padded");
    }
    std::array<std::uint8_t, nonce_bytes> nonce{};
    random.fill(nonce);
    std::string sealed(nonce_bytes + padded.size() + tag_bytes, '\0');
    std::ranges::copy(nonce, as_bytes(sealed));
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        as_bytes(sealed) + nonce_bytes,
        nullptr,
        as_bytes(padded),
        padded.size(),
        as_bytes(place),
        place.size(),
        nullptr,
        nonce.data(),
        as_bytes(key)
    );
    sodium_memzero(padded.data(), padded.size());
    return sealed;
}

Result<std::string> open_field(
    std::string_view key, std::string_view place, std::string_view sealed
) {
    make_ready(key);
    if (sealed.size() < nonce_bytes + tag_bytes + block_of_padding) return unreadable_field();
    const std::string_view body = sealed.substr(nonce_bytes);
    std::string bytes(body.size() - tag_bytes, '\0');
    const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        as_bytes(bytes),
        nullptr,
        nullptr,
        as_bytes(body),
        body.size(),
        as_bytes(place),
        place.size(),
        as_bytes(sealed),
        as_bytes(key)
    );
    std::size_t length = 0;
    if (opened != 0 ||
        sodium_unpad(&length, as_bytes(bytes), bytes.size(), block_of_padding) != 0) {
        return unreadable_field();
    }
    bytes.resize(length);
    return bytes;
}

}  // namespace querist::store
