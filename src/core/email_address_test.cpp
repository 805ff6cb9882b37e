#include "core/core.hpp"

#include <gtest/gtest.h>

#include <string>

namespace querist {
namespace {

TEST(EmailAddressTest, AcceptsWhatServersAccept) {
    struct Row {
        const char* name;
        std::string text;
        const char* problem;  ///< Empty: it is one.
    };
    for (const Row& row : {
             Row{"plain", "someone@example.org", ""},
             Row{"with a tag", "some.one+study@mail.example.org", ""},
             Row{"a domain of another script", "someone@bücher.example", ""},
             Row{"one label", "root@localhost", ""},
             Row{"the longest local part", std::string(64, 'a') + "@example.org", ""},
             Row{"too long a local part", std::string(65, 'a') + "@example.org", "mail.bad-address"
             },
             Row{"a line end", "someone@example.org\r\nBcc: all@example.org", "mail.bad-address"},
             Row{"a line end before the @", "some\none@example.org", "mail.bad-address"},
             Row{"a line separator", "someone@example\u2028.org", "mail.bad-address"},
             Row{"a C1 line end", "someone@example\u0085.org", "mail.bad-address"},
             Row{"no @", "someone", "mail.bad-address"},
             Row{"two @", "a@b@example.org", "mail.bad-address"},
             Row{"a space", "some one@example.org", "mail.bad-address"},
             Row{"two dots", "some..one@example.org", "mail.bad-address"},
             Row{"an angle bracket", "<someone@example.org>", "mail.bad-address"},
             Row{"an empty label", "someone@example..org", "mail.bad-address"},
             Row{"a hyphen at the end", "someone@example-.org", "mail.bad-address"},
             Row{"no UTF-8", "someone@\xff.org", "mail.bad-address"},
             Row{"another script before the @", "jürgen@example.org", "mail.address-needs-utf8"},
         }) {
        SCOPED_TRACE(row.name);
        const Result<EmailAddress> address = EmailAddress::parse(row.text);
        EXPECT_EQ(address ? "" : address.error().code, row.problem);
        if (address) EXPECT_EQ(address->text(), row.text);
    }
}

TEST(EmailAddressTest, ReadsMailboxesWithTheirNames) {
    struct Row {
        const char* text;
        const char* name;
        const char* address;
    };
    for (const Row& row : {
             Row{"team@example.org", "", "team@example.org"},
             Row{"<team@example.org>", "", "team@example.org"},
             Row{"Study team <team@example.org>", "Study team", "team@example.org"},
             Row{"\"Team, \\\"A\\\"\" <team@example.org>", "Team, \"A\"", "team@example.org"},
             Row{"Übersicht <team@example.org>", "Übersicht", "team@example.org"},
         }) {
        SCOPED_TRACE(row.text);
        const Result<Mailbox> mailbox = Mailbox::parse(row.text);
        ASSERT_TRUE(mailbox);
        EXPECT_EQ(mailbox->name.text(), row.name);
        EXPECT_EQ(mailbox->address.text(), row.address);
    }
    EXPECT_EQ(Mailbox::parse("Te\nam <team@example.org>").error().code, "mail.bad-header");
    EXPECT_EQ(Mailbox::parse("Team <team>").error().code, "mail.bad-address");
}

}  // namespace
}  // namespace querist
