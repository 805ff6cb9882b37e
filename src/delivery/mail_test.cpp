#include "delivery/delivery.hpp"
#include "delivery/header_field.hpp"
#include "delivery/quoted_printable.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace querist::delivery {
namespace {

Mail example_mail() {
    return {
        .from = Mailbox::parse("Study team <team@bücher.example>").value(),
        .to = Mailbox::parse("someone@example.org").value(),
        .reply_to = Mailbox::parse("answers@example.org").value(),
        .subject = HeaderText::parse("How do you use models?").value(),
        .text = "Hello,\n\nFrom here on.\n.\n",
        .html = "<p>Hello,</p>",
        .language = "en",
        .date = parse_instant("2026-11-27T18:19:05.000000Z").value(),
        .id = "0m8s.1",
        .unsubscribe = WebAddress::parse("https://study.example/opt-out/abc").value()
    };
}

TEST(MailTest, SaysWhoWhatAndHowToHaveNoMore) {
    const Result<std::string> message = compose(example_mail());
    ASSERT_TRUE(message);
    for (const char* line : {
             "Date: Fri, 27 Nov 2026 18:19:05 +0000\r\n",
             "From: \"Study team\" <team@xn--bcher-kva.example>\r\n",
             "To: someone@example.org\r\n",
             "Reply-To: answers@example.org\r\n",
             "Subject: How do you use models?\r\n",
             "Message-ID: <0m8s.1@xn--bcher-kva.example>\r\n",
             "List-Unsubscribe: <https://study.example/opt-out/abc>\r\n",
             "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
             "Auto-Submitted: auto-generated\r\n",
             "Content-Language: en\r\n",
             "\r\n=46rom here on.\r\n=2E\r\n",
         }) {
        EXPECT_TRUE(message->contains(line)) << line << *message;
    }
    EXPECT_EQ(compose(example_mail()), message);
}

TEST(MailTest, RefusesWhatIsNoText) {
    Mail mail = example_mail();
    mail.html = "\xff";
    EXPECT_EQ(compose(mail).error().code, "mail.bad-text");
}

TEST(MailTest, TurnsDomainsOfAnyScriptIntoAscii) {
    struct Row {
        const char* address;
        const char* wire;  ///< Empty: there is no such domain.
    };
    for (const Row& row : {
             Row{"Some.One@Example.ORG", "Some.One@example.org"},
             Row{"a@bücher.example", "a@xn--bcher-kva.example"},
             Row{"a@straße.example", "a@xn--strae-oqa.example"},
             Row{"a@例子.example", "a@xn--fsqu00a.example"},
             Row{"a@xn--bcher-kva.example", "a@xn--bcher-kva.example"},
             Row{"a@xn--a.example", ""},
             Row{"a@-ü.example", ""},
         }) {
        SCOPED_TRACE(row.address);
        const Result<EmailAddress> address = EmailAddress::parse(row.address);
        const Result<WireAddress> wire =
            address ? WireAddress::of(*address) : std::unexpected(address.error());
        EXPECT_EQ(wire ? wire->text() : "", row.wire);
    }
}

TEST(MailTest, TakesWebAddressesOnly) {
    EXPECT_TRUE(WebAddress::parse("https://example.org/s/a?b=c"));
    for (const char* text :
         {"example.org", "javascript:alert(1)", "https://a b", "https://a\r\nBcc: x", "https://a>"
         }) {
        EXPECT_FALSE(WebAddress::parse(text)) << text;
    }
}

/// What a reader makes of quoted-printable.
std::string decoded(std::string_view text) {
    std::string out;
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'A' + 10; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
        } else if (text.substr(i).starts_with("=\r\n")) {
            i += 2;
        } else {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        }
    }
    return out;
}

TEST(QuotedPrintableTest, ChangesWhatServersWouldAlsoAfterABreakOfItsOwn) {
    const std::string filled(75, 'a');
    EXPECT_EQ(quoted_printable(filled + ".b"), filled + "=\r\n=2Eb\r\n");
    EXPECT_EQ(quoted_printable(filled + "From me"), filled + "=\r\n=46rom me\r\n");
    EXPECT_EQ(quoted_printable(".a. From me"), "=2Ea. From me\r\n");
}

RC_GTEST_PROP(QuotedPrintableTest, GivesBackEveryTextInShortAsciiLines, ()) {
    const auto piece = rc::gen::element<std::string>(
        "a", " ", "\t", "=", ".", "\n", "From ", "ü", "漢", "🙂", "\r\n", "wörter und mehr "
    );
    std::string text;
    for (const std::string& one : *rc::gen::container<std::vector<std::string>>(piece)) text += one;
    const std::string encoded = quoted_printable(text);
    std::string lines;
    for (const char c : text) {
        if (c == '\r') continue;
        lines += c == '\n' ? "\r\n" : std::string(1, c);
    }
    if (!lines.empty() && !lines.ends_with("\r\n")) lines += "\r\n";
    RC_ASSERT(decoded(encoded) == lines);
    std::size_t from = 0;
    while (from < encoded.size()) {
        const std::size_t end = encoded.find("\r\n", from);
        RC_ASSERT(end != std::string::npos);
        const std::string_view line = std::string_view(encoded).substr(from, end - from);
        RC_ASSERT(line.size() <= 76U);
        RC_ASSERT(!line.ends_with(' ') && !line.ends_with('\t') && !line.starts_with('.'));
        RC_ASSERT(std::ranges::all_of(line, [](char c) {
            return c == '\t' || (c >= ' ' && c < 0x7f);
        }));
        from = end + 2;
    }
}

}  // namespace
}  // namespace querist::delivery
