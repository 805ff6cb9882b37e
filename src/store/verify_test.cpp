#include "store/raw_database.hpp"
#include "store/store_fixture.hpp"

#include <cstdlib>

namespace querist::store::fixture {
namespace {

/// A study with five responses of three pages, one withdrawn, and two seals.
StudyId write_example(Store& store) {
    const TinyStudy tiny = TinyStudy::add(store);
    SeededRandom random(11);
    const Result<void> done = store.run([&](Transaction& transaction) -> Result<void> {
        transaction.freeze_plan(tiny.study, tiny.version, "querist: 1\n", at(1'400));
        transaction.set_life(tiny.study, Life::open, "confidential", at(1'500));
        for (int i = 0; i < 5; ++i) {
            ResponseRow row = *transaction.start_response(tiny.new_response(random));
            for (int page = 0; page < 3; ++page) {
                (void)transaction.append(row, page_entry(random, page, 1, "blue"));
                transaction.project(row.id, "{}");
            }
            using enum response::EntryKind;
            if (i == 1) {
                (void)transaction.withdraw(
                    row, plain_entry(random, withdrawal, response::Status::withdrawn)
                );
            } else if (i != 2) {
                (void)transaction.append(
                    row, plain_entry(random, completion, response::Status::complete)
                );
            }
            if (i == 3) (void)transaction.seal(tiny.study, at(2'000));
        }
        (void)transaction.seal(tiny.study, at(3'000));
        transaction.set_life(tiny.study, Life::closed, "confidential", at(3'500));
        return {};
    });
    if (!done) throw std::runtime_error(describe(done.error()));
    return tiny.study;
}

TEST(VerifyTest, CountsWhatHolds) {
    const TemporaryFolder folder;
    const std::unique_ptr<Store> store = opened(folder.path());
    const StudyId study = write_example(*store);
    const VerifyReport report = store->verify(study, {});
    EXPECT_FALSE(report.broken) << describe(*report.broken);
    EXPECT_EQ(report.responses, 5);
    EXPECT_EQ(report.entries, 19);
    EXPECT_EQ(report.withdrawn, 1);
    EXPECT_EQ(report.seals, 2);
    EXPECT_EQ(report.plans, 1);
    ASSERT_TRUE(report.last_seal);
}

struct Tampering {
    const char* name;
    const char* script;
    const char* code;
    const char* said;  ///< Part of the message.
};

// Response 1 has entries 1 to 4, response 2 (withdrawn) 5 to 8, response 3 9 to 11, response 4
// 12 to 15, response 5 16 to 19. Public ids order them differently.
constexpr const char* entry = "verify.entry";
constexpr const char* response_code = "verify.response";

const Tampering tamperings[] = {
    {"body changed",
     "UPDATE entry SET body = replace(body, 'blue', 'red') WHERE id = 2",
     entry,
     "entry 2: its body does not fit its commitment"},
    {"salt changed",
     "UPDATE entry SET salt = zeroblob(32) WHERE id = 2",
     entry,
     "entry 2: its body does not fit its commitment"},
    {"body removed",
     "UPDATE entry SET body = NULL WHERE id = 2",
     entry,
     "entry 2: only one of its body and salt is there"},
    {"body and salt removed",
     "UPDATE entry SET body = NULL, salt = NULL, page = NULL, revision = NULL WHERE id = 2",
     response_code,
     "a body is missing though the response is not withdrawn"},
    {"commitment changed",
     "UPDATE entry SET commitment = zeroblob(32) WHERE id = 6",
     entry,
     "entry 2: its link does not fit"},
    {"link changed",
     "UPDATE entry SET head = zeroblob(32) WHERE id = 3",
     entry,
     "entry 3: its link does not fit"},
    {"kind changed",
     "UPDATE entry SET kind = 'flag' WHERE id = 3",
     entry,
     "entry 3: its link does not fit"},
    {"entry deleted", "DELETE FROM entry WHERE id = 3", entry, "entry 3: it is missing"},
    {"last entry deleted",
     "DELETE FROM entry WHERE id = 11",
     response_code,
     "its row ends at entry 3, its chain at entry 2"},
    {"last entry deleted and the row moved back",
     "DELETE FROM entry WHERE id = 19; UPDATE response SET sequence = 3, status = 'in_progress', "
     "head = (SELECT head FROM entry WHERE id = 18) WHERE id = 5",
     "verify.seal",
     "seal 2"},
    {"entry inserted",
     "UPDATE entry SET sequence = sequence + 10 WHERE response = 3 AND sequence > 1;"
     "INSERT INTO entry (response, sequence, kind, commitment, head, salt, body) "
     "SELECT 3, 2, kind, commitment, head, salt, body FROM entry WHERE id = 1;"
     "UPDATE entry SET sequence = sequence - 9 WHERE response = 3 AND sequence > 9",
     entry,
     "entry 2: its link does not fit"},
    {"order swapped",
     "UPDATE entry SET sequence = 99 WHERE id = 1; UPDATE entry SET sequence = 1 WHERE id = 2;"
     "UPDATE entry SET sequence = 2 WHERE id = 1",
     entry,
     "entry 1: its link does not fit"},
    {"page accepted twice",
     "DROP INDEX entry_page_revision; UPDATE entry SET page = 0 WHERE id = 2",
     entry,
     "its page and revision were accepted before"},
    {"entry moved in time",
     "UPDATE entry SET id = 1000 WHERE id = 1; UPDATE entry SET id = 1 WHERE id = 2;"
     "UPDATE entry SET id = 2 WHERE id = 1000",
     entry,
     "it was written before the entry that precedes it"},
    {"head of the row changed",
     "UPDATE response SET head = zeroblob(32) WHERE id = 1",
     response_code,
     "or their links differ"},
    {"sequence of the row changed",
     "UPDATE response SET sequence = 9 WHERE id = 1",
     response_code,
     "its row ends at entry 9, its chain at entry 4"},
    {"synthetic made real",
     "UPDATE response SET origin = 'synthetic' WHERE id = 1",
     entry,
     "entry 1: its link does not fit"},
    {"public id changed",
     "UPDATE response SET public_id = zeroblob(16) WHERE id = 1",
     entry,
     "entry 1: its link does not fit"},
    {"unfinished made complete",
     "UPDATE response SET status = 'complete' WHERE id = 3",
     response_code,
     "its status is not what its chain says"},
    {"withdrawn made unfinished",
     "UPDATE response SET status = 'in_progress' WHERE id = 2",
     response_code,
     "its status is not what its chain says"},
    {"withdrawn page named again",
     "UPDATE entry SET page = 0, revision = 1 WHERE id = 5",
     entry,
     "it is withdrawn and still names its page"},
    {"withdrawn answer brought back",
     "UPDATE entry SET body = 'x', salt = zeroblob(32) WHERE id = 5",
     entry,
     "its body does not fit its commitment"},
    {"response deleted", "DELETE FROM response WHERE id = 4", entry, "belongs to no response"},
    {"response deleted with its entries",
     "DELETE FROM entry WHERE response = 4; DELETE FROM response WHERE id = 4",
     entry,
     "the ids have a gap"},
    {"last response deleted with its entries",
     "DELETE FROM entry WHERE response = 5; DELETE FROM response WHERE id = 5",
     "verify.seal",
     "seal 2"},
    {"seal changed",
     "UPDATE seal SET seal = zeroblob(32) WHERE sequence = 1",
     "verify.seal",
     "seal 1 is not in its log"},
    {"seal's time changed",
     "UPDATE seal SET at = at + 1 WHERE sequence = 2",
     "verify.seal",
     "seal 2"},
    {"seal's count changed",
     "UPDATE seal SET responses = 4 WHERE sequence = 2",
     "verify.seal",
     "it covers 4 responses, 5 are there"},
    {"seal deleted", "DELETE FROM seal WHERE sequence = 2", "verify.seal", "a seal is missing"},
    {"log changed",
     "UPDATE study_log SET body = replace(body, 'open', 'pilot') WHERE sequence = 3",
     "verify.log",
     "entry 3 of its log does not fit its link"},
    {"log entry deleted",
     "DELETE FROM study_log WHERE sequence = 2",
     "verify.log",
     "entry 2 of its log is missing"},
    {"end of the log deleted",
     "DELETE FROM study_log WHERE sequence = 6",
     "verify.log",
     "its log does not end where its row says"},
    {"study reopened", "UPDATE study SET life = 'open'", "verify.log", "its life or mode"},
    {"mode changed", "UPDATE study SET mode = 'anonymous'", "verify.log", "its life or mode"},
    {"file of the version changed",
     "UPDATE version_file SET bytes = CAST('id: x' AS BLOB)",
     "verify.version",
     "its file study.yaml was changed"},
    {"file of the version deleted",
     "DELETE FROM version_file",
     "verify.version",
     "a file is missing"},
    {"manifest changed",
     "UPDATE version SET manifest = '[]'",
     "verify.version",
     "its manifest was changed"},
    {"version changed",
     "UPDATE version SET hash = zeroblob(32)",
     "verify.version",
     "is not in its log"},
    {"plan changed",
     "UPDATE plan SET bytes = CAST('querist: 2' AS BLOB)",
     "verify.plan",
     "its bytes were changed"},
    {"plan's hash changed", "UPDATE plan SET hash = zeroblob(32)", "verify.plan", "not in its log"},
    {"plan dated back", "UPDATE plan SET at = at - 1", "verify.plan", "its time, life or version"},
    {"plan said to be of a pilot",
     "UPDATE plan SET life = 'pilot'",
     "verify.plan",
     "its time, life or version"},
    {"plan deleted", "DELETE FROM plan", "verify.plan", "a frozen plan is missing"},
    {"plan added",
     "INSERT INTO plan SELECT study, 2, version, hash, life, at, bytes FROM plan",
     "verify.plan",
     "is not in its log"},
};

TEST(VerifyTest, NamesEveryTampering) {
    const TemporaryFolder folder;
    StudyId study;
    {
        const std::unique_ptr<Store> store = opened(folder.path());
        study = write_example(*store);
    }
    for (const Tampering& one : tamperings) {
        SCOPED_TRACE(one.name);
        const TemporaryFolder copy;
        std::filesystem::copy_file(folder.path() / "answers.db", copy.path() / "answers.db");
        RawDatabase(copy.path() / "answers.db").run(one.script);
        const VerifyReport report = opened(copy.path())->verify(study, {});
        if (!report.broken) {
            ADD_FAILURE() << "not noticed";
            continue;
        }
        EXPECT_EQ(report.broken->code, one.code);
        EXPECT_TRUE(report.broken->message.contains(one.said)) << report.broken->message;
        EXPECT_TRUE(report.broken->message.contains("study tiny")) << report.broken->message;
    }
}

TEST(VerifyTest, AnotherProgramCanVerify) {
    const TemporaryFolder folder;
    {
        (void)write_example(*opened(folder.path()));
    }
    const std::filesystem::path file = folder.path() / "answers.db";
    const auto status = [&] {
        const std::string command = std::string("python3 ") + QUERIST_SOURCE_DIR +
                                    "/docs/verify_answers.py " + file.string() + " >/dev/null 2>&1";
        return std::system(command.c_str());  // NOLINT: both paths are this test's own
    };
    EXPECT_EQ(status(), 0);
    RawDatabase(file).run("UPDATE entry SET body = replace(body, 'blue', 'red') WHERE id = 2");
    EXPECT_NE(status(), 0);
    RawDatabase(file).run("UPDATE entry SET body = replace(body, 'red', 'blue') WHERE id = 2");
    EXPECT_EQ(status(), 0);
    RawDatabase(file).run("UPDATE plan SET bytes = CAST('querist: 2' AS BLOB)");
    EXPECT_NE(status(), 0);
}

}  // namespace
}  // namespace querist::store::fixture
