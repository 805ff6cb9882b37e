#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace querist {

/// A moment in UTC, in microseconds since 1970-01-01. Pure code gets it as an argument.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// From what is stored.
[[nodiscard]] constexpr Instant instant_of(std::int64_t microseconds) {
    return Instant(std::chrono::microseconds(microseconds));
}

/// Where the time comes from; the real one lives in `actions`, tests bring their own.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
};

/// "2026-11-23T03:25:41.000123Z": RFC 3339, always with six decimals.
[[nodiscard]] std::string to_text(Instant instant);

/// Reads `to_text`'s form. Empty when it is none.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

}  // namespace querist
