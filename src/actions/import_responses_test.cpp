#include "actions/import_responses.hpp"

#include "actions/fieldwork_fixture.hpp"
#include "actions/foreign_file.hpp"
#include "actions/response_table.hpp"

#include <nlohmann/json.hpp>

namespace querist::actions {
namespace {

namespace fs = std::filesystem;
using fixture::StandingClock;
using fixture::TemporaryFolder;
using fixture::write_file;

constexpr const char* mapping_yaml = R"(querist import: 1
header rows: 2
consent: {column: Consent, agreed: ["Yes, I do"], refused: ["No"]}
finished: every row
ignored: [AnswerDisplayOrder]
columns:
  Uses: uses
  Parts: parts
  People: people
  Remark: remark
rows:
  - exclude: leftover of a header row
    where: {Consent: "", Parts: AnswerDisplayOrder}
)";

constexpr const char* traps_csv =
    "Consent,Uses,Parts,People,Remark\r\n"
    "Do you consent?,Do you use it?,Which parts?,How many people use it?,Is there anything "
    "else?\r\n"
    ",Yes,AnswerDisplayOrder,,\r\n"
    "\"Yes, I do\",Yes,\"The core,The web\",3,\"one\ntwo, three\"\r\n"
    "\"Yes, I do\",Yes,\"The core,None of these\",,\r\n"
    "\"Yes, I do\",No,,,\r\n"
    "\"Yes, I do\",Yes,\"The web,AnswerDisplayOrder,A moon\",,\r\n"
    "No,,,,\r\n"
    ",No,,,no consent\r\n";

/// A study's folder with a mapping, a file beside it, and the data that imports go to.
class ImportDesk {
public:
    ImportDesk() {
        write_file(study() / "study.yaml", fixture::study_yaml());
        write_file(study() / "import-mapping.yaml", mapping_yaml);
        write_file(file(), traps_csv);
    }
    Result<ImportedFile> import(const ImportOptions& options = {}) {
        return import_responses(file(), study(), data(), options, clock_, random_, {});
    }
    ImportedFile imported(const ImportOptions& options = {}) {
        Result<ImportedFile> done = import(options);
        if (done) return std::move(*done);
        ADD_FAILURE() << describe(done.error());
        return {};
    }
    [[nodiscard]] fs::path study() const { return folder_.path() / "tiny"; }
    [[nodiscard]] fs::path file() const { return folder_.path() / "export.csv"; }
    [[nodiscard]] fs::path data() const { return folder_.path() / "data"; }
    StandingClock& clock() { return clock_; }
    SystemRandom& random() { return random_; }

private:
    TemporaryFolder folder_;
    StandingClock clock_;
    SystemRandom random_;
};

TEST(ImportResponsesTest, StoresWhatVerifiesAndRebuildsAlike) {
    ImportDesk desk;
    const ImportedFile imported = desk.imported();
    EXPECT_EQ(imported.rows, 7);
    EXPECT_EQ(imported.added, 7);
    EXPECT_FALSE(imported.all_understood) << "\"A moon\" is no part";
    const auto verified = verify(desk.data(), "tiny", {});
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->at(0).responses, 7);
    EXPECT_FALSE(verified->at(0).broken);
    const Result<Rebuilt> rebuilt = rebuild(desk.data(), "tiny", {});
    ASSERT_TRUE(rebuilt);
    EXPECT_EQ(rebuilt->differing, 0);
}

TEST(ImportResponsesTest, LeavesOutRowsWithoutConsentAndSaysWhy) {
    ImportDesk desk;
    const nlohmann::json report = nlohmann::json::parse(desk.imported().json);
    EXPECT_EQ(report["consenting"], 4);
    EXPECT_EQ(report["refused"], 1);
    EXPECT_EQ(report["without_consent"], 2);
    EXPECT_EQ(report["excluded"].dump(), R"({"leftover of a header row":1,"no consent":1})");
    EXPECT_EQ(
        report["flags"].dump(),
        R"({"artefact:parts":2,"contradiction:parts":1,"unknown-value:parts":1})"
    );
    const auto counted = [&](Wanted wanted) {
        const Result<StoredResponses> stored =
            read_responses(desk.study(), desk.data(), {}, wanted);
        EXPECT_TRUE(stored);
        EXPECT_EQ(stored->origin, response::Origin::imported);
        return stored->table.size();
    };
    EXPECT_EQ(counted(Wanted::reported), 4U);
    EXPECT_EQ(counted(Wanted::all), 6U);
}

TEST(ImportResponsesTest, ARowWithNothingInItIsNobody) {
    ImportDesk desk;
    write_file(desk.file(), std::string(traps_csv) + ",,,,\r\n , ,,,\r\n");
    const ImportedFile imported = desk.imported();
    EXPECT_EQ(imported.rows, 9);
    EXPECT_EQ(imported.added, 7);
    const nlohmann::json report = nlohmann::json::parse(imported.json);
    EXPECT_EQ(report["empty"], 2);
    const auto sum = [&](const char* name) { return report[name].get<int>(); };
    EXPECT_EQ(sum("empty") + sum("consenting") + sum("refused") + sum("without_consent"), 9);
    EXPECT_NE(imported.markdown.find("nothing stands in this row"), std::string::npos);
}

TEST(ImportResponsesTest, WithdrawingAnExcludedRowDoesNotMakeItCount) {
    ImportDesk desk;
    (void)desk.imported();
    const auto read = [&](Wanted wanted) {
        Result<StoredResponses> stored = read_responses(desk.study(), desk.data(), {}, wanted);
        EXPECT_TRUE(stored) << describe(stored.error());
        return std::move(*stored);
    };
    const StoredResponses all = read(Wanted::all);
    const auto excluded =
        std::ranges::find(all.table.responses(), true, &response::ResponseTable::Meta::excluded);
    ASSERT_NE(excluded, all.table.responses().end());
    SystemRandom random;
    ASSERT_TRUE(withdraw(desk.data(), "tiny", excluded->public_id, desk.clock(), random));
    for (const char* from : {"the entries", "the columns that were kept"}) {
        SCOPED_TRACE(from);
        const StoredResponses after = read(Wanted::reported);
        EXPECT_EQ(after.table.size(), 4U);
        EXPECT_EQ(after.left_out.of(response::Disposition::excluded), 2);
        EXPECT_EQ(after.exclusions.count("withdrawn since, and the reason with it"), 1U);
    }
    EXPECT_FALSE(verify(desk.data(), "tiny", {})->front().broken);
    EXPECT_EQ(rebuild(desk.data(), "tiny", {})->differing, 0);
}

TEST(ImportResponsesTest, StoresARowOnceHoweverOftenItIsImported) {
    ImportDesk desk;
    EXPECT_EQ(desk.imported().added, 7);
    const ImportedFile again = desk.imported();
    EXPECT_EQ(again.added, 0);
    EXPECT_EQ(again.present, 7);
    EXPECT_EQ(actions::status(desk.data())->at(0).counts.size(), 3U)
        << "complete, in progress, refused";
}

TEST(ImportResponsesTest, FinishesAnImportThatWasCutOff) {
    ImportDesk desk;
    // What a crash leaves: the groups that were committed before it.
    const auto study = std::make_shared<const instrument::Study>(*usable_study(desk.study()));
    const ForeignFile file = *ForeignFile::open(desk.file());
    {
        const auto store = *store::open_store(desk.data());
        ASSERT_TRUE(store->run([&](store::Transaction& transaction) -> Result<void> {
            const Result<Registered> one =
                register_version(transaction, *study, desk.clock().now());
            exchange::ImportedResponse first;
            first.exclude = "no consent";
            const Result<bool> stored = store_imported(
                transaction,
                {one->before.id, one->version, study},
                imported_id("tiny", file.hash(), 1, ""),
                first,
                desk.random()
            );
            EXPECT_TRUE(stored && *stored);
            return {};
        }));
    }
    const ImportedFile rest = desk.imported();
    EXPECT_EQ(rest.added, 6);
    EXPECT_EQ(rest.present, 1);
}

TEST(ImportResponsesTest, AddsOnlyTheNewRowsOfALaterExport) {
    ImportDesk desk;
    write_file(
        desk.study() / "import-mapping.yaml",
        "querist import: 1\nconsent: not in the file\nresponse id: id\ncolumns: {Uses: uses}\n"
    );
    write_file(desk.file(), "id,Uses\n1,Yes\n2,No\n");
    EXPECT_EQ(desk.imported().added, 2);
    write_file(desk.file(), "id,Uses\n1,Yes\n2,No\n3,No\n");
    const ImportedFile later = desk.imported();
    EXPECT_EQ(later.added, 1);
    EXPECT_EQ(later.present, 2);
}

TEST(ImportResponsesTest, StoresNothingOfAFileThatItCannotRead) {
    struct Row {
        const char* name;
        std::string csv;
        const char* code;
    };
    std::string late(traps_csv);
    for (int i = 0; i < 2'000; ++i) late += "\"Yes, I do\",No,,,\r\n";
    for (const Row& row : {
             Row{"empty", "", "import.no-header"},
             Row{"no such column", "a,b\n", "import.column-missing"},
             Row{"an open quote far down", late + "\"open", "import.open-quote"},
             Row{"Latin-1", std::string(traps_csv) + "\xE9,,,,\r\n", "import.not-utf8"},
         }) {
        SCOPED_TRACE(row.name);
        ImportDesk desk;
        write_file(desk.file(), row.csv);
        const Result<ImportedFile> done = desk.import();
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, row.code);
        EXPECT_FALSE(fs::exists(desk.data() / "answers.db"));
    }
}

TEST(ImportResponsesTest, RehearsesWithoutStoring) {
    ImportDesk desk;
    const ImportedFile rehearsed = desk.imported({.mapping = {}, .rehearsal = true});
    EXPECT_EQ(rehearsed.added, 7);
    EXPECT_NE(rehearsed.markdown.find("A rehearsal: nothing was stored."), std::string::npos);
    EXPECT_FALSE(fs::exists(desk.data()));
}

TEST(ImportResponsesTest, WantsAMapping) {
    ImportDesk desk;
    fs::remove(desk.study() / "import-mapping.yaml");
    const Problem none = desk.import().error();
    EXPECT_EQ(none.code, "import.no-mapping");
    EXPECT_NE(none.message.find("A moon\": parts has no such choice"), std::string::npos)
        << none.message;
    write_file(desk.study() / "other.yaml", "querist import: 1\n");
    const Result<ImportedFile> done =
        desk.import({.mapping = desk.study() / "other.yaml", .rehearsal = false});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "import.missing-key");
    EXPECT_NE(done.error().cure.find("(1 more problem follows it)"), std::string::npos)
        << done.error().cure;
}

TEST(ImportResponsesTest, NeedsNoMappingWhereColumnsAndLabelsAreTheStudysOwn) {
    ImportDesk desk;
    fs::remove(desk.study() / "import-mapping.yaml");
    write_file(desk.file(), "uses;parts[core];parts[web];remark\nYes;Y;;fine\nNo;;;\n");
    const ImportedFile imported = desk.imported();
    EXPECT_EQ(imported.added, 2);
    EXPECT_TRUE(imported.all_understood);
}

TEST(ImportResponsesTest, ProposesAMappingToEdit) {
    ImportDesk desk;
    const Result<std::string> yaml = propose_mapping(desk.file(), desk.study());
    ASSERT_TRUE(yaml) << describe(yaml.error());
    EXPECT_NE(yaml->find("header rows: 2"), std::string::npos) << *yaml;
}

}  // namespace
}  // namespace querist::actions
