#include "core/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace querist {

namespace {

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

/// Fetching the algorithm costs more than a short digest, so it is fetched once.
constexpr const char* no_sha256 = "the cryptography library cannot compute SHA-256";

const EVP_MD* sha256_algorithm() {
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return algorithm;
}

/// What each byte is worth as a hexadecimal digit; -1 where it is none.
constexpr std::array<std::int8_t, 256> hex_values = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < 10; ++i) values.at('0' + i) = static_cast<std::int8_t>(i);
    for (std::size_t i = 0; i < 6; ++i) values.at('a' + i) = static_cast<std::int8_t>(10 + i);
    return values;
}();
int hex_value(char c) { return hex_values[static_cast<unsigned char>(c)]; }

constexpr std::size_t block_bytes = 64;  // of SHA-256, FIPS 180-4

}  // namespace

std::string Digest::hex() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 15U]);
    }
    return out;
}

std::optional<Digest> Digest::parse_hex(std::string_view text) {
    Digest digest;
    if (text.size() != 2 * digest.bytes.size()) return std::nullopt;
    for (std::size_t i = 0; i < digest.bytes.size(); ++i) {
        const int high = hex_value(text[2 * i]);
        const int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        digest.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return digest;
}

Digest sha256(std::initializer_list<std::string_view> parts) {
    thread_local const Context context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    Digest digest;
    bool right = context && EVP_DigestInit_ex2(context.get(), sha256_algorithm(), nullptr) == 1;
    for (const std::string_view part : parts) {
        right = right && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    }
    right = right && EVP_DigestFinal_ex(context.get(), digest.bytes.data(), nullptr) == 1;
    if (!right) throw std::runtime_error(no_sha256);
    return digest;
}

struct RunningSha256::State {
    Context context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

RunningSha256::RunningSha256() : state_(std::make_unique<State>()) {
    EVP_MD_CTX* const context = state_->context.get();
    if (context == nullptr || EVP_DigestInit_ex2(context, sha256_algorithm(), nullptr) != 1) {
        throw std::runtime_error(no_sha256);
    }
}
RunningSha256::RunningSha256(RunningSha256&&) noexcept = default;
RunningSha256::~RunningSha256() = default;

void RunningSha256::add(std::string_view bytes) {
    if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) {
        throw std::runtime_error(no_sha256);
    }
}

Digest RunningSha256::finish() {
    Digest digest;
    if (EVP_DigestFinal_ex(state_->context.get(), digest.bytes.data(), nullptr) != 1) {
        throw std::runtime_error(no_sha256);
    }
    return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
    std::array<char, block_bytes> inner{};
    std::array<char, block_bytes> outer{};
    const Digest hashed_key = key.size() > block_bytes ? sha256(key) : Digest{};
    const std::string_view used = key.size() > block_bytes ? hashed_key.view() : key;
    for (std::size_t i = 0; i < block_bytes; ++i) {
        const unsigned byte = i < used.size() ? static_cast<unsigned char>(used[i]) : 0U;
        inner[i] = static_cast<char>(byte ^ 0x36U);
        outer[i] = static_cast<char>(byte ^ 0x5CU);
    }
    const Digest first = sha256({std::string_view(inner.data(), inner.size()), message});
    return sha256({std::string_view(outer.data(), outer.size()), first.view()});
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace querist
