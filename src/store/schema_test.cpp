#include "store/schema.hpp"

#include "store/raw_database.hpp"
#include "store/store_fixture.hpp"

#include <fstream>
#include <sstream>
#include <thread>

namespace querist::store::fixture {
namespace {

std::filesystem::path fixture_of_schema(int schema) {
    return std::filesystem::path(QUERIST_SOURCE_DIR) /
           ("tests/fixtures/answers_schema_" + std::to_string(schema) + ".sql");
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return std::move(bytes).str();
}

class OlderSchemaTest : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(SchemaTest, OlderSchemaTest, ::testing::Values(1, 2, 3, 4, 5, 6));

TEST_P(OlderSchemaTest, IsStillReadAndTakesAPlan) {
    const TemporaryFolder folder;
    RawDatabase(folder.path() / "answers.db").run(text_of(fixture_of_schema(GetParam())));
    const std::unique_ptr<Store> store = opened(folder.path());
    const std::unique_ptr<Snapshot> snapshot = store->snapshot();
    const std::optional<StudyRow> study = snapshot->study("tiny");
    ASSERT_TRUE(study);
    EXPECT_EQ(study->life, Life::closed);
    EXPECT_EQ(study->mode, "confidential");
    const VerifyReport report = store->verify(study->id, {});
    EXPECT_FALSE(report.broken) << describe(*report.broken);
    EXPECT_EQ(report.responses, 3);
    EXPECT_EQ(report.entries, 8);
    EXPECT_EQ(report.withdrawn, 1);
    EXPECT_EQ(report.seals, 1);
    int projected = 0;
    snapshot->each_projection(study->id, response::Origin::real, {}, [&](const ProjectionRow& row) {
        EXPECT_EQ(row.data, R"({"colour":"blue"})");
        ++projected;
    });
    EXPECT_EQ(projected, 2);
    EXPECT_TRUE(snapshot->plans(study->id).empty());
    const VersionId version = snapshot->versions(study->id).front().id;
    EXPECT_TRUE(store->run([&](Transaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.freeze_plan(study->id, version, "querist: 1\n", at(9'000)));
        return {};
    }));
    EXPECT_EQ(store->verify(study->id, {}).plans, 1);
}

TEST(SchemaTest, EveryMigrationSaysItsNumber) {
    const TemporaryFolder folder;
    {
        const std::unique_ptr<Store> store = opened(folder.path());
    }
    RawDatabase raw(folder.path() / "answers.db");
    EXPECT_EQ(raw.value("PRAGMA user_version"), std::to_string(migrations().size()));
    EXPECT_EQ(raw.value("PRAGMA application_id"), std::to_string(application_id));
    EXPECT_EQ(raw.value("PRAGMA integrity_check"), "ok");
}

Connection writer_of(const std::filesystem::path& folder) {
    Connection::Options options;
    options.file = folder / "answers.db";
    options.role = Connection::Role::writer;
    return Connection(options);
}

TEST(SchemaTest, StepsRunInOrderAndOnce) {
    const TemporaryFolder folder;
    Connection connection = writer_of(folder.path());
    const Migration steps[] = {
        {"CREATE TABLE t (x); PRAGMA application_id = 0x51525354; PRAGMA user_version = 1"},
        {"INSERT INTO t VALUES (1); PRAGMA user_version = 2"},
        {"UPDATE t SET x = x + 1; PRAGMA user_version = 3"},
    };
    migrate(connection, std::span(steps).first(2));
    EXPECT_EQ(connection.number("SELECT x FROM t"), 1);
    migrate(connection, steps);
    migrate(connection, steps);
    EXPECT_EQ(connection.number("SELECT x FROM t"), 2);
    EXPECT_EQ(file_kind(connection).schema, 3);
}

TEST(SchemaTest, FifthStepPartsProjectionsAndCountsResponses) {
    const TemporaryFolder folder;
    Connection connection = writer_of(folder.path());
    migrate(connection, migrations().first(4));
    connection.run_script(R"sql(
INSERT INTO study VALUES (1, 'tiny', 'open', 'confidential', 0, x'00', NULL);
INSERT INTO version VALUES (1, 1, x'00', '[]', 0);
INSERT INTO response (id, study, version, origin, status, public_id, resume_hash, sequence, head)
VALUES (1, 1, 1, 'real', 'complete', x'01', x'01', 0, x'00'),
       (2, 1, 1, 'real', 'complete', x'02', x'02', 0, x'00'),
       (3, 1, 1, 'test', 'in_progress', x'03', x'03', 0, x'00');
INSERT INTO projection VALUES
(1, CAST('{"a":[true,"x\n\u00e9"],"b":5,"c":2,"d":[[1,null,{}]],"g":"aa","m":[[null,7]],"p":"11",'
      || '"r":[1],"s":"complete","t":[[1,"o","mine"]],"x":true}' AS BLOB)),
(2, CAST('{"a":[null,1.50],"g":"ba","p":"01","r":[0],"s":"complete"}' AS BLOB)),
(3, x'7b22'))sql");
    migrate(connection, migrations());
    const auto data = [&](int response) {
        Query query = connection.query("SELECT data FROM projection WHERE response = ?1", response);
        return query.next() ? std::string(query.bytes(0)) : "no row";
    };
    EXPECT_EQ(
        data(1),
        R"({"a":[true,"x\n\u00e9"],"b":5,"g":"aa","s":"complete","t":[[1,"o","mine"]],"x":true})"
        "\n"
        R"({"c":2,"d":[[1,null,{}]],"m":[[null,7]],"p":"11","r":[1]})"
    );
    EXPECT_EQ(
        data(2),
        R"({"a":[null,1.50],"g":"ba","s":"complete"})"
        "\n"
        R"({"c":0,"p":"01","r":[0]})"
    );
    EXPECT_EQ(data(3), "{\"") << "what is damaged is for querist rebuild";
    EXPECT_EQ(connection.number("SELECT count FROM tally WHERE origin = 'real'"), 2);
    EXPECT_EQ(connection.number("SELECT count FROM tally WHERE origin = 'test'"), 1);
    connection.run_script("DELETE FROM projection; DELETE FROM response WHERE id = 3");
    EXPECT_EQ(connection.number("SELECT count FROM tally WHERE origin = 'test'"), 0);
}

TEST(SchemaTest, OlderFileIsBackedUpBeforeItIsUpgraded) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "answers.db";
    const std::filesystem::path backup = file.string() + ".schema-0.backup";
    for (int time = 1; time <= 2; ++time) {
        SCOPED_TRACE(time);
        std::filesystem::remove(file);
        RawDatabase(file).run("PRAGMA application_id = 0x51525354");
        StoreOptions reading;
        reading.access = Access::read_only;
        EXPECT_EQ(open_store(folder.path(), reading).error().code, "store.older");
        EXPECT_TRUE(opened(folder.path())->snapshot()->studies().empty());
        const std::string copy = backup.string() + (time == 1 ? "" : "-2");
        ASSERT_TRUE(std::filesystem::exists(copy));
        EXPECT_EQ(RawDatabase(copy).value("PRAGMA user_version"), "0");
        EXPECT_EQ(RawDatabase(copy).value("PRAGMA application_id"), std::to_string(application_id));
    }
    EXPECT_EQ(RawDatabase(file).value("PRAGMA user_version"), std::to_string(migrations().size()));
}

TEST(SchemaTest, TwoThatOpenAtOnceMakeOneDatabase) {
    for (int round = 0; round < 10; ++round) {
        SCOPED_TRACE(round);
        const TemporaryFolder folder;
        const auto open = [&](const std::string& study) {
            EXPECT_NO_THROW((void)TinyStudy::add(*opened(folder.path()), study));
        };
        {
            const std::jthread other([&] { open("one"); });
            open("two");
        }
        EXPECT_EQ(opened(folder.path())->snapshot()->studies().size(), 2U);
    }
}

TEST(SchemaTest, FailedStepChangesNothing) {
    const TemporaryFolder folder;
    Connection connection = writer_of(folder.path());
    const Migration steps[] = {
        {"CREATE TABLE t (x); PRAGMA application_id = 0x51525354; PRAGMA user_version = 1"},
        {"INSERT INTO t VALUES (1); INSERT INTO none VALUES (1); PRAGMA user_version = 2"},
    };
    migrate(connection, std::span(steps).first(1));
    EXPECT_THROW(migrate(connection, steps), StoreFailure);
    EXPECT_EQ(file_kind(connection).schema, 1);
    EXPECT_EQ(connection.number("SELECT count(*) FROM t"), 0);
}

}  // namespace
}  // namespace querist::store::fixture
