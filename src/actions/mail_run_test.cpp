#include "actions/mail_run_fixture.hpp"

#include "actions/entry_tickets.hpp"
#include "actions/outbox_lock.hpp"

namespace querist::actions {
namespace {

TEST_F(MailRunTest, WritesToNobodyOfAStudyThatCannotBeAnswered) {
    live(store::Life::paused);
    const SentMails held = send_all();
    EXPECT_EQ(held.stopped ? held.stopped->code : "", "mail.paused");
    EXPECT_EQ(mail(0).state, store::MailState::queued);
    live(store::Life::pilot);
    EXPECT_EQ(send_all().dropped, 0) << "a main wave is written to when the study is open";
    EXPECT_EQ(mail(0).state, store::MailState::queued);
    live(store::Life::closed);
    EXPECT_EQ(send_all().dropped, 2);
    EXPECT_TRUE(server_.recipients.empty());
}

TEST_F(MailRunTest, SendsEachMailOnceWithItsOwnLink) {
    const SentMails sent = send_all();
    EXPECT_EQ(sent.accepted, 2);
    EXPECT_EQ(server_.recipients, (std::vector<std::string>{"ada@a.example", "bob@b.example"}));
    const Digest token =
        invitation_token(link_of_study(data_, "mailed").value(), "mailed", ids_[0]);
    // Also of a case that was drawn without one, because the study was anonymous then.
    EXPECT_TRUE(identity_.store->view()->case_by_token_hash(frame_, token_hash(token)));
    const std::string link = "https://survey.example.org" + invitation_path("mailed", token);
    std::string whole = server_.messages[0];
    for (std::size_t at = whole.find("=\r\n"); at != std::string::npos; at = whole.find("=\r\n")) {
        whole.erase(at, 3);
    }
    EXPECT_TRUE(whole.contains(link)) << whole;
    EXPECT_TRUE(whole.contains("K=C3=B6ln"));
    EXPECT_TRUE(whole.contains("Subject: For Ada B.\r\n"));
    EXPECT_TRUE(whole.contains(
        "List-Unsubscribe:\r\n <https://survey.example.org" + opt_out_path("mailed", token) + ">"
    )) << whole;
    EXPECT_EQ(mail(0).state, MailState::accepted);
    EXPECT_EQ(events(0), (std::vector{EventKind::invited, EventKind::delivered}));
    EXPECT_EQ(send_all().accepted, 0);
    EXPECT_EQ(server_.recipients.size(), 2U);
}

TEST_F(MailRunTest, KeepsWhatTheServerSays) {
    struct Row {
        const char* name;
        Handover says;
        MailState state;
        std::vector<EventKind> events;
        bool stopped;
    };
    const std::vector<Row> rows = {
        {"unavailable", Handover::unavailable, MailState::queued, {}, true},
        {"for now", Handover::refused_for_now, MailState::waiting, {}, false},
        {"for good",
         Handover::refused,
         MailState::refused,
         {EventKind::invited, EventKind::bounced},
         false},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        server_.says = row.says;
        clock_.at += std::chrono::hours(24);
        const SentMails sent = send_all();
        EXPECT_EQ(sent.stopped.has_value(), row.stopped);
        EXPECT_EQ(mail(0).state, row.state);
        EXPECT_EQ(events(0), row.events);
    }
}

TEST_F(MailRunTest, SetsAsideWhatNobodyCanKnow) {
    server_.says = Handover::uncertain;
    EXPECT_EQ(send_all().uncertain, 2);
    EXPECT_EQ(mail(0).state, MailState::uncertain);
    EXPECT_EQ(events(0), (std::vector{EventKind::invited, EventKind::uncertain_delivery}));
    server_.says = Handover::accepted;
    EXPECT_EQ(send_all().accepted, 0);
    EXPECT_EQ(server_.recipients.size(), 2U);
}

TEST_F(MailRunTest, SetsAsideWhatAKilledRunLeft) {
    work([&](store::IdentityWork& open) {
        EXPECT_TRUE(open.outbox().begin_sending(mail(0).id, "a.example", clock_.at));
    });
    const SentMails sent = send_all();
    EXPECT_EQ(sent.uncertain, 1);
    EXPECT_EQ(sent.accepted, 1);
    EXPECT_EQ(mail(0).state, MailState::uncertain);
    EXPECT_EQ(events(0), (std::vector{EventKind::invited, EventKind::uncertain_delivery}));
}

TEST_F(MailRunTest, WritesToNobodyWhoWantsNoMail) {
    work([&](store::IdentityWork& open) {
        (void)open.add_event(cases_[0], {.kind = EventKind::opted_out, .at = clock_.at});
        EXPECT_TRUE(open.forget(people_[1], clock_.at));
    });
    const SentMails sent = send_all();
    EXPECT_EQ(sent.dropped, 2);
    EXPECT_TRUE(server_.recipients.empty());
    EXPECT_EQ(mail(0).state, MailState::dropped);
    EXPECT_EQ(mail(1).state, MailState::dropped);
}

TEST_F(MailRunTest, AsksOnceMoreBeforeEachMail) {
    MailRun sending = run();
    const std::vector<MailRun::Planned> planned = sending.plan().value();
    ASSERT_EQ(planned.size(), 2U);
    work([&](store::IdentityWork& open) { EXPECT_TRUE(open.suppress("ada@a.example", clock_.at)); }
    );
    CaseAnswers answers = CaseAnswers::read(data_ / "mailed", "mailed", data_).value();
    EXPECT_TRUE(sending.send(planned[0], answers));
    EXPECT_TRUE(sending.send(planned[1], answers));
    EXPECT_EQ(server_.recipients, std::vector<std::string>{"bob@b.example"});
    // And a plan that was made twice sends once.
    EXPECT_TRUE(sending.send(planned[1], answers));
    EXPECT_EQ(server_.recipients.size(), 1U);
}

TEST_F(MailRunTest, KeepsToQuietHoursAndToTheRateOfADomain) {
    // 2027-01-15T08:00:00Z is the first moment out of the quiet hours, which the clock is before.
    clock_.at = parse_instant("2027-01-15T05:00:00.000000Z").value();
    MailRun sending = run();
    const std::vector<MailRun::Planned> planned = sending.plan().value();
    ASSERT_EQ(planned.size(), 2U);
    EXPECT_EQ(querist::to_text(sending.allowed_at(planned[0])), "2027-01-15T08:00:00.000000Z");
    clock_.at = sending.allowed_at(planned[0]);
    CaseAnswers answers = CaseAnswers::read(data_ / "mailed", "mailed", data_).value();
    EXPECT_TRUE(sending.send(planned[0], answers));
    EXPECT_EQ(querist::to_text(sending.allowed_at(planned[0])), "2027-01-15T08:01:00.000000Z");
    EXPECT_EQ(sending.allowed_at(planned[1]), clock_.at);
    // A pause that ends in the quiet hours, and another attempt that falls into them, wait, too.
    clock_.at = parse_instant("2027-01-15T20:59:30.000000Z").value();
    EXPECT_TRUE(sending.send(planned[1], answers));
    EXPECT_EQ(querist::to_text(sending.allowed_at(planned[1])), "2027-01-16T08:00:00.000000Z");
    MailRun::Planned again = planned[0];
    again.earliest = parse_instant("2027-01-15T21:10:00.000000Z").value();
    EXPECT_EQ(querist::to_text(sending.allowed_at(again)), "2027-01-16T08:00:00.000000Z");
}

TEST_F(MailRunTest, QueuesInvitationsAndDueRemindersOnce) {
    const std::filesystem::path folder = data_ / "mailed";
    const Result<QueuedMails> invited = queue_invitations(folder, data_, clock_);
    ASSERT_TRUE(invited) << describe(invited.error());
    EXPECT_EQ(invited->queued, 0);
    EXPECT_EQ(invited->already, 2);
    EXPECT_EQ(send_all().accepted, 2);
    work([&](store::IdentityWork& open) {
        (void)open.add_event(cases_[0], {.kind = EventKind::opted_out, .at = clock_.at});
    });
    struct Row {
        int day;
        std::int64_t queued;
    };
    for (const Row& row : {Row{0, 0}, Row{6, 0}, Row{7, 1}, Row{7, 0}, Row{30, 0}}) {
        SCOPED_TRACE(row.day);
        MovedClock later;
        later.at = clock_.at + std::chrono::hours(24 * row.day);
        const Result<QueuedMails> reminded = queue_reminders(folder, data_, later);
        ASSERT_TRUE(reminded) << describe(reminded.error());
        EXPECT_EQ(reminded->queued, row.queued);
        EXPECT_EQ(reminded->left_alone, 1);
    }
    const std::vector<store::MailRow> mails = identity_.store->view()->outbox().mails_of(cases_[1]);
    ASSERT_EQ(mails.size(), 2U);
    EXPECT_EQ(mails[1].number, 1);
}

TEST_F(MailRunTest, RemindsEverybodyInAnonymousStudies) {
    const std::filesystem::path folder = data_ / "mailed";
    std::ofstream(folder / "study.yaml") << std::string(mailed_study) + "mode: anonymous\n";
    EXPECT_EQ(send_all().accepted, 2);
    // One of them has a ticket. Whoever is not reminded for that would be known to have taken part
    // before the day of the reminder.
    ASSERT_TRUE(identity_.store->run([&](store::IdentityWork& work) -> Result<void> {
        const store::FrameId frame = work.frame("mailed").value().id;
        (void)work.note_ticket(
            frame, ticket_holder_of_case(ids_[0]), {sha256("blinded"), "0123456789abcdef"}
        );
        return {};
    }));
    MovedClock later;
    later.at = clock_.at + std::chrono::hours(24 * 8);
    const Result<QueuedMails> reminded = queue_reminders(folder, data_, later);
    ASSERT_TRUE(reminded) << describe(reminded.error());
    EXPECT_EQ(reminded->queued, 2);
}

TEST_F(MailRunTest, LetsAPersonDecideAboutUncertainMails) {
    server_.says = Handover::uncertain;
    EXPECT_EQ(send_all().uncertain, 2);
    const auto decide = [&](std::size_t position, MailDecision decision) {
        return resolve_mail("mailed", data_, ids_[position].text(), decision, clock_);
    };
    EXPECT_TRUE(decide(0, MailDecision::sent));
    EXPECT_TRUE(decide(1, MailDecision::again));
    EXPECT_EQ(decide(0, MailDecision::again).error().code, "mail.not-uncertain");
    EXPECT_EQ(
        resolve_mail("mailed", data_, "nobody", MailDecision::sent, clock_).error().code,
        "mail.unknown-case"
    );
    server_.says = Handover::accepted;
    EXPECT_EQ(send_all().accepted, 1);
    EXPECT_EQ(server_.recipients.back(), "bob@b.example");
}

TEST_F(MailRunTest, TakesWhatComesBackToItsCaseOnce) {
    EXPECT_EQ(send_all().accepted, 2);
    const auto about = [&](std::size_t position) {
        return "<" + ids_[position].text() + ".0@example.org>";
    };
    const std::filesystem::path mailbox = data_ / "returned.mbox";
    std::ofstream(mailbox) << "From MAILER-DAEMON\nDate: Fri, 15 Jan 2027 08:00:00 +0000\n"
                              "Content-Type: multipart/report; boundary=b\n\n--b\n"
                              "Content-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\n"
                              "Action: failed\nStatus: 5.1.1\n\n--b\n"
                              "Content-Type: text/rfc822-headers\n\nMessage-ID: "
                           << about(0)
                           << "\n\n--b--\n\nFrom bob\nDate: Sat, 16 Jan 2027 08:00:00 +0000\n"
                              "In-Reply-To: "
                           << about(1) << "\n\nThanks, but no.\n\nFrom cy\nSubject: x\n\nx\n";
    const Result<ReturnedMails> first = read_returned_mails("mailed", data_, mailbox);
    ASSERT_TRUE(first) << describe(first.error());
    EXPECT_EQ(first->mails, 3);
    EXPECT_EQ(first->bounced, 1);
    EXPECT_EQ(first->replied, std::vector<std::string>{ids_[1].text()});
    EXPECT_EQ(first->not_ours, 1);
    EXPECT_EQ(events(0).back(), EventKind::bounced);
    EXPECT_EQ(events(1).back(), EventKind::replied_other);
    const Result<ReturnedMails> again = read_returned_mails("mailed", data_, mailbox);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->already, 2);
    EXPECT_EQ(again->bounced, 0);
    // The report is of the second in which the mail left; it is the later word all the same.
    EXPECT_EQ(
        recruitment::result_of(identity_.store->view()->events(cases_[0])).code,
        recruitment::Code::undelivered
    );
    EXPECT_EQ(read_returned_mails("mailed", data_, data_ / "none").error().code, "mail.no-mailbox");
}

TEST_F(MailRunTest, NotesWhatPeopleSayOfACaseOnceAndTakesItBack) {
    EXPECT_EQ(send_all().accepted, 2);
    const auto note = [&](const std::string& who, CaseNote what, NoteStep step = NoteStep::say) {
        return note_case("mailed", data_, who, what, step, clock_);
    };
    const std::vector<EventKind> before = events(0);
    for (const CaseNoteRow& row : case_note_rows()) {
        SCOPED_TRACE(row.word);
        const Result<NotedCase> said = note(" ADA@a.example", row.note);
        ASSERT_TRUE(said) << describe(said.error());
        EXPECT_EQ(said->public_id, ids_[0].text());
        EXPECT_TRUE(said->changed);
        EXPECT_FALSE(note(ids_[0].text(), row.note)->changed);
        EXPECT_EQ(events(0).size(), before.size() + 1);
        clock_.at += std::chrono::days(8);
        const bool is_written = row.note == CaseNote::other;
        EXPECT_EQ(may_be_written(identity_.store->view()->events(cases_[0])), is_written);
        EXPECT_TRUE(note(ids_[0].text(), row.note, NoteStep::take_back)->changed);
        EXPECT_FALSE(note(ids_[0].text(), row.note, NoteStep::take_back)->changed);
        EXPECT_EQ(events(0), before);
    }
    EXPECT_EQ(note("bob@b.example", CaseNote::refused)->code, recruitment::Code::explicit_refusal);
    EXPECT_EQ(queue_reminders(data_ / "mailed", data_, clock_)->queued, 1);
    EXPECT_EQ(note("cy@c.example", CaseNote::other).error().code, "mail.unknown-case");
    EXPECT_EQ(note("@", CaseNote::other).error().code, "mail.unknown-case");
}

TEST_F(MailRunTest, OddBytesAroundAReportAreNobodysAndHideNothing) {
    EXPECT_EQ(send_all().accepted, 2);
    const std::string report =
        "From MAILER-DAEMON\nDate: Fri, 15 Jan 2027 08:00:00 +0000\n"
        "Content-Type: multipart/report; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\n"
        "Action: failed\nStatus: 5.1.1\n\n--b\n"
        "Content-Type: text/rfc822-headers\n\nMessage-ID: <" +
        ids_[0].text() + ".0@example.org>\n\n--b--\n\n";
    const std::string odd = std::string("From x\n") + std::string(3, '\0') +
                            "\xff\xfe: \x80\nSubject: =?utf-8?q?=ZZ?=\nContent-Type: multipart/"
                            "report; boundary=\"\n\n--\n" +
                            std::string(200'000, '\xe9') + "\n\n";
    const std::filesystem::path mailbox = data_ / "odd.mbox";
    std::ofstream(mailbox, std::ios::binary) << odd << report << odd;
    const Result<ReturnedMails> taken = read_returned_mails("mailed", data_, mailbox);
    ASSERT_TRUE(taken) << describe(taken.error());
    EXPECT_EQ(taken->mails, 3);
    EXPECT_EQ(taken->bounced, 1);
    EXPECT_EQ(taken->not_ours, 2);
    EXPECT_EQ(events(0).back(), EventKind::bounced);
}

TEST_F(MailRunTest, OneProgramSendsAtATime) {
    std::optional<Result<OutboxLock>> first(OutboxLock::take(data_));
    ASSERT_TRUE(first->has_value());
    EXPECT_EQ(OutboxLock::take(data_).error().code, "mail.busy");
    first.reset();
    EXPECT_TRUE(OutboxLock::take(data_));
}

}  // namespace
}  // namespace querist::actions
