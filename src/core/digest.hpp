#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace querist {

/// 32 bytes: a SHA-256 or HMAC-SHA-256 result (FIPS 180-4, RFC 2104).
struct Digest {
    std::array<std::uint8_t, 32> bytes{};
    auto operator<=>(const Digest&) const = default;

    [[nodiscard]] std::string hex() const;  ///< 64 lower-case digits.
    static std::optional<Digest> parse_hex(std::string_view text);
    [[nodiscard]] std::string_view view() const {
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
};

/// SHA-256 of the parts one after the other.
[[nodiscard]] Digest sha256(std::initializer_list<std::string_view> parts);
[[nodiscard]] inline Digest sha256(std::string_view bytes) { return sha256({bytes}); }

/// SHA-256 of bytes that come piece by piece, for what is too large to hold.
class RunningSha256 {
public:
    RunningSha256();
    RunningSha256(RunningSha256&&) noexcept;
    ~RunningSha256();
    void add(std::string_view bytes);
    [[nodiscard]] Digest finish();  ///< Once; nothing can be added afterwards.

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// HMAC-SHA-256 of `message` under `key` (any length).
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view message);

/// Compares in a time that does not depend on where the first difference is.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace querist
