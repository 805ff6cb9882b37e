// Mails that a server refuses: whose fault it may be, and what a run makes of it.

#include "actions/mail_run_fixture.hpp"

namespace querist::actions {
namespace {

class MailRefusalsTest : public MailRunTest {};

TEST_F(MailRefusalsTest, ARefusalOfTheSenderIsNotedOfNobody) {
    server_.says = Handover::refused;
    server_.status = "5.7.1";
    EXPECT_EQ(send_all().refused, 0);
    EXPECT_EQ(mail(0).state, store::MailState::queued);
    EXPECT_TRUE(events(0).empty());
    MailRun alone = run();
    CaseAnswers answers = CaseAnswers::read(data_ / "mailed", "mailed", data_).value();
    EXPECT_TRUE(alone.send(alone.plan().value().at(0), answers).value()) << "tried again later";
    ASSERT_TRUE(alone.doubt()) << "one mail alone says nothing, and the run must";
    EXPECT_EQ(alone.doubt()->code, "mail.server-unavailable");
    server_.says = Handover::accepted;
    server_.status = "";
    EXPECT_TRUE(alone.send(alone.plan().value().at(0), answers));
    EXPECT_FALSE(alone.doubt()) << "it was not the sender's fault";
    EXPECT_EQ(send_all().accepted, 1);
}

TEST_F(MailRefusalsTest, EndsWhereTheFirstMailsAreAllRefused) {
    struct Row {
        const char* name;
        const char* status;
        std::int64_t refused;
        const char* code;
    };
    for (int i = 0; i < 6; ++i) {
        const std::string address = "p" + std::to_string(i) + "@c.example";
        work([&](store::IdentityWork& open) {
            const store::DrawRow draw = open.draws(frame_).at(0);
            const store::StratumId stratum = open.frame("mailed").value().strata.at(0).id;
            const store::CaseId one = add_case(open, draw, stratum, address.c_str());
            (void)open.add_wave(frame_, store::WaveRow::Kind::main, clock_.at, {one});
            EXPECT_TRUE(open.outbox().queue_mail(one, 0, clock_.at));
        });
    }
    server_.says = Handover::refused;
    for (const Row& row :
         {Row{"for who sends", "5.7.1", 0, "mail.server-unavailable"},
          Row{"for who gets them", "5.1.1", 5, "mail.all-refused"}}) {
        SCOPED_TRACE(row.name);
        server_.status = row.status;
        server_.recipients.clear();
        MailRun sending = run();
        CaseAnswers answers = CaseAnswers::read(data_ / "mailed", "mailed", data_).value();
        std::optional<Problem> ended;
        for (const MailRun::Planned& planned : sending.plan().value()) {
            const auto again = sending.send(planned, answers);
            if (again) continue;
            ended = again.error();
            break;
        }
        ASSERT_TRUE(ended);
        EXPECT_EQ(ended->code, row.code);
        EXPECT_EQ(sending.told().refused, row.refused);
        EXPECT_EQ(server_.recipients.size(), row.refused == 0 ? 3U : 5U);
    }
}

TEST_F(MailRefusalsTest, WhatWasRefusedForOurFaultCanBeSentOnceMore) {
    server_.says = Handover::refused;
    EXPECT_EQ(send_all().refused, 2);
    EXPECT_EQ(events(0), (std::vector{EventKind::invited, EventKind::bounced}));
    ASSERT_TRUE(resolve_mail("mailed", data_, ids_[0].text(), MailDecision::again, clock_));
    EXPECT_EQ(events(0), (std::vector{EventKind::invited}));
    server_.says = Handover::accepted;
    EXPECT_EQ(send_all().accepted, 1);
    const auto no_choice =
        resolve_mail("mailed", data_, ids_[1].text(), MailDecision::sent, clock_);
    ASSERT_FALSE(no_choice) << "a refused mail did not arrive";
    EXPECT_EQ(no_choice.error().code, "mail.not-uncertain");
}

}  // namespace
}  // namespace querist::actions
