#include "core/base64url.hpp"

#include <cstdint>

namespace querist {

namespace {

constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string to_base64url(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : bytes) {
        bits = bits << 8U | static_cast<unsigned char>(c);
        count += 8;
        while (count >= 6) {
            count -= 6;
            text.push_back(base64url_digits[bits >> count & 63U]);
        }
    }
    if (count > 0) text.push_back(base64url_digits[bits << (6 - count) & 63U]);
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const std::size_t digit = base64url_digits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = bits << 6U | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<char>(bits >> count & 255U));
    }
    const bool left_over = count >= 6 || (bits & ((1U << count) - 1U)) != 0;
    if (left_over) return std::nullopt;
    return bytes;
}

}  // namespace querist
