#include "core/identity.hpp"

namespace querist {

namespace {

// Crockford's base 32 (crockford.com/base32.html), lower case.
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t text_length = 26;  // 128 bits in groups of 5, the last group short

std::optional<unsigned> digit_of(char c) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == 'i' || c == 'l') c = '1';
    if (c == 'o') c = '0';
    const std::size_t position = alphabet.find(c);
    if (position == std::string_view::npos) return std::nullopt;
    return static_cast<unsigned>(position);
}

}  // namespace

std::string PublicId::text() const {
    std::string out;
    out.reserve(text_length);
    unsigned pending = 0;
    int bits = 0;
    for (const std::uint8_t byte : bytes) {
        pending = (pending << 8U) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            out.push_back(alphabet[(pending >> static_cast<unsigned>(bits)) & 31U]);
        }
    }
    out.push_back(alphabet[(pending << static_cast<unsigned>(5 - bits)) & 31U]);
    return out;
}

std::optional<PublicId> PublicId::parse(std::string_view text) {
    if (text.size() != text_length) return std::nullopt;
    PublicId id;
    std::size_t next = 0;
    unsigned pending = 0;
    int bits = 0;
    for (const char c : text) {
        const std::optional<unsigned> digit = digit_of(c);
        if (!digit) return std::nullopt;
        pending = (pending << 5U) | *digit;
        bits += 5;
        if (bits >= 8 && next < id.bytes.size()) {
            bits -= 8;
            id.bytes[next++] = static_cast<std::uint8_t>(pending >> static_cast<unsigned>(bits));
        }
    }
    // The two bits left over must be zero, or two texts would name one id.
    if ((pending & ((1U << static_cast<unsigned>(bits)) - 1U)) != 0) return std::nullopt;
    return id;
}

}  // namespace querist
