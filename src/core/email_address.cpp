#include "core/email_address.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist {

namespace {

// RFC 5321, 4.5.3.1: octets.
constexpr std::size_t local_bytes_max = 64;
constexpr std::size_t domain_bytes_max = 255;
constexpr std::size_t label_bytes_max = 63;
constexpr std::size_t header_bytes_max = 998;

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }

/// RFC 5322, 3.2.3: what a dot-atom consists of besides dots.
bool is_atom_character(char c) {
    return is_letter(c) || is_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").contains(c);
}

bool is_dot_atom(std::string_view text) {
    if (text.empty() || text.starts_with('.') || text.ends_with('.')) return false;
    if (text.contains("..")) return false;
    return std::ranges::all_of(text, [](char c) { return c == '.' || is_atom_character(c); });
}

/// A label of a host name; those of other scripts are judged when they are turned into ASCII.
bool is_label(std::string_view label) {
    if (label.empty() || label.size() > label_bytes_max) return false;
    if (label.starts_with('-') || label.ends_with('-')) return false;
    return std::ranges::all_of(label, [](char c) {
        return !is_ascii(c) || is_letter(c) || is_digit(c) || c == '-';
    });
}

bool is_domain(std::string_view domain) {
    if (domain.size() > domain_bytes_max) return false;
    for (;;) {
        const std::size_t dot = domain.find('.');
        if (!is_label(domain.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        domain.remove_prefix(dot + 1);
    }
}

std::unexpected<Problem> bad_address(std::string message) {
    return failure(
        "mail.bad-address", std::move(message), "write one address, as in someone@example.org"
    );
}

/// A name without the quotes around it and the backslashes within (RFC 5322, 3.2.4).
std::string unquoted(std::string_view name) {
    if (name.size() < 2 || !name.starts_with('"') || !name.ends_with('"')) {
        return std::string(name);
    }
    std::string plain;
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
        if (name[i] == '\\' && i + 2 < name.size()) ++i;
        plain += name[i];
    }
    return plain;
}

}  // namespace

Result<EmailAddress> EmailAddress::parse(std::string_view text) {
    if (first_invalid_utf8(text)) return bad_address("an address is not valid UTF-8");
    if (has_control(text)) return bad_address("an address has a control character or a line end");
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos) {
        return bad_address(fmt::format("\"{}\" is no address: it has no @", text));
    }
    const std::string_view local = text.substr(0, at);
    if (!std::ranges::all_of(local, is_ascii)) {
        return failure(
            "mail.address-needs-utf8",
            fmt::format("\"{}\" has letters before the @ that mail servers rarely accept", text),
            "ask for another address; after the @ any letters may stand"
        );
    }
    if (local.size() > local_bytes_max || !is_dot_atom(local)) {
        return bad_address(fmt::format("\"{}\" is no address before the @", text));
    }
    if (!is_domain(text.substr(at + 1))) {
        return bad_address(fmt::format("\"{}\" names no domain after the @", text));
    }
    return EmailAddress(std::string(text), at);
}

Result<HeaderText> HeaderText::parse(std::string_view text) {
    if (first_invalid_utf8(text) || has_control(text)) {
        return failure(
            "mail.bad-header",
            "a header of a mail has a control character or a line end, or is no UTF-8",
            "write it on one line, without them"
        );
    }
    if (text.size() > header_bytes_max) {
        return failure(
            "mail.bad-header",
            fmt::format("a header of a mail is longer than {} bytes", header_bytes_max),
            "shorten it"
        );
    }
    return HeaderText(std::string(text));
}

Result<Mailbox> Mailbox::parse(std::string_view text) {
    text = trimmed(text);
    std::string_view name;
    if (text.ends_with('>') && text.contains('<')) {
        const std::size_t open = text.rfind('<');
        name = trimmed(text.substr(0, open));
        text = text.substr(open + 1, text.size() - open - 2);
    }
    Result<EmailAddress> address = EmailAddress::parse(text);
    if (!address) return std::unexpected(address.error());
    Result<HeaderText> words = HeaderText::parse(unquoted(name));
    if (!words) return std::unexpected(words.error());
    return Mailbox{*std::move(words), *std::move(address)};
}

std::string to_text(const Mailbox& mailbox) {
    if (mailbox.name.text().empty()) return mailbox.address.text();
    return fmt::format("{} <{}>", mailbox.name.text(), mailbox.address.text());
}

}  // namespace querist
