#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace querist {

/// An id that never leaves the program. Ids of different tags do not mix: swapped arguments
/// do not compile.
template <class Tag>
struct Id {
    std::int64_t value = 0;
    auto operator<=>(const Id&) const = default;
};

using StudyId = Id<struct StudyTag>;
using VersionId = Id<struct VersionTag>;
using ResponseId = Id<struct ResponseTag>;

/// 128 random bits: the only name of a response that people outside the program see.
struct PublicId {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const PublicId&) const = default;

    /// 26 characters of Crockford's base 32, lower case: no i, l, o or u to misread.
    [[nodiscard]] std::string text() const;

    /// Reads `text()`'s form; accepts upper case, and i, l, o as 1, 1, 0. Empty when it is none.
    static std::optional<PublicId> parse(std::string_view text);
};

}  // namespace querist
