#include "delivery/returned_mail.hpp"
#include "delivery/mail_parts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace querist::delivery {
namespace {

/// A report as mail servers write it, with lines that end in `end`.
std::string report(const std::string& action, const std::string& status, const char* end = "\r\n") {
    const std::vector<std::string> lines = {
        "From: MAILER-DAEMON@mx.example.net",
        "Date: Fri, 27 Nov 2026 19:19:05 +0100 (CET)",
        "Message-ID: <report@mx.example.net>",
        "Auto-Submitted: auto-replied",
        "Content-Type: multipart/report; report-type=delivery-status;",
        "\tboundary=\"b 1\"",
        "",
        "Read by nobody.",
        "--b 1",
        "",
        "Your mail <not-this@example.org> came back.",
        "--b 1",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.net",
        "",
        "Final-Recipient: rfc822; someone@example.net",
        "Action: " + action,
        "Status: " + status + " (because)",
        "",
        "--b 1",
        "Content-Type: message/rfc822",
        "",
        "Subject: A survey",
        "Message-ID:",
        " <case.0@example.org>",
        "",
        "Dear reader",
        "--b 1--",
        "",
    };
    std::string text;
    for (const std::string& line : lines) text += line + end;
    return text;
}

TEST(ReturnedMailTest, ReadsReportsOfDelivery) {
    struct Row {
        const char* action;
        const char* status;
        ReturnKind kind;
    };
    for (const Row& row : {
             Row{"failed", "5.1.1", ReturnKind::failed},
             Row{"Failed", "4.4.7", ReturnKind::failed},
             Row{"delayed", "4.4.1", ReturnKind::delayed},
             Row{"delivered", "2.0.0", ReturnKind::delivered},
             Row{"relayed (as far as we know)", "2.0.0", ReturnKind::delivered},
         }) {
        SCOPED_TRACE(row.action);
        for (const char* end : {"\r\n", "\n"}) {
            const ReturnedMail returned = read_returned_mail(report(row.action, row.status, end));
            EXPECT_EQ(returned.kind, row.kind);
            EXPECT_EQ(returned.status, row.status);
            EXPECT_EQ(returned.about, std::vector<std::string>{"case.0@example.org"});
            EXPECT_EQ(returned.at, parse_instant("2026-11-27T18:19:05.000000Z"));
        }
    }
}

TEST(ReturnedMailTest, ReadsReceipts) {
    struct Row {
        const char* disposition;
        ReturnKind kind;
    };
    for (const Row& row : {
             Row{"manual-action/MDN-sent-manually; displayed", ReturnKind::read},
             Row{"automatic-action/MDN-sent-automatically; Displayed/error", ReturnKind::read},
             Row{"manual-action/MDN-sent-manually; deleted", ReturnKind::other},
             Row{"displayed", ReturnKind::other},
         }) {
        SCOPED_TRACE(row.disposition);
        const ReturnedMail returned = read_returned_mail(
            std::string("Date: Fri, 27 Nov 2026 18:19:05 +0000\nContent-Type: multipart/report; "
                        "report-type=disposition-notification; boundary=b\n\n--b\n\nread\n\n--b\n"
                        "Content-Type: message/disposition-notification\n\nOriginal-Message-ID: "
                        "<case.0@example.org>\nDisposition: ") +
            row.disposition + "\n\n--b--\n"
        );
        EXPECT_EQ(returned.kind, row.kind);
        const std::vector<std::string> about{"case.0@example.org"};
        if (row.kind == ReturnKind::read) EXPECT_EQ(returned.about, about);
    }
}

TEST(ReturnedMailTest, TellsRepliesOfPeopleFromThoseOfPrograms) {
    const std::string head =
        "From: someone@example.net\nIn-Reply-To: <case.1@example.org>\n"
        "References: <case.0@example.org>\n\t<case.1@example.org>\n";
    struct Row {
        const char* name;
        std::string mail;
        ReturnKind kind;
        std::size_t about;
    };
    for (const Row& row : {
             Row{"a person", head + "\nNo, thank you.\n", ReturnKind::reply, 2},
             Row{"a person who says so", head + "Auto-Submitted: no\n\nHm.\n", ReturnKind::reply, 2
             },
             Row{"away",
                 head + "Auto-Submitted: auto-replied\n\nAway.\n",
                 ReturnKind::automatic_reply,
                 2},
             Row{"an older one", head + "Precedence: auto_reply\n\n", ReturnKind::automatic_reply, 2
             },
             Row{"another mail", "From: a@b.c\nSubject: hello\n\nhello\n", ReturnKind::other, 0},
             Row{"nothing", "", ReturnKind::other, 0},
         }) {
        SCOPED_TRACE(row.name);
        const ReturnedMail returned = read_returned_mail(row.mail);
        EXPECT_EQ(returned.kind, row.kind);
        ASSERT_EQ(returned.about.size(), row.about);
        if (row.about > 0) EXPECT_EQ(returned.about[0], "case.1@example.org");
    }
}

TEST(ReturnedMailTest, ReadsWhatIsThereOfACutReport) {
    const std::string whole = report("failed", "5.1.1");
    const std::string cut = whole.substr(0, whole.find("Dear reader"));
    EXPECT_EQ(read_returned_mail(cut).kind, ReturnKind::failed);
    EXPECT_EQ(read_returned_mail(cut).about.size(), 1U);
}

TEST(ReturnedMailTest, SplitsAMailbox) {
    const std::vector<std::string> mails = mails_of_mailbox(
        "not a mail\n\nFrom a@b.c Fri Nov 27 18:19:05 2026\nSubject: one\n\n>From here\n>>From "
        "there\n"
        "\nFrom b@b.c Fri Nov 27 18:19:05 2026\r\nSubject: two\r\n\r\nno blank before\r\nFrom "
        "here\r\n"
    );
    EXPECT_EQ(
        mails,
        (std::vector<std::string>{
            "Subject: one\n\nFrom here\n>From there\n\n",
            "Subject: two\r\n\r\nno blank before\r\nFrom here\r\n"
        })
    );
    EXPECT_TRUE(mails_of_mailbox("").empty());
}

TEST(ReturnedMailTest, ReadsDatesOfMails) {
    struct Row {
        const char* text;
        const char* instant;  ///< Empty: it is none.
    };
    for (const Row& row : {
             Row{"Fri, 27 Nov 2026 18:19:05 +0000", "2026-11-27T18:19:05.000000Z"},
             Row{"27 Nov 2026 18:19 -0530", "2026-11-27T23:49:00.000000Z"},
             Row{"Fri, 27 Nov 2026 18:19:05 GMT", "2026-11-27T18:19:05.000000Z"},
             Row{"Fri,  7 Nov 2026 18:19:05 +0100 (CET)", "2026-11-07T17:19:05.000000Z"},
             Row{"Fri, 31 Feb 2026 18:19:05 +0000", ""},
             Row{"Fri, 27 Nov 2026 25:19:05 +0000", ""},
             Row{"yesterday", ""},
             Row{"", ""},
         }) {
        SCOPED_TRACE(row.text);
        const std::optional<Instant> at = parse_mail_date(row.text);
        EXPECT_EQ(at ? to_text(*at) : "", row.instant);
    }
}

RC_GTEST_PROP(ReturnedMailTest, ReadsAnyBytes, (const std::string& bytes)) {
    (void)read_returned_mail(bytes);
    (void)read_returned_mail("Content-Type: multipart/report; boundary=a\n\n--a\n" + bytes);
    (void)mails_of_mailbox("From a\n" + bytes);
}

}  // namespace
}  // namespace querist::delivery
