#pragma once

// What comes back to the sender of mails: reports of what became of them (RFC 3464), replies, and
// what programs reply. Pure: bytes come in.

#include "core/core.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::delivery {

enum class ReturnKind : std::uint8_t {
    failed,           ///< A report: the mail will not be delivered.
    delayed,          ///< A report: not yet, and it is tried again.
    delivered,        ///< A report: it was.
    automatic_reply,  ///< A program's reply: somebody is away (RFC 3834).
    reply,            ///< Somebody wrote back.
    read,             ///< A receipt: it was displayed (RFC 8098).
    other             ///< None of these.
};

struct ReturnedMail {
    ReturnKind kind = ReturnKind::other;
    /// Message-IDs of the mails that it may be about, without < and >, each once: of the returned
    /// mail, else those that it replies to, the nearest first.
    std::vector<std::string> about;
    std::string status;         ///< Of a report: "5.1.1"; may be empty.
    std::optional<Instant> at;  ///< When it was written, if it says so; whole seconds.
};

/// The mails of an mbox file (RFC 4155; "From " within a mail is ">From "). What stands before the
/// first "From " line is no mail. Limits: mailbox_mail_bytes_max each; longer ones are cut.
[[nodiscard]] std::vector<std::string> mails_of_mailbox(std::string_view mbox);
inline constexpr std::size_t mailbox_mail_bytes_max = 4U * 1024 * 1024;

/// Reads one mail. Never fails: what cannot be understood is `other`.
[[nodiscard]] ReturnedMail read_returned_mail(std::string_view mail);

/// "Fri, 27 Nov 2026 18:19:05 +0100 (CET)" (RFC 5322, 3.3); the day of the week may be missing.
/// Empty when it is none.
[[nodiscard]] std::optional<Instant> parse_mail_date(std::string_view text);

}  // namespace querist::delivery
