#include "delivery/smtp_dialogue.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace querist::delivery {
namespace {

/// "> " we say, "< " the server says, "body" the mail begins.
HandoverReport judge(const std::vector<std::string>& lines, bool completed) {
    SmtpDialogue dialogue;
    for (const std::string& line : lines) {
        if (line == "body") {
            dialogue.body_begins();
        } else if (line.starts_with("> ")) {
            dialogue.we_said(line.substr(2) + "\r\n");
        } else {
            dialogue.server_said(line.substr(2) + "\r\n");
        }
    }
    return dialogue.judged(completed, "the library's words");
}

TEST(SmtpDialogueTest, JudgesWhatBecameOfAMail) {
    const std::vector<std::string> greeting = {"< 220 mx", "> EHLO a", "< 250-mx", "< 250 SIZE"};
    const std::vector<std::string> sender = {"> MAIL FROM:<a@b>", "< 250 2.1.0 ok"};
    const std::vector<std::string> recipient = {"> RCPT TO:<c@d>", "< 250 2.1.5 ok"};
    const std::vector<std::string> data = {"> DATA", "< 354 go on", "body"};
    const auto join = [](std::initializer_list<std::vector<std::string>> parts) {
        std::vector<std::string> all;
        for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
        return all;
    };
    struct Row {
        const char* name;
        std::vector<std::string> lines;
        bool completed;
        Handover what;
        int reply;
        const char* status;
    };
    using enum Handover;
    const std::vector<Row> rows = {
        {"nobody there", {}, false, unavailable, 0, ""},
        {"a busy server", {"< 421 4.3.2 busy"}, false, unavailable, 421, "4.3.2"},
        {"a wrong password",
         join({greeting, {"> AUTH PLAIN", "< 535 5.7.8 no"}}),
         false,
         unavailable,
         535,
         "5.7.8"},
        {"a sender that it does not know",
         join({greeting, {"> MAIL FROM:<a@b>", "< 553 5.7.1 not yours"}}),
         false,
         unavailable,
         553,
         "5.7.1"},
        {"an unknown recipient",
         join({greeting, sender, {"> RCPT TO:<c@d>", "< 550 5.1.1 <c@d> who?"}}),
         false,
         refused,
         550,
         "5.1.1"},
        {"an unknown recipient, and a good-bye",
         join({greeting, sender, {"> RCPT TO:<c@d>", "< 550 5.1.1 who?", "> QUIT", "< 221 bye"}}),
         false,
         refused,
         550,
         "5.1.1"},
        {"a grey list",
         join({greeting, sender, {"> RCPT TO:<c@d>", "< 451 4.7.1 later"}}),
         false,
         refused_for_now,
         451,
         "4.7.1"},
        {"a server that closes at the recipient",
         join({greeting, sender, {"> RCPT TO:<c@d>", "< 421 4.4.2 bye"}}),
         false,
         unavailable,
         421,
         "4.4.2"},
        {"a line that breaks before the mail",
         join({greeting, sender, recipient, {"> DATA"}}),
         false,
         unavailable,
         0,
         ""},
        {"a line that breaks within the mail",
         join({greeting, sender, recipient, data}),
         false,
         uncertain,
         0,
         ""},
        {"a mail that is too large",
         join({greeting, sender, recipient, data, {"< 552 5.3.4 too big"}}),
         false,
         refused,
         552,
         "5.3.4"},
        {"a full disk there",
         join({greeting, sender, recipient, data, {"< 452 4.3.1 full"}}),
         false,
         refused_for_now,
         452,
         "4.3.1"},
        {"taken",
         join({greeting, sender, recipient, data, {"< 250 2.0.0 queued"}}),
         true,
         accepted,
         250,
         "2.0.0"},
        {"taken, and then the line breaks",
         join({greeting, sender, recipient, data, {"< 250 2.0.0 queued"}}),
         false,
         accepted,
         250,
         "2.0.0"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const HandoverReport report = judge(row.lines, row.completed);
        EXPECT_EQ(report.what, row.what);
        EXPECT_EQ(report.reply, row.reply);
        EXPECT_EQ(report.status, row.status);
    }
}

}  // namespace
}  // namespace querist::delivery
