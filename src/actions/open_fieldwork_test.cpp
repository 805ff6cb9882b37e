#include "actions/fieldwork_fixture.hpp"

#include <algorithm>

namespace querist::actions {
namespace {

using namespace fixture;

bool any_note(const std::vector<std::string>& notes, std::string_view part) {
    return std::ranges::any_of(notes, [&](const std::string& note) {
        return note.find(part) != std::string::npos;
    });
}

FieldworkOpened open_folders(const TemporaryFolder& folder, std::vector<std::string> names) {
    std::vector<std::filesystem::path> folders;
    for (const std::string& name : names) folders.push_back(folder.path() / name);
    FieldworkOptions options;
    options.data = folder.path() / "data";
    static fixture::StandingClock clock;
    static SystemRandom random;
    return open_fieldwork(folders, options, clock, random);
}

TEST(OpenFieldworkTest, AStudyNeverSeenBeforeIsADraft) {
    const TemporaryFolder folder;
    Desk desk(folder);
    EXPECT_TRUE(any_note(desk.notes(), "registered (draft)"));
    EXPECT_EQ(desk.fieldwork().life("tiny"), Life::draft);
    EXPECT_EQ(desk.fieldwork().study("nothing"), nullptr);
    desk.close();
    desk.open();
    EXPECT_FALSE(any_note(desk.notes(), "registered"));
}

TEST(OpenFieldworkTest, LostKeysAreToldWhereSomebodyTookPart) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const auto reopen_without_keys = [&] {
        desk.close();
        std::filesystem::remove(desk.data() / "keys");
        desk.open();
        return any_note(desk.notes(), "keys was missing");
    };
    EXPECT_FALSE(reopen_without_keys()) << "nobody took part";
    (void)desk.start();
    EXPECT_TRUE(reopen_without_keys());
    desk.close();
    desk.open();
    EXPECT_FALSE(any_note(desk.notes(), "keys was missing"));
}

TEST(OpenFieldworkTest, ProblemsOfEveryStudyAreTold) {
    const TemporaryFolder folder;
    write_file(folder.path() / "one/study.yaml", "querist: 1\n");
    const FieldworkOpened opened = open_folders(folder, {"one", "two"});
    EXPECT_EQ(opened.fieldwork, nullptr);
    EXPECT_TRUE(std::ranges::any_of(opened.problems, [](const Problem& one) {
        return one.code == "study.no-folder";
    }));
    EXPECT_GT(opened.problems.size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "data"));
}

TEST(OpenFieldworkTest, TheSameIdTwiceIsAProblem) {
    const TemporaryFolder folder;
    write_file(folder.path() / "one/study.yaml", study_yaml("same"));
    write_file(folder.path() / "two/study.yaml", study_yaml("same"));
    const FieldworkOpened opened = open_folders(folder, {"one", "two"});
    EXPECT_EQ(opened.fieldwork, nullptr);
    ASSERT_FALSE(opened.problems.empty());
    EXPECT_EQ(opened.problems.back().code, "actions.study-twice");
}

TEST(OpenFieldworkTest, SecretsOfOneStudyOpenNoOther) {
    const TemporaryFolder folder;
    Desk one(folder, "one");
    const Secret secret = one.start();
    Desk other(folder, "other");
    EXPECT_TRUE(is<NoResponse>(other.submit(secret, Desk::form("first", 0, {{"uses", "no"}}))));
    EXPECT_FALSE(other.view(secret));
}

TEST(OpenFieldworkTest, RefusalsStoreTheFactAndTheDay) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const auto outcome = desk.consent(false);
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(std::holds_alternative<Refused>(*outcome));
    Result<std::unique_ptr<store::Store>> store =
        open_existing(desk.data(), store::Access::read_only);
    ASSERT_TRUE(store);
    const auto snapshot = (*store)->snapshot();
    std::vector<store::ResponseRow> rows;
    snapshot->each_response(snapshot->study("tiny")->id, [&](const store::ResponseRow& row) {
        rows.push_back(row);
    });
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().status, response::Status::refused);
    EXPECT_FALSE(snapshot->projection(rows.front().id));
    const auto entries = snapshot->entries(rows.front().id);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(
        *entries.front().body,
        R"({"agreed":false,"at":"2026-11-23T00:00:00.000000Z","consent_version":1})"
    );
}

TEST(OpenFieldworkTest, AnEditedLiveStudyBeginsAVersionAndSaysWhatStaysComparable) {
    const TemporaryFolder folder;
    Desk desk(folder);
    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
    const Secret before = desk.start();
    desk.close();
    std::string edited = study_yaml();
    const std::string choice = "            - web: The web\n";
    edited.erase(edited.find(choice), choice.size());
    write_file(desk.folder() / "study.yaml", edited);
    desk.open();
    EXPECT_TRUE(any_note(desk.notes(), "registered (open)"));
    EXPECT_TRUE(any_note(desk.notes(), "not comparable"));

    // Who began before goes on with the version of before, which is read from the store.
    const fixture::Fields first{{"uses", "yes"}, {"reason", "x"}, {"_shown", "uses reason"}};
    const fixture::Fields web{{"parts", "web"}};
    EXPECT_EQ(page_of(desk.send(before, "first", first)), 1);
    EXPECT_EQ(page_of(desk.send(before, "second", web)), 2);
    const Secret after = desk.start();
    EXPECT_EQ(page_of(desk.send(after, "first", first)), 1);
    EXPECT_TRUE(is<Faulty>(desk.send(after, "second", web)));
}

TEST(OpenFieldworkTest, ARunningServerFollowsTheVersionThatOpens) {
    const TemporaryFolder folder;
    Desk desk(folder);
    (void)desk.start();
    const Digest before = desk.fieldwork().study("tiny")->version;
    std::string edited = study_yaml();
    edited.replace(edited.find("Is there anything else?"), 23, "Is anything else there?");
    write_file(desk.folder() / "study.yaml", edited);
    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
    desk.clock().advance(life_age_max);
    const Secret secret = desk.start();
    const std::optional<PageView> view = desk.view(secret);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->origin, response::Origin::real);
    EXPECT_NE(view->study->version, before) << "a real answer on a version that was not opened";
    EXPECT_EQ(desk.fieldwork().study("tiny")->version, view->study->version);
}

TEST(OpenFieldworkTest, AnOpenStudyIsNotServedWithAnErrorThatOpeningRefuses) {
    const TemporaryFolder folder;
    Desk desk(folder);
    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
    desk.close();
    std::string edited = study_yaml();
    const std::size_t consent = edited.find("\nconsent:") + 1;
    const std::size_t after = edited.find("\ninstrument:") + 1;
    edited.erase(consent, after - consent);
    write_file(desk.folder() / "study.yaml", edited);
    const FieldworkOpened opened = open_folders(folder, {"tiny"});
    EXPECT_EQ(opened.fieldwork, nullptr);
    ASSERT_FALSE(opened.problems.empty());
    EXPECT_EQ(opened.problems.back().code, "actions.not-ready");
}

TEST(OpenFieldworkTest, ASecondClickBeginsNoSecondResponse) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const auto secret_of = [](const Result<ConsentOutcome>& outcome) {
        return std::get<Started>(*outcome).secret;
    };
    const Secret first = secret_of(desk.consent(true, "key"));
    EXPECT_EQ(secret_of(desk.consent(true, "key")), first);
    EXPECT_NE(secret_of(desk.consent(true, "another key")), first);
    EXPECT_TRUE(std::holds_alternative<Refused>(*desk.consent(false, "key")));
    EXPECT_TRUE(std::holds_alternative<Refused>(*desk.consent(false, "key")));
    const auto stands = actions::status(desk.data());
    ASSERT_TRUE(stands);
    std::int64_t total = 0;
    for (const StudyStatus::Count& count : stands->front().counts) total += count.count;
    EXPECT_EQ(total, 3) << "two responses and one refusal";
}

TEST(OpenFieldworkTest, AKeyOpensAResponseOnlyRightAfterItBegan) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const auto secret_of = [](const Result<ConsentOutcome>& outcome) {
        return std::get<Started>(*outcome).secret;
    };
    const Secret first = secret_of(desk.consent(true, "key"));
    desk.clock().advance(std::chrono::minutes(1));
    EXPECT_EQ(secret_of(desk.consent(true, "key")), first);
    desk.clock().advance(std::chrono::microseconds(1));
    const Secret later = secret_of(desk.consent(true, "key"));
    EXPECT_NE(later, first);
    EXPECT_TRUE(desk.view(later));
}

TEST(OpenFieldworkTest, ASlowReaderPutsNoOlderVersionBack) {
    const TemporaryFolder folder;
    Desk desk(folder);
    Served served;
    served.id = "tiny";
    served.fielded.store(
        std::make_shared<const FieldedVersion>(VersionId{}, desk.fieldwork().study("tiny"))
    );
    Versions versions;
    const auto view = [&] {
        return (*open_existing(desk.data(), store::Access::read_only))->snapshot();
    };
    const std::unique_ptr<store::Snapshot> before = view();
    ASSERT_TRUE(before->study("tiny")) << "the view begins now";
    std::string edited = study_yaml();
    edited.replace(edited.find("Is there anything else?"), 23, "Is anything else there?");
    write_file(desk.folder() / "study.yaml", edited);
    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
    EXPECT_EQ(current_life(served, versions, *view(), desk.clock().now()), Life::open);
    const Digest opened = served.fielded.load()->study->version;
    EXPECT_NE(opened, desk.fieldwork().study("tiny")->version);
    desk.clock().advance(life_age_max);
    EXPECT_EQ(current_life(served, versions, *before, desk.clock().now()), Life::open);
    EXPECT_EQ(served.fielded.load()->study->version, opened);
}

TEST(OpenFieldworkTest, TheModeIsFixedAtTheFirstOpening) {
    const TemporaryFolder folder;
    Desk desk(folder);
    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
    desk.close();
    std::string edited = study_yaml();
    edited.replace(edited.find("confidential"), 12, "anonymous");
    write_file(desk.folder() / "study.yaml", edited);
    const FieldworkOpened opened = open_folders(folder, {"tiny"});
    EXPECT_EQ(opened.fieldwork, nullptr);
    ASSERT_FALSE(opened.problems.empty());
    EXPECT_EQ(opened.problems.back().code, "actions.mode-fixed");
}

TEST(OpenFieldworkTest, VisitsAreCountedByDayAndWrittenAtTheEnd) {
    const TemporaryFolder folder;
    Desk desk(folder);
    desk.fieldwork().count_visit("tiny");
    desk.fieldwork().count_visit("tiny");
    desk.clock().advance(std::chrono::hours(13));
    desk.fieldwork().count_visit("tiny");
    desk.fieldwork().count_visit("no such study");
    desk.close();
    Result<std::unique_ptr<store::Store>> store =
        open_existing(desk.data(), store::Access::read_only);
    ASSERT_TRUE(store);
    const auto snapshot = (*store)->snapshot();
    const auto visits = snapshot->visits(snapshot->study("tiny")->id);
    ASSERT_EQ(visits.size(), 2U);
    EXPECT_EQ(visits[0].day, "2026-11-23");
    EXPECT_EQ(visits[0].count, 2);
    EXPECT_EQ(visits[1].day, "2026-11-24");
    EXPECT_EQ(visits[1].count, 1);
}

TEST(OpenFieldworkTest, EachDayIsSealedOnce) {
    const TemporaryFolder folder;
    Desk desk(folder);
    (void)desk.start();
    const auto keep_house = [&] { desk.fieldwork().keep_house(desk.clock().now()); };
    keep_house();
    desk.close();
    desk.open();  // a server that is started anew knows what was sealed
    keep_house();
    desk.clock().advance(std::chrono::hours(24));
    keep_house();
    keep_house();
    desk.close();
    const auto verified = verify(desk.data(), "tiny", {});
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->front().seals, 2);
    EXPECT_FALSE(verified->front().broken);
}

TEST(OpenFieldworkTest, CsrfTokensAreTheSessionsAndTheDatas) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const std::string token = desk.fieldwork().csrf_token("a");
    EXPECT_EQ(token.size(), 64U);
    EXPECT_NE(token, desk.fieldwork().csrf_token("b"));
    desk.close();
    desk.open();
    EXPECT_EQ(token, desk.fieldwork().csrf_token("a"));
}

}  // namespace
}  // namespace querist::actions
