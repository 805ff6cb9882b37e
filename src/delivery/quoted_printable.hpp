#pragma once

// Internal to delivery: texts as lines that every server leaves alone.

#include <string>
#include <string_view>

namespace querist::delivery {

/// Quoted-printable (RFC 2045, 6.7) of a text whose lines end in "\n", "\r\n" or "\r": CRLF, lines
/// of at most 76 characters. A line that begins with "From " or "." is encoded there, for mailbox
/// files and SMTP change such lines (RFC 2049, 3).
[[nodiscard]] std::string quoted_printable(std::string_view text);

}  // namespace querist::delivery
