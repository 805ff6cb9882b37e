#include "actions/fieldwork_fixture.hpp"
#include "actions/life.hpp"

#include <algorithm>

namespace querist::actions {
namespace {

using namespace fixture;

TEST(ReadStudyFolderTest, SaysWhatIsWrongWithTheFolder) {
    const TemporaryFolder folder;
    const auto& root = folder.path();
    write_file(root / "good/study.yaml", study_yaml());
    write_file(root / "file", "text");
    write_file(root / "empty/readme", "text");
    write_file(root / "large/study.yaml", std::string(limits::study_file_bytes_max + 1, '#'));
    write_file(root / "secret.yaml", study_yaml());
    std::filesystem::create_directories(root / "escape");
    std::filesystem::create_symlink(root / "secret.yaml", root / "escape/study.yaml");
    write_file(root / "escape-message/study.yaml", study_yaml());
    std::filesystem::create_directories(root / "escape-message/messages");
    std::filesystem::create_symlink(root / "file", root / "escape-message/messages/x.md");
    write_file(root / "escape-image/study.yaml", study_yaml());
    std::filesystem::create_directories(root / "escape-image/images");
    std::filesystem::create_symlink(root / "file", root / "escape-image/images/x.png");
    write_file(root / "good/images/ignored.txt", "no image");
    std::filesystem::create_directories(root / "loop");
    std::filesystem::create_symlink(root / "loop/study.yaml", root / "loop/study.yaml");
    std::filesystem::create_directories(root / "folder/study.yaml");
    struct Row {
        const char* name;
        const char* code;
    };
    for (const Row& row : {
             Row{"nothing", "study.no-folder"},
             Row{"file", "study.no-folder"},
             Row{"good/study.yaml", "study.no-folder"},
             Row{"empty", "study.no-file"},
             Row{"folder", "study.no-file"},
             Row{"large", "study.file-too-large"},
             Row{"escape", "study.outside-folder"},
             Row{"escape-message", "study.outside-folder"},
             Row{"escape-image", "study.outside-folder"},
             Row{"loop", "study.no-file"},
         }) {
        SCOPED_TRACE(row.name);
        const instrument::LoadedStudy loaded = read_study_folder(root / row.name);
        EXPECT_FALSE(loaded.study);
        ASSERT_FALSE(loaded.problems.empty());
        EXPECT_EQ(loaded.problems.front().code, row.code);
    }
    EXPECT_TRUE(read_study_folder(root / "good").study);
    EXPECT_TRUE(read_study_folder((root / "good").string() + "/").study);
}

TEST(StepLifeTest, OnlyTheStepsOfAStudysLifeAreTaken) {
    struct Row {
        Life from;
        std::vector<Life> to;
    };
    const std::vector<Life> all{Life::draft, Life::pilot, Life::open, Life::paused, Life::closed};
    for (const Row& row : {
             Row{Life::draft, {Life::pilot, Life::open}},
             Row{Life::pilot, {Life::open}},
             Row{Life::open, {Life::paused, Life::closed}},
             Row{Life::paused, {Life::open, Life::closed}},
             Row{Life::closed, {}},
         }) {
        for (const Life to : all) {
            SCOPED_TRACE(std::string(to_text(row.from)) + " to " + std::string(to_text(to)));
            EXPECT_EQ(may_become(row.from, to), std::ranges::count(row.to, to) == 1);
        }
    }
}

TEST(StepLifeTest, ClosingSealsAndIsFinal) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const auto step = [&](Life to) {
        return step_life(desk.folder(), desk.data(), to, desk.clock());
    };
    const auto too_early = step(Life::closed);
    ASSERT_FALSE(too_early);
    EXPECT_EQ(too_early.error().code, "actions.wrong-step");
    ASSERT_TRUE(step(Life::pilot));
    ASSERT_TRUE(step(Life::open));
    desk.clock().advance(life_age_max);
    (void)desk.start();
    const auto closed = step(Life::closed);
    ASSERT_TRUE(closed);
    ASSERT_TRUE(closed->seal);
    const auto verified = verify(desk.data(), "tiny", {});
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->front().last_seal, closed->seal);
    const auto again = step(Life::open);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "actions.wrong-step");
    desk.clock().advance(life_age_max);
    const auto consent = desk.consent();
    ASSERT_TRUE(consent);
    EXPECT_TRUE(std::holds_alternative<NotTaking>(*consent));
}

TEST(RebuildTest, MakesProjectionsAgainAndCountsWhatDiffered) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = desk.start();
    EXPECT_EQ(page_of(desk.send(secret, "first", {{"uses", "no"}})), 2);
    (void)desk.start();
    (void)desk.consent(false);
    const auto same = rebuild(desk.data(), "tiny", {});
    ASSERT_TRUE(same) << describe(same.error());
    EXPECT_EQ(same->responses, 3);
    EXPECT_EQ(same->differing, 0);
    {
        Result<std::unique_ptr<store::Store>> store = store::open_store(desk.data());
        ASSERT_TRUE(store);
        const Result<void> tampered = (*store)->run([&](store::Transaction& transaction) {
            const auto study = transaction.study("tiny")->id;
            const auto row = transaction.response_by_resume_hash(study, *secret_hash(secret));
            transaction.project(row->id, "{}");
            return Result<void>();
        });
        ASSERT_TRUE(tampered);
    }
    const auto found = verify(desk.data(), "tiny", {});
    ASSERT_TRUE(found);
    ASSERT_TRUE(found->front().broken);
    EXPECT_EQ(found->front().broken->code, "verify.projection");
    const auto mended = rebuild(desk.data(), "tiny", {});
    ASSERT_TRUE(mended);
    EXPECT_EQ(mended->differing, 1);
    EXPECT_EQ(desk.answer(secret, "uses").value, expression::Value(false));
    EXPECT_FALSE(verify(desk.data(), "tiny", {})->front().broken);
}

TEST(StepLifeTest, OnlyAPausedStudyIsResumed) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const auto resumed =
        step_life(desk.folder(), desk.data(), Life::open, desk.clock(), Life::paused);
    ASSERT_FALSE(resumed);
    EXPECT_EQ(resumed.error().code, "actions.wrong-step");
    EXPECT_EQ(resumed.error().message, "the study tiny is draft, not paused");
}

TEST(SealTest, NothingFollowsTheClosingSeal) {
    const TemporaryFolder folder;
    Desk desk(folder);
    ASSERT_TRUE(step_life(desk.folder(), desk.data(), Life::open, desk.clock()));
    const auto closed = step_life(desk.folder(), desk.data(), Life::closed, desk.clock());
    ASSERT_TRUE(closed);
    const auto again = seal(desk.data(), "tiny", desk.clock());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "actions.wrong-step");
    EXPECT_EQ(verify(desk.data(), "tiny", {})->front().last_seal, closed->seal);
}

TEST(WithdrawTest, DeletesForEverAndStillVerifies) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const Secret secret = desk.start();
    EXPECT_EQ(page_of(desk.send(secret, "first", {{"uses", "no"}})), 2);
    const PublicId id = desk.view(secret)->public_id;
    SystemRandom random;
    ASSERT_TRUE(seal(desk.data(), "tiny", desk.clock()));
    ASSERT_TRUE(withdraw(desk.data(), "tiny", id, desk.clock(), random));
    const auto verified = verify(desk.data(), "", {});
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->front().withdrawn, 1);
    EXPECT_FALSE(verified->front().broken);
    const auto again = withdraw(desk.data(), "tiny", id, desk.clock(), random);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "actions.withdrawn-already");
    const auto nobody = withdraw(desk.data(), "tiny", PublicId{}, desk.clock(), random);
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().code, "actions.unknown-response");
    const auto rebuilt = rebuild(desk.data(), "tiny", {});
    ASSERT_TRUE(rebuilt);
    EXPECT_EQ(rebuilt->differing, 0);
}

TEST(StatusTest, CountsByOriginAndStatus) {
    const TemporaryFolder folder;
    Desk desk(folder);
    (void)desk.start();
    (void)desk.consent(false);
    const auto stands = actions::status(desk.data());
    ASSERT_TRUE(stands);
    ASSERT_EQ(stands->size(), 1U);
    EXPECT_EQ(stands->front().study, "tiny");
    EXPECT_EQ(stands->front().life, Life::draft);
    EXPECT_EQ(stands->front().counts.size(), 2U);
}

TEST(DataTest, MissingDataAndStudiesAreSaid) {
    const TemporaryFolder folder;
    const auto missing = verify(folder.path() / "nowhere", "", {});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, "store.missing");
    Desk desk(folder);
    const auto unknown = verify(desk.data(), "tny", {});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, "actions.unknown-study");
    EXPECT_EQ(unknown.error().cure, "did you mean tiny?");
}

}  // namespace
}  // namespace querist::actions
