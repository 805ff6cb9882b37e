#include "delivery/mail.hpp"

#include "delivery/header_field.hpp"
#include "delivery/quoted_printable.hpp"
#include "delivery/wire_address.hpp"

#include <fmt/format.h>

#include <string_view>

namespace querist::delivery {

namespace {

/// Something that no part can contain: quoted-printable has no "=_".
std::string boundary_of(const Mail& mail) {
    return "=_" + sha256({mail.id, "|", mail.text, "|", mail.html}).hex().substr(0, 32);
}

void append_part(
    std::string& out, std::string_view boundary, std::string_view type, std::string_view words
) {
    // The line end before a boundary belongs to it (RFC 2046, 5.1.1), not to the part's last line.
    out += fmt::format("\r\n--{}\r\n", boundary);
    append_plain_field(out, "Content-Type", fmt::format("{}; charset=utf-8", type));
    append_plain_field(out, "Content-Transfer-Encoding", "quoted-printable");
    out += "\r\n";
    out += quoted_printable(words);
}

Result<void> append_mailbox(std::string& out, std::string_view name, const Mailbox& mailbox) {
    const Result<WireAddress> address = WireAddress::of(mailbox.address);
    if (!address) return std::unexpected(address.error());
    append_mailbox_field(out, name, mailbox.name.text(), address->text());
    return {};
}

void append_unsubscribe(std::string& out, const WebAddress& address) {
    append_plain_field(out, "List-Unsubscribe", fmt::format("<{}>", address.text()));
    append_plain_field(out, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
}

}  // namespace

Result<std::string> message_id(const Mail& mail) {
    const Result<WireAddress> sender = WireAddress::of(mail.from.address);
    if (!sender) return std::unexpected(sender.error());
    return fmt::format("<{}@{}>", mail.id, sender->domain());
}

Result<std::string> compose(const Mail& mail) {
    if (first_invalid_utf8(mail.text) || first_invalid_utf8(mail.html)) {
        return failure("mail.bad-text", "a mail's text is not valid UTF-8", "save it as UTF-8");
    }
    std::string out;
    append_plain_field(out, "Date", mail_date(mail.date));
    const Result<void> from = append_mailbox(out, "From", mail.from);
    if (!from) return std::unexpected(from.error());
    const Result<void> to = append_mailbox(out, "To", mail.to);
    if (!to) return std::unexpected(to.error());
    if (mail.reply_to) {
        const Result<void> reply_to = append_mailbox(out, "Reply-To", *mail.reply_to);
        if (!reply_to) return std::unexpected(reply_to.error());
    }
    append_words_field(out, "Subject", mail.subject.text());
    const Result<std::string> id = message_id(mail);
    if (!id) return std::unexpected(id.error());
    append_plain_field(out, "Message-ID", *id);
    if (mail.unsubscribe) append_unsubscribe(out, *mail.unsubscribe);
    // No out-of-office reply comes to what a program sent (RFC 3834).
    append_plain_field(out, "Auto-Submitted", "auto-generated");
    append_plain_field(out, "Content-Language", mail.language);
    append_plain_field(out, "MIME-Version", "1.0");
    const std::string boundary = boundary_of(mail);
    append_plain_field(
        out, "Content-Type", fmt::format("multipart/alternative;\r\n boundary=\"{}\"", boundary)
    );
    append_part(out, boundary, "text/plain", mail.text);
    append_part(out, boundary, "text/html", mail.html);
    out += fmt::format("\r\n--{}--\r\n", boundary);
    return out;
}

}  // namespace querist::delivery
