#include "actions/fieldwork_fixture.hpp"

namespace querist::actions {
namespace {

using namespace fixture;

constexpr int first_page = 0;
constexpr int second_page = 1;
constexpr int last_page = 2;

/// Somebody who has answered the first page, whose revision is then 1.
Secret past_first(Desk& desk) {
    const Secret secret = desk.start();
    const auto outcome = desk.send(
        secret, "first", {{"uses", "yes"}, {"reason", "work"}, {"_shown", "uses reason"}}
    );
    EXPECT_EQ(page_of(outcome), second_page);
    return secret;
}

TEST(SubmitPageTest, WalksFromConsentToCompletion) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = past_first(desk);
    EXPECT_EQ(
        page_of(desk.send(secret, "second", {{"parts", "core"}, {"people", "7"}})), last_page
    );
    EXPECT_TRUE(is<Completed>(desk.send(secret, "last", {{"remark", "no"}})));

    const auto entries = desk.entries(secret);
    ASSERT_EQ(entries.size(), 5U);
    EXPECT_EQ(entries.front().kind, response::EntryKind::consent);
    EXPECT_EQ(entries.back().kind, response::EntryKind::completion);
    const auto seen = desk.view(secret);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->state.status, response::Status::complete);
    EXPECT_EQ(seen->origin, response::Origin::test);
    EXPECT_EQ(desk.answer(secret, "people").value, expression::Value(std::int64_t{7}));
}

TEST(SubmitPageTest, CompletedStaysAsItIs) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = desk.start();
    EXPECT_EQ(page_of(desk.send(secret, "first", {{"uses", "no"}})), last_page);
    EXPECT_TRUE(is<Completed>(desk.send(secret, "last", {{"remark", "one"}})));
    const auto before = desk.entries(secret);
    EXPECT_TRUE(is<TooLate>(desk.send(secret, "last", {{"remark", "two"}})));
    EXPECT_TRUE(is<TooLate>(desk.send(secret, "first", {{"uses", "yes"}}, "back")));
    EXPECT_EQ(desk.entries(secret).size(), before.size());
    EXPECT_EQ(desk.answer(secret, "remark").value, expression::Value(std::string("one")));
}

TEST(SubmitPageTest, AnswersThatRevealComeBackToTheirPage) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = desk.start();
    const auto outcome = desk.send(secret, "first", {{"uses", "yes"}, {"_shown", "uses"}});
    ASSERT_TRUE(is<GoTo>(outcome));
    EXPECT_EQ(std::get<GoTo>(*outcome).page, first_page);
    EXPECT_TRUE(std::get<GoTo>(*outcome).revealed);
    EXPECT_EQ(std::get<GoTo>(*outcome).page_id, "first");
    EXPECT_EQ(desk.entries(secret).size(), 2U);  // stored all the same
    const auto again = desk.send(
        secret, "first", {{"uses", "yes"}, {"reason", "work"}, {"_shown", "uses reason"}}
    );
    EXPECT_EQ(page_of(again), second_page);
}

TEST(SubmitPageTest, FaultyFormsStoreNothing) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = past_first(desk);
    const auto outcome = desk.send(secret, "second", {{"parts", "core"}, {"people", "700"}});
    ASSERT_TRUE(is<Faulty>(outcome));
    const auto& faulty = std::get<Faulty>(*outcome);
    ASSERT_EQ(faulty.check.faults.size(), 1U);
    EXPECT_EQ(faulty.check.faults.front().field, "people");
    EXPECT_EQ(response::field_value(faulty.form, "people"), "700");
    EXPECT_EQ(desk.entries(secret).size(), 2U);
}

TEST(SubmitPageTest, BackStoresWhatIsAcceptable) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = past_first(desk);
    const auto outcome = desk.send(secret, "second", {{"people", "7"}}, "back");
    EXPECT_EQ(page_of(outcome), first_page);
    EXPECT_EQ(desk.answer(secret, "people").value, expression::Value(std::int64_t{7}));
}

TEST(SubmitPageTest, BackGoesBackFromFaultyAnswersAndKeepsNoneOfThem) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = past_first(desk);
    const auto outcome = desk.send(secret, "second", {{"people", "700"}}, "back");
    EXPECT_EQ(page_of(outcome), first_page);
    EXPECT_EQ(desk.entries(secret).size(), 2U);
    EXPECT_EQ(desk.answer(secret, "people").value, expression::Value());
}

TEST(SubmitPageTest, BackKeepsTheAnswersBesideAFaultyOne) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = past_first(desk);
    const auto outcome = desk.send(secret, "second", {{"parts", "web"}, {"people", "700"}}, "back");
    EXPECT_EQ(page_of(outcome), first_page);
    EXPECT_EQ(desk.answer(secret, "parts").value, expression::Value(expression::ChoiceSet{{1}}));
    EXPECT_EQ(desk.answer(secret, "people").value, expression::Value());
}

TEST(SubmitPageTest, OtherAnswersAfterCompletionAreSaidToBeTooLate) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = desk.start();
    EXPECT_EQ(page_of(desk.send(secret, "first", {{"uses", "no"}})), 2);
    EXPECT_TRUE(is<Completed>(desk.send(secret, "last", {{"remark", "none"}})));
    EXPECT_TRUE(is<Completed>(desk.send(secret, "last", {{"remark", "none"}})));
    EXPECT_TRUE(is<TooLate>(desk.send(secret, "last", {{"remark", "but"}})));
}

TEST(SubmitPageTest, BackFromAPageMerelyLookedAtStoresNothing) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = past_first(desk);
    EXPECT_EQ(page_of(desk.send(secret, "second", {}, "back")), first_page);
    EXPECT_EQ(desk.entries(secret).size(), 2U);
    const auto seen = desk.view(secret);
    EXPECT_EQ(response::resume_page(*seen->study, seen->state), second_page);
}

TEST(SubmitPageTest, SentTwiceIsStoredOnce) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = desk.start();
    const response::Form form = Desk::form("first", 0, {{"uses", "no"}, {"_shown", "uses"}});
    EXPECT_EQ(page_of(desk.submit(secret, form)), last_page);
    EXPECT_EQ(page_of(desk.submit(secret, form)), last_page);
    EXPECT_EQ(page_of(desk.submit(secret, form)), last_page);
    EXPECT_EQ(desk.entries(secret).size(), 2U);
}

TEST(SubmitPageTest, SecondTabIsShownBothVersions) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = past_first(desk);
    const auto stale = desk.submit(
        secret,
        Desk::form("first", 0, {{"uses", "yes"}, {"reason", "play"}, {"_shown", "uses reason"}})
    );
    ASSERT_TRUE(is<Conflict>(stale));
    const auto& conflict = std::get<Conflict>(*stale);
    constexpr std::size_t reason = 1;
    EXPECT_EQ(conflict.stored.answers[reason].value, expression::Value(std::string("work")));
    EXPECT_EQ(conflict.submitted.answers[reason].value, expression::Value(std::string("play")));
    EXPECT_EQ(desk.entries(secret).size(), 2U);
}

TEST(SubmitPageTest, AConflictIsReplacedOrKept) {
    struct Row {
        const char* go;
        const char* stored;
        std::size_t entries;
    };
    for (const Row& row : {Row{"replace", "play", 3}, Row{"keep", "work", 2}}) {
        SCOPED_TRACE(row.go);
        const TemporaryFolder folder;
        Desk desk(folder);
        const Secret secret = past_first(desk);
        const auto outcome = desk.submit(
            secret,
            Desk::form(
                "first", 1, {{"uses", "yes"}, {"reason", "play"}, {"_shown", "uses reason"}}, row.go
            )
        );
        EXPECT_EQ(page_of(outcome), second_page);
        EXPECT_EQ(desk.entries(secret).size(), row.entries);
        EXPECT_EQ(desk.answer(secret, "reason").value, expression::Value(std::string(row.stored)));
    }
}

TEST(SubmitPageTest, KeepAndReplaceOfAStaleRevisionAreNoWayAround) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = past_first(desk);
    const fixture::Fields other{{"uses", "yes"}, {"reason", "play"}, {"_shown", "uses reason"}};
    EXPECT_TRUE(is<Conflict>(desk.submit(secret, Desk::form("first", 0, other, "replace"))));
    EXPECT_EQ(page_of(desk.submit(secret, Desk::form("first", 0, other, "keep"))), second_page);
    EXPECT_EQ(desk.entries(secret).size(), 2U);
}

TEST(SubmitPageTest, PagesOutOfReachLeadToWhereTheWalkIs) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = desk.start();
    for (const char* page : {"last", "second", "no_such_page", ""}) {
        SCOPED_TRACE(page);
        EXPECT_EQ(
            page_of(desk.submit(secret, Desk::form(page, 0, {{"remark", "early"}}))), first_page
        );
    }
    EXPECT_EQ(desk.entries(secret).size(), 1U);
}

TEST(SubmitPageTest, SecretsThatAreNobodysAreRefused) {
    const TemporaryFolder folder;
    Desk desk(folder);
    (void)desk.start();
    const std::string nobody = PublicId{}.text();
    for (const std::string& secret : {nobody, std::string("x"), std::string()}) {
        SCOPED_TRACE(secret);
        EXPECT_TRUE(is<NoResponse>(desk.submit(secret, Desk::form("first", 0, {{"uses", "no"}}))));
        EXPECT_FALSE(desk.view(secret));
    }
}

TEST(SubmitPageTest, TwoProcessesSeeEachOthersAnswers) {
    const TemporaryFolder folder;
    Desk one(folder);
    Desk other(folder);
    const Secret secret = past_first(one);  // kept folded by the first process
    EXPECT_EQ(page_of(other.send(secret, "second", {{"people", "7"}})), last_page);
    const auto stale = one.submit(secret, Desk::form("second", 0, {{"people", "8"}}));
    EXPECT_TRUE(is<Conflict>(stale));
    EXPECT_TRUE(is<Completed>(one.send(secret, "last", {{"remark", "no"}})));
    EXPECT_TRUE(is<TooLate>(other.send(secret, "last", {{"remark", "yes"}})));
    EXPECT_EQ(one.answer(secret, "people").value, expression::Value(std::int64_t{7}));
}

TEST(SubmitPageTest, AWithdrawalByAnotherProcessIsNoticed) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = past_first(desk);
    const PublicId id = desk.view(secret)->public_id;
    SystemClock clock;
    SystemRandom random;
    const Result<Withdrawn> withdrawn = withdraw(desk.data(), "tiny", id, clock, random);
    ASSERT_TRUE(withdrawn) << describe(withdrawn.error());
    EXPECT_TRUE(is<NoResponse>(desk.submit(secret, Desk::form("second", 0, {{"people", "7"}}))));
    EXPECT_EQ(desk.view(secret)->state.status, response::Status::withdrawn);
}

TEST(SubmitPageTest, AReviewComesBeforeTheEnd) {
    const TemporaryFolder folder;
    std::string yaml = study_yaml();
    yaml.replace(yaml.find("instrument:\n"), 12, "instrument:\n  review: true\n");
    write_file(folder.path() / "tiny/study.yaml", yaml);
    Desk desk(folder);
    const Secret secret = past_first(desk);
    const auto send = [](int revision) {
        return fixture::Fields{{"_go", "send"}, {"_revision", std::to_string(revision)}};
    };
    EXPECT_EQ(page_of(desk.submit(secret, send(1))), 1) << "not before everything is answered";
    ASSERT_EQ(page_of(desk.send(secret, "second", {{"people", "7"}})), last_page);
    EXPECT_TRUE(is<ToReview>(desk.send(secret, "last", {{"remark", "no"}})));
    EXPECT_EQ(desk.view(secret)->state.status, response::Status::in_progress);
    // A change on an earlier page comes back to the review, past the pages between.
    const fixture::Fields other{{"people", "8"}, {"_shown", "parts people"}};
    EXPECT_TRUE(is<ToReview>(desk.send(secret, "second", other, "review")));
    for (const fixture::Fields& old : {send(3), fixture::Fields{{"_go", "send"}}}) {
        const Result<SubmitOutcome> outcome = desk.submit(secret, old);
        ASSERT_TRUE(is<ToReview>(outcome)) << "the review showed other answers, or none";
        EXPECT_TRUE(std::get<ToReview>(*outcome).changed);
        EXPECT_EQ(desk.view(secret)->state.status, response::Status::in_progress);
    }
    EXPECT_TRUE(is<Completed>(desk.submit(secret, send(4))));
    EXPECT_TRUE(is<Completed>(desk.submit(secret, send(4)))) << "a second click changes nothing";
    EXPECT_EQ(desk.view(secret)->state.status, response::Status::complete);
}

TEST(SubmitPageTest, ForLaterKeepsWhatItCanAndCountsTheRest) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = past_first(desk);
    const fixture::Fields fields{{"parts", "web"}, {"people", "many"}, {"_shown", "parts people"}};
    const Result<SubmitOutcome> outcome = desk.send(secret, "second", fields, "later");
    ASSERT_TRUE(is<SetAside>(outcome));
    EXPECT_EQ(std::get<SetAside>(*outcome).left_out, 1) << "a number that is none";
    EXPECT_NE(desk.answer(secret, "parts"), response::Answer{});
    EXPECT_EQ(desk.answer(secret, "people"), response::Answer{});
    const std::optional<PageView> view = desk.view(secret);
    EXPECT_EQ(view->state.status, response::Status::in_progress);
    EXPECT_EQ(response::resume_page(*view->study, view->state), 1) << "one answer is still open";
    const Result<SubmitOutcome> back = desk.send(secret, "second", fields, "back");
    ASSERT_TRUE(is<GoTo>(back));
    EXPECT_EQ(std::get<GoTo>(*back).left_out, 1) << "going back says it, too";
    // Nothing new is said: nothing is stored twice.
    const std::size_t entries = desk.entries(secret).size();
    const fixture::Fields same{{"parts", "web"}, {"_shown", "parts people"}};
    EXPECT_TRUE(is<SetAside>(desk.send(secret, "second", same, "later")));
    EXPECT_EQ(desk.entries(secret).size(), entries);
}

TEST(SubmitPageTest, AParticipantDeletesTheAnswersWhateverTheStudysLife) {
    for (const Life life : {Life::draft, Life::paused, Life::closed}) {
        SCOPED_TRACE(to_text(life));
        const TemporaryFolder folder;
        Desk desk(folder);
        if (life != Life::draft) {
            ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
        }
        const Secret secret = past_first(desk);
        const Secret other = past_first(desk);
        if (life != Life::draft) {
            ASSERT_TRUE(step_life(desk.folder(), desk.data(), life, desk.clock()));
        }
        for (int again = 0; again < 2; ++again) {
            const Result<WithdrawOutcome> outcome = desk.withdraw(secret);
            ASSERT_TRUE(outcome);
            EXPECT_TRUE(std::holds_alternative<Deleted>(*outcome));
        }
        EXPECT_EQ(desk.view(secret)->state.status, response::Status::withdrawn);
        EXPECT_EQ(desk.view(other)->state.status, response::Status::in_progress);
        EXPECT_TRUE(is<NoResponse>(desk.submit(secret, Desk::form("second", 0, {}))));
        const Result<WithdrawOutcome> nobody = desk.withdraw("0123456789abcdefghjkmnpqr0");
        ASSERT_TRUE(nobody);
        EXPECT_TRUE(std::holds_alternative<NoResponse>(*nobody));
        desk.close();  // what is marked is overwritten now at the latest
        const auto verified = verify(desk.data(), "tiny", {});
        ASSERT_TRUE(verified);
        EXPECT_EQ(verified->front().withdrawn, 1);
        EXPECT_FALSE(verified->front().broken);
    }
}

TEST(SubmitPageTest, APauseByAnotherProcessTakesEffectWithinASecond) {
    const TemporaryFolder folder;
    Desk desk(folder);
    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
    desk.clock().advance(life_age_max);
    const Secret secret = past_first(desk);
    EXPECT_EQ(desk.view(secret)->origin, response::Origin::real);

    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::paused, desk.clock()));
    desk.clock().advance(life_age_max);
    EXPECT_TRUE(is<NotTaking>(desk.submit(secret, Desk::form("second", 0, {{"people", "7"}}))));
    const auto consent = desk.consent();
    ASSERT_TRUE(consent);
    ASSERT_TRUE(std::holds_alternative<NotTaking>(*consent));
    EXPECT_EQ(std::get<NotTaking>(*consent).life, Life::paused);
    EXPECT_EQ(desk.fieldwork().life("tiny"), Life::paused);

    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
    desk.clock().advance(life_age_max);
    EXPECT_EQ(page_of(desk.send(secret, "second", {{"people", "7"}})), last_page);
}

TEST(SubmitPageTest, ClosingByAnotherProcessTakesEffectAtOnce) {
    const TemporaryFolder folder;
    Desk desk(folder);
    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
    const Secret secret = past_first(desk);
    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::closed, desk.clock()));
    // No time has passed: what pages know of the study's life may be a second old, what is written
    // may not, or it would lie behind the closing seal.
    EXPECT_TRUE(is<NotTaking>(desk.submit(secret, Desk::form("second", 0, {{"people", "7"}}))));
    const auto consent = desk.consent();
    ASSERT_TRUE(consent);
    EXPECT_TRUE(std::holds_alternative<NotTaking>(*consent));
}

TEST(SubmitPageTest, ManySessionsBeyondThoseKeptAreFoldedAgain) {
    const TemporaryFolder folder;
    Desk desk(folder);
    Sessions sessions(1);
    const Secret one = past_first(desk);
    const Secret other = past_first(desk);
    Result<std::unique_ptr<store::Store>> store = store::open_store(desk.data());
    ASSERT_TRUE(store);
    Versions versions;
    const Result<void> done = (*store)->run([&](store::Transaction& transaction) -> Result<void> {
        const StudyId study = transaction.study("tiny")->id;
        for (const Secret& secret : {one, other, one, other, one}) {
            const auto found = sessions.find(transaction, versions, study, *secret_hash(secret));
            EXPECT_TRUE(found);
            EXPECT_NE(*found, nullptr);
            EXPECT_EQ((*found)->folded.state.page_revisions.front(), 1);
        }
        return {};
    });
    EXPECT_TRUE(done);
}

}  // namespace
}  // namespace querist::actions
