#pragma once

#include "core/problem.hpp"

#include <string>
#include <string_view>

namespace querist {

/// An address that mail can be sent to: `local@domain`. The local part is a dot-atom of ASCII
/// (RFC 5322, 3.2.3); of the domain the labels are letters, digits and hyphens, or any letters of
/// UTF-8. What is longer than SMTP allows (RFC 5321, 4.5.3.1) and every space, control character
/// and line end is refused, so nothing can be put into a header or a command through an address.
class EmailAddress {
public:
    /// Problems: mail.bad-address; mail.address-needs-utf8 for a local part that is not ASCII,
    /// which few servers accept (RFC 6531).
    [[nodiscard]] static Result<EmailAddress> parse(std::string_view text);
    [[nodiscard]] const std::string& text() const { return text_; }  ///< As it was written.
    [[nodiscard]] std::string_view local() const { return std::string_view(text_).substr(0, at_); }
    [[nodiscard]] std::string_view domain() const {
        return std::string_view(text_).substr(at_ + 1);
    }
    bool operator==(const EmailAddress&) const = default;

private:
    EmailAddress(std::string text, std::size_t at) : text_(std::move(text)), at_(at) {}
    std::string text_;
    std::size_t at_ = 0;
};

/// Words that a mail's header holds: UTF-8 without control characters and line ends, at most 998
/// bytes (the longest line of a mail, RFC 5322, 2.1.1). The type is the proof.
class HeaderText {
public:
    HeaderText() = default;
    /// Problems: mail.bad-header.
    [[nodiscard]] static Result<HeaderText> parse(std::string_view text);
    [[nodiscard]] const std::string& text() const { return text_; }
    bool operator==(const HeaderText&) const = default;

private:
    explicit HeaderText(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// An address with the name of whose it is; the name may be empty.
struct Mailbox {
    HeaderText name;
    EmailAddress address;
    /// Reads "Study team <team@example.org>" or "team@example.org"; a name may stand in quotes.
    /// Problems: those of both parts.
    [[nodiscard]] static Result<Mailbox> parse(std::string_view text);
    bool operator==(const Mailbox&) const = default;
};
/// What `Mailbox::parse` reads.
[[nodiscard]] std::string to_text(const Mailbox& mailbox);

}  // namespace querist
