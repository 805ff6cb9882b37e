#pragma once

#include "core/core.hpp"
#include "delivery/web_address.hpp"

#include <optional>
#include <string>

namespace querist::delivery {

/// One mail to one person, in words and in HTML. What could break a header cannot be put in: see
/// HeaderText, EmailAddress, WebAddress.
struct Mail {
    Mailbox from;
    Mailbox to;
    std::optional<Mailbox> reply_to = {};
    HeaderText subject = {};
    std::string text;      ///< Plain, UTF-8; lines end in "\n" or "\r\n".
    std::string html;      ///< A whole page; the same words.
    std::string language;  ///< BCP 47.
    Instant date;
    /// Names the mail for ever: letters, digits, "." and "-". The sender's domain is put behind it.
    std::string id;
    /// Where mail programs ask, by POST, that no further mail comes (RFC 8058).
    std::optional<WebAddress> unsubscribe = {};
};

/// "<id@domain>", with the domain of the sender. Problems: mail.bad-domain.
[[nodiscard]] Result<std::string> message_id(const Mail& mail);

/// The mail as its bytes travel: lines end in CRLF and have at most 76 characters where nothing
/// forbids to break them, everything is ASCII (quoted-printable, encoded words). Nothing of it
/// need be changed on the way, so that a server can sign it (DKIM). The same mail gives the same
/// bytes. Problems: mail.bad-domain; mail.bad-text where `text` or `html` is no UTF-8.
[[nodiscard]] Result<std::string> compose(const Mail& mail);

}  // namespace querist::delivery
