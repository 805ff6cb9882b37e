// What is told of a sample whose people came in by tickets.

#include "actions/entry_tickets_fixture.hpp"

namespace querist::actions::fixture {
namespace {

class TicketedRatesTest : public EntryTicketTest {};

TEST_F(TicketedRatesTest, StatusCountsWhatWasSignedAndSpent) {
    (void)started(entered(ticket_of("tiny", 0)).value_or(LetIn{}).pass);  // a test of the draft
    begin_for_real();
    const std::string ticket = ticket_of("tiny", 0, 5);
    (void)ticket_of("tiny", 1, 6);
    const auto counted = [&] {
        const auto status = recruitment_status(folder_.path() / "tiny", data());
        EXPECT_TRUE(status) << describe(status.error());
        return status->tickets.value_or(RecruitmentStatus::Tickets{});
    };
    EXPECT_EQ(counted().signed_once, 2);
    EXPECT_EQ(counted().spent, 0);
    EXPECT_EQ(codes(), (std::map<std::string, std::int64_t>{{"2.1121", 2}}));
    (void)started(entered(ticket).value_or(LetIn{}).pass);
    EXPECT_EQ(counted().spent, 1);
    EXPECT_FALSE(counted().tells());
    (void)started(entered(ticket_of("tiny", 1, 6)).value_or(LetIn{}).pass);
    EXPECT_TRUE(counted().tells());
    EXPECT_EQ(codes(), (std::map<std::string, std::int64_t>{{"2.1121", 2}}))
        << "they agreed and answered nothing yet";
}

TEST_F(TicketedRatesTest, RatesAreOfTheWholeSample) {
    begin_for_real();
    const Secret secret = started(entered(ticket_of("tiny", 0)).value_or(LetIn{}).pass);
    for (const auto& [page, form] :
         {std::pair<std::string, response::Form>{"first", {{"uses", "no"}}}, {"last", {}}}) {
        EXPECT_TRUE(saves(secret, page, form));
    }
    const std::map<std::string, std::int64_t> one_complete{{"1.1", 1}, {"3.11", 1}};
    EXPECT_EQ(codes(), one_complete) << "of the other case nothing is known";
}

TEST_F(TicketedRatesTest, WhatIsNotedOfSomebodyWithATicketIsToldAndNotCounted) {
    begin_for_real();
    (void)ticket_of("tiny", 0);
    const auto told = [&] {
        return recruitment_status(folder_.path() / "tiny", data())->no_answers;
    };
    EXPECT_FALSE(told().contains("noted"));
    for (const char* who : {"ada@example.org", "bob@example.org"}) {
        const auto noted =
            note_case("tiny", data(), who, CaseNote::duplicate, NoteStep::say, clock_);
        ASSERT_TRUE(noted) << describe(noted.error());
    }
    EXPECT_TRUE(told().contains("Of those who have a ticket 1 are noted")) << told();
}

TEST_F(TicketedRatesTest, RatesAreNotToldOfCasesWhereTicketsAreNotAllTheirs) {
    begin_for_real();
    (void)ticket_of("tiny", 0);
    EXPECT_FALSE(codes().empty());
    // An account's, from when the study let accounts in.
    const Result<void> done = people_->run([&](store::IdentityWork& work) -> Result<void> {
        const auto view = people_->view();
        const store::FrameId frame = view->frame("tiny").value().id;
        store::TicketRow of_account;
        view->each_case(frame, [&](const store::CaseRow& one) {
            const auto own = view->ticket(frame, ticket_holder_of_case(one.public_id));
            of_account = own.value_or(of_account);
        });
        (void)work.note_ticket(frame, ticket_holder_of_account(sha256("somebody")), of_account);
        return {};
    });
    ASSERT_TRUE(done) << describe(done.error());
    const auto status = recruitment_status(folder_.path() / "tiny", data());
    EXPECT_TRUE(status->no_answers.contains("know of sending and replies only"))
        << status->no_answers;
}

}  // namespace
}  // namespace querist::actions::fixture
