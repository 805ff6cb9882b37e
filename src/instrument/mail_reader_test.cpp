// Invitation, reminders and their neighbours, as study files say them.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using faulty::load;
using faulty::told;

/// Line 5; what stands in braces begins on line 6, at column 1.
std::string with_recruitment(const std::string& keys) {
    return faulty::with_top("recruitment: {text: We write,\n" + keys + "}\n");
}
/// An invitation whose text begins on line 6 at column 50.
std::string inviting(const std::string& text, const std::string& rest = "") {
    return with_recruitment(
        "invitation: {from: a@example.org, subject: S, text: \"" + text + "\"}" + rest
    );
}
const std::string fine = "{{link}} {{opt-out link}}";
const std::string fine_words = "subject: S, text: \"{{link}} {{opt-out link}}\"";

TEST(MailReaderTest, NamesFaults) {
    faulty::expect_problems({
        {"no link", inviting("{{opt-out link}}"), "study.no-link", 6, 53},
        {"no way out", inviting("{{link}}"), "study.no-opt-out", 6, 53},
        {"unknown placeholder", inviting(fine + " {{nmae}}"), "study.bad-placeholder", 6, 53},
        {"open placeholder", inviting(fine + " {{name"), "study.bad-placeholder", 6, 53},
        {"words that hang on something",
         inviting(fine + " {{name, select, a {b} other {c}}}"),
         "study.bad-placeholder",
         6,
         53},
        {"link in the subject",
         with_recruitment(
             "invitation: {from: a@example.org, subject: \"{{link}}\", text: \"" + fine + "\"}"
         ),
         "study.bad-placeholder",
         6,
         44},
        {"subject of two lines",
         with_recruitment(
             "invitation: {from: a@example.org, subject: \"a\\nb\", text: \"" + fine + "\"}"
         ),
         "study.bad-subject",
         6,
         44},
        {"no address",
         with_recruitment("invitation: {from: Team, " + fine_words + "}"),
         "study.bad-address",
         6,
         20},
        {"an address with a line end",
         with_recruitment("invitation: {from: \"a@b.c\\nBcc: d@e.f\", " + fine_words + "}"),
         "study.bad-address",
         6,
         20},
        {"no hours", inviting(fine, ",\nquiet hours: at night"), "study.bad-hours", 7, 14},
        {"hours without length",
         inviting(fine, ",\nquiet hours: 21:00-21:00"),
         "study.bad-hours",
         7,
         14},
        {"an hour that is none",
         inviting(fine, ",\nquiet hours: 21:00-24:00"),
         "study.bad-hours",
         7,
         14},
        {"no mail an hour", inviting(fine, ",\nrate per domain: 0"), "study.out-of-range", 7, 18},
        {"a column that is there",
         inviting(fine, ",\ncolumns: [{name: Their name}]"),
         "study.bad-id",
         7,
         12},
        {"a column twice",
         inviting(fine, ",\ncolumns: [{city: A}, {city: B}]"),
         "study.duplicate-id",
         7,
         23},
        {"a reminder at once",
         inviting(fine, ",\nreminders: [{after days: 0, " + fine_words + "}]"),
         "study.out-of-range",
         7,
         26},
        {"an unknown audience",
         inviting(fine, ",\nreminders: [{after days: 3, to: partail, " + fine_words + "}]"),
         "study.unknown-audience",
         7,
         33},
        {"reminders out of order",
         inviting(
             fine,
             ",\nreminders: [{after days: 7, " + fine_words + "},\n{after days: 7, " + fine_words +
                 "}]"
         ),
         "study.unordered-reminders",
         8,
         14},
        {"reminders of nothing",
         with_recruitment("reminders: [{after days: 7, " + fine_words + "}]"),
         "study.no-invitation",
         6,
         12},
    });
}

TEST(MailReaderTest, ReadsWhatIsWritten) {
    const LoadedStudy loaded = load(inviting(
        "Dear {{name|reader}} of {{city|your city}}, " + fine,
        ",\nquiet hours: 21:30-08:00, rate per domain: 30, columns: [{city: Where they live}],\n"
        "reminders: [{after days: 7, to: partial, " +
            fine_words + "}, {after days: 14, " + fine_words + "}]"
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    ASSERT_TRUE(loaded.study->recruitment);
    const Recruitment& recruitment = *loaded.study->recruitment;
    ASSERT_TRUE(recruitment.invitation);
    EXPECT_EQ(recruitment.invitation->from, "a@example.org");
    EXPECT_EQ(
        recruitment.invitation->words,
        (MailWords{"S", "Dear {{name|reader}} of {{city|your city}}, " + fine})
    );
    EXPECT_EQ(recruitment.quiet_hours, (QuietHours{21 * 60 + 30, 8 * 60}));
    EXPECT_EQ(recruitment.rate_per_domain, 30);
    ASSERT_EQ(recruitment.columns.size(), 1U);
    EXPECT_EQ(recruitment.columns[0].text, "Where they live");
    ASSERT_EQ(recruitment.reminders.size(), 2U);
    EXPECT_EQ(recruitment.reminders[0].after_days, 7);
    EXPECT_EQ(recruitment.reminders[0].audience, ReminderAudience::partial);
    EXPECT_EQ(recruitment.reminders[1].audience, ReminderAudience::not_complete);
}

TEST(MailReaderTest, SaysWhereInAMessageItsFaultStands) {
    const std::string yaml = with_recruitment(
        "invitation: {from: a@example.org, subject: S, text: messages/invitation.md}"
    );
    const LoadedStudy loaded = load_study(
        {{"study.yaml", yaml},
         {"messages/invitation.md", "Dear reader,\n\nthis is {{lnik}}.\n\n{{opt-out link}}\n"}},
        "a"
    );
    ASSERT_EQ(loaded.problems.size(), 2U) << told(loaded);
    EXPECT_EQ(loaded.problems[0].place, (Place{"a/messages/invitation.md", 1, 1}));
    EXPECT_EQ(loaded.problems[0].code, "study.no-link");
    EXPECT_EQ(loaded.problems[1].place, (Place{"a/messages/invitation.md", 3, 9}));
    EXPECT_EQ(loaded.problems[1].cure, "did you mean \"link\"?");
}

struct MailLintRow {
    const char* name;
    std::string keys;
    const char* rule;
    int expected;
};

TEST(LintMailTest, FindsWhereAResearcherErrs) {
    const std::string quiet = ",\nquiet hours: 21:00-08:00";
    const auto reminding = [&](std::initializer_list<int> days) {
        std::string text = ",\nreminders: [";
        for (const int day : days) {
            if (text.back() == '}') text += ", ";
            text += "{after days: " + std::to_string(day) + ", " + fine_words + "}";
        }
        return text + "]";
    };
    const std::vector<MailLintRow> rows = {
        {"fine", inviting(fine, quiet + reminding({3, 6, 9})), "hasty-reminder", 0},
        {"hasty", inviting(fine, quiet + reminding({2, 5, 6})), "hasty-reminder", 2},
        {"three", inviting(fine, quiet + reminding({3, 6, 9})), "many-reminders", 0},
        {"four", inviting(fine, quiet + reminding({3, 6, 9, 12})), "many-reminders", 1},
        {"at night", inviting(fine), "no-quiet-hours", 1},
        {"by day", inviting(fine, quiet), "no-quiet-hours", 0},
        {"nobody's name", inviting("Dear {{name}}, " + fine), "mail-without-fallback", 1},
        {"a name or not", inviting("Dear {{name|you}}, " + fine), "mail-without-fallback", 0},
        {"anonymous",
         "mode: anonymous\n" + inviting(fine, quiet + reminding({3, 6})),
         "anonymous-reminder",
         1},
        {"anonymous, and once", "mode: anonymous\n" + inviting(fine, quiet), "anonymous-reminder", 0
        },
        {"confidential", inviting(fine, quiet + reminding({3})), "anonymous-reminder", 0},
        {"an open link that is not spoken of", inviting(fine, quiet), "unstated-open-link", 1},
        {"an open link", inviting(fine, ",\nopen link: true"), "unstated-open-link", 0},
        {"no open link", inviting(fine, ",\nopen link: false"), "unstated-open-link", 0},
        {"an account for the others",
         inviting(
             fine, ",\nsign in: {issuer: https://hub.example, client id: abc, required: true}"
         ),
         "unstated-open-link",
         0},
        {"kept for nothing", inviting(fine, ",\ncolumns: [{city: Town}]"), "unused-column", 1},
        {"named", inviting("{{city|x}} " + fine, ",\ncolumns: [{city: Town}]"), "unused-column", 0},
    };
    for (const MailLintRow& row : rows) {
        SCOPED_TRACE(row.name);
        const LoadedStudy loaded = load(row.keys);
        ASSERT_TRUE(loaded.study) << told(loaded);
        EXPECT_EQ(fixture::count_of(lint(*loaded.study), row.rule), row.expected);
    }
}

TEST(ProtocolDocumentTest, ShowsTheMails) {
    const LoadedStudy loaded = load(inviting(
        fine,
        ",\nquiet hours: 21:00-08:00,\nreminders: [{after days: 7, to: partial, " + fine_words +
            "}]"
    ));
    ASSERT_TRUE(loaded.study) << told(loaded);
    const std::string shown = protocol_markdown(*loaded.study, lint(*loaded.study));
    for (const char* part :
         {"Invitation", "a@example.org", "Reminder 1", "after 7 days", "21:00 to 08:00"}) {
        EXPECT_TRUE(shown.contains(part)) << part << "\n" << shown;
    }
}

}  // namespace
}  // namespace querist::instrument
