#pragma once

namespace querist::web {

/// HTTP's words are ASCII; no locale may change what they mean.
[[nodiscard]] constexpr bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace querist::web
