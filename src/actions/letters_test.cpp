#include "actions/letters.hpp"

#include "actions/mail_fixture.hpp"
#include "actions/mail_server_of.hpp"
#include "delivery/delivery.hpp"
#include "fixtures/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace querist::actions {
namespace {

TEST(LetterWriterTest, WritesInTheReadersLanguageWhereThereIsOne) {
    instrument::StudyFiles files = {
        {"study.yaml", mailed_study},
        {"translations/zh-Hans.yaml", "language: zh-Hans\ntexts: {}\n"},
        {"translations/de.yaml",
         "language: de\ntexts:\n  \"invitation.subject\":\n    source: \"For {{name|you}}\"\n"
         "    text: \"Für {{name|Sie}}\"\n"}
    };
    const instrument::LoadedStudy loaded = instrument::load_study(files, "");
    ASSERT_TRUE(loaded.study);
    LetterWriter writer = LetterWriter::of(*loaded.study).value();
    for (const auto& [wanted, expected] : std::vector<std::pair<std::string, std::string>>{
             {"", "en"},
             {"de", "de"},
             {"de-AT", "de"},
             {"DE", "de"},
             {"zh-CN", "zh-Hans"},
             {"fr", "en"}
         }) {
        EXPECT_EQ(writer.language_for(wanted), expected) << wanted;
    }
    const Result<delivery::Mail> mail = writer.write(
        0,
        {.address = EmailAddress::parse("a@b.example").value(),
         .name = "",
         .language = "de-CH",
         .further = {}},
        {.invitation = "https://e.org/i", .opt_out = "https://e.org/o"},
        "a",
        Instant()
    );
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->subject.text(), "Für Sie");
    EXPECT_EQ(mail->language, "de");
    EXPECT_EQ(
        writer
            .write(
                2,
                {.address = EmailAddress::parse("a@b.example").value(),
                 .name = "",
                 .language = "",
                 .further = {}},
                {},
                "a",
                Instant()
            )
            .error()
            .code,
        "mail.no-reminder"
    );
}

TEST(MailServerOfTest, SaysWhatIsNoServerAndWhenAPasswordIsMissing) {
    struct Row {
        const char* server;
        const char* user;
        const char* problem;  ///< Empty: none.
    };
    for (const Row& row : {
             Row{"smtp.example.org", "", ""},
             Row{"smtp.example.org:25", "", ""},
             Row{"[::1]:25", "", ""},
             Row{"::1", "", ""},
             Row{"", "", "mail.bad-server"},
             Row{"smtp.example.org:", "", "mail.bad-server"},
             Row{"smtp.example.org:0", "", "mail.bad-server"},
             Row{"smtp.example.org:70000", "", "mail.bad-server"},
             Row{"smtp://example.org", "", "mail.bad-server"},
             Row{"a b", "", "mail.bad-server"},
             Row{"smtp.example.org", "me", "mail.no-password"},
         }) {
        SCOPED_TRACE(row.server);
        const auto made = mail_server_of(
            {.server = row.server, .user = row.user, .password_file = "/nonexistent/password"}
        );
        EXPECT_EQ(made ? "" : made.error().code, row.problem);
    }
}

TEST(LinkStartTest, TakesAnAddressOfTheWeb) {
    EXPECT_EQ(link_start("https://survey.example.org//").value(), "https://survey.example.org");
    EXPECT_EQ(link_start("").error().code, "mail.no-address");
    for (const std::string& text :
         {std::string("survey.example.org"), "https://" + std::string(700, 'a')}) {
        EXPECT_EQ(link_start(text).error().code, "mail.bad-web-address");
    }
}

}  // namespace
}  // namespace querist::actions
