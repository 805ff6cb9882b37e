#pragma once

// Internal to delivery: the lines of a mail's header.

#include "core/core.hpp"

#include <string>
#include <string_view>

namespace querist::delivery {

/// Appends "Name: words" with its CRLF, folded at spaces (RFC 5322, 2.2.3). What is not ASCII, or
/// looks like an encoded word, or cannot be folded, becomes encoded words (RFC 2047).
void append_words_field(std::string& out, std::string_view name, std::string_view words);

/// Appends "Name: Words <address>"; `address` is ASCII.
void append_mailbox_field(
    std::string& out, std::string_view name, std::string_view words, std::string_view address
);

/// Appends "Name: value" as it is, for values that are ASCII and short enough.
void append_plain_field(std::string& out, std::string_view name, std::string_view value);

/// "Fri, 27 Nov 2026 18:19:05 +0000" (RFC 5322, 3.3).
[[nodiscard]] std::string mail_date(Instant instant);

}  // namespace querist::delivery
