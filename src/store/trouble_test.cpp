// Full disks, read-only disks, damage, strangers' files: each a clear problem, and nothing that
// was acknowledged is lost.

#include "store/raw_database.hpp"
#include "store/simulated_disk.hpp"
#include "store/store_fixture.hpp"

#include <fstream>

namespace querist::store::fixture {
namespace {

Result<void> add_visits(Store& store, const TinyStudy& tiny, std::int64_t count) {
    return store.run([&](Transaction& transaction) -> Result<void> {
        transaction.add_visits(tiny.study, "2026-11-23", count);
        return {};
    });
}

TEST(TroubleTest, FullDiskRefusesLosesNothingAndRecovers) {
    const TemporaryFolder folder;
    SimulatedDisk disk("disk-full");
    StoreOptions options;
    options.vfs = disk.name();
    SeededRandom random(1);
    std::unique_ptr<Store> store = opened(folder.path(), options);
    const TinyStudy tiny = TinyStudy::add(*store);
    ResponseRow row;
    ASSERT_TRUE(store->run([&](Transaction& transaction) -> Result<void> {
        row = *transaction.start_response(tiny.new_response(random));
        return {};
    }));
    disk.set_capacity(disk.bytes_used() + 300'000);
    int acknowledged = 0;
    std::string code;
    for (int page = 0; page < 1'000 && code.empty(); ++page) {
        ResponseRow next = row;
        const Result<void> done = store->run([&](Transaction& transaction) {
            return transaction.append(next, page_entry(random, page, 1, std::string(3'000, 'x')));
        });
        if (done) {
            row = next;
            ++acknowledged;
        } else {
            code = done.error().code;
        }
    }
    EXPECT_EQ(code, "store.full");
    EXPECT_GT(acknowledged, 5);
    EXPECT_EQ(store->snapshot()->entries(row.id).size(), static_cast<std::size_t>(acknowledged));
    disk.set_capacity(SIZE_MAX);
    EXPECT_TRUE(store->run([&](Transaction& transaction) {
        return transaction.append(row, page_entry(random, 2'000, 1, "after"));
    }));
    EXPECT_FALSE(store->verify(tiny.study, {}).broken);
}

TEST(TroubleTest, FullDiskInTheMiddleOfAWorkFailsItsGroupOnly) {
    const TemporaryFolder folder;
    SimulatedDisk disk("disk-full-work");
    StoreOptions options;
    options.vfs = disk.name();
    const std::unique_ptr<Store> store = opened(folder.path(), options);
    const TinyStudy tiny = TinyStudy::add(*store);
    disk.set_capacity(disk.bytes_used() + 1'000'000);
    // So much that SQLite spills pages to the full disk before the commit.
    const Result<void> done = store->run([&](Transaction& transaction) -> Result<void> {
        const std::string megabyte(1'000'000, 'x');
        for (int i = 0; i < 120; ++i) {
            transaction.add_version(
                tiny.study, sha256(std::to_string(i)), "[]", {{"study.yaml", megabyte}}, at(1)
            );
        }
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "store.full");
    disk.set_capacity(SIZE_MAX);
    EXPECT_TRUE(add_visits(*store, tiny, 1));
    EXPECT_EQ(store->snapshot()->versions(tiny.study).size(), 1U);
    EXPECT_FALSE(store->verify(tiny.study, {}).broken);
}

TEST(TroubleTest, ReadOnlyDiskCanBeReadAndSaysWhyItCannotBeWritten) {
    const TemporaryFolder folder;
    SimulatedDisk disk("disk-read-only");
    StoreOptions options;
    options.vfs = disk.name();
    TinyStudy tiny;
    {
        const std::unique_ptr<Store> store = opened(folder.path(), options);
        tiny = TinyStudy::add(*store);
        ASSERT_TRUE(add_visits(*store, tiny, 3));
    }
    disk.set_read_only(true);
    const Result<std::unique_ptr<Store>> writing = open_store(folder.path(), options);
    ASSERT_FALSE(writing);
    EXPECT_EQ(writing.error().code, "store.read-only") << describe(writing.error());
    options.access = Access::read_only;
    const std::unique_ptr<Store> store = opened(folder.path(), options);
    EXPECT_EQ(store->snapshot()->visits(tiny.study)[0].count, 3);
    EXPECT_FALSE(store->verify(tiny.study, {}).broken);
}

TEST(TroubleTest, DiskThatFailsIsNoAcknowledgement) {
    const TemporaryFolder folder;
    SimulatedDisk disk("disk-fails");
    StoreOptions options;
    options.vfs = disk.name();
    const std::unique_ptr<Store> store = opened(folder.path(), options);
    const TinyStudy tiny = TinyStudy::add(*store);
    disk.cut_at(1);
    const Result<void> done = add_visits(*store, tiny, 1);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "store.failed");
}

TEST(TroubleTest, LockHeldByAnotherProgramIsNamed) {
    const TemporaryFolder folder;
    const std::unique_ptr<Store> store = opened(folder.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    RawDatabase other(folder.path() / "answers.db");
    other.run("BEGIN IMMEDIATE");
    const Result<void> done = add_visits(*store, tiny, 1);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "store.locked");
    other.run("ROLLBACK");
    EXPECT_TRUE(add_visits(*store, tiny, 1));
}

std::filesystem::path database(const TemporaryFolder& folder) {
    return folder.path() / "answers.db";
}

void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

void make_ours(const std::filesystem::path& folder) {
    const std::unique_ptr<Store> store = opened(folder);
    const TinyStudy tiny = TinyStudy::add(*store);
    SeededRandom random(1);
    const Result<void> done = store->run([&](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 50; ++i) {
            ResponseRow row = *transaction.start_response(tiny.new_response(random));
            (void)transaction.append(row, page_entry(random, 0, 1, std::string(2'000, 'x')));
        }
        return {};
    });
    if (!done) throw std::runtime_error(describe(done.error()));
}

TEST(TroubleTest, StrangeFilesAreRefusedAndLeftAlone) {
    struct Row {
        const char* name;
        void (*make)(const TemporaryFolder&);
        const char* code;
    };
    const Row rows[] = {
        {"text",
         [](const TemporaryFolder& f) { write_text(database(f), std::string(9'000, 'x')); },
         "store.not-a-database"},
        {"a folder",
         [](const TemporaryFolder& f) { std::filesystem::create_directory(database(f)); },
         "store.not-a-database"},
        {"another program's database",
         [](const TemporaryFolder& f) { RawDatabase(database(f)).run("CREATE TABLE t (x)"); },
         "store.not-a-database"},
        {"another program's empty database",
         [](const TemporaryFolder& f) {
             RawDatabase(database(f)).run("PRAGMA application_id = 7; PRAGMA user_version = 1");
         },
         "store.not-a-database"},
        {"a newer schema",
         [](const TemporaryFolder& f) {
             make_ours(f.path());
             RawDatabase(database(f)).run("PRAGMA user_version = 1000");
         },
         "store.newer"},
        {"truncated",
         [](const TemporaryFolder& f) {
             make_ours(f.path());
             std::filesystem::resize_file(database(f), 5 * 4096 + 100);
         },
         "store.damaged"},
        {"cut to nothing beside a log",
         [](const TemporaryFolder& f) {
             write_text(database(f), "");
             write_text(database(f).string() + "-wal", "log");
         },
         "store.damaged"},
        {"schema overwritten",
         [](const TemporaryFolder& f) {
             make_ours(f.path());
             std::fstream file(database(f), std::ios::in | std::ios::out | std::ios::binary);
             file.seekp(100);
             file << std::string(3'900, '\xFF');
         },
         "store.damaged"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        for (const Access access : {Access::read_write, Access::read_only}) {
            const TemporaryFolder folder;
            row.make(folder);
            StoreOptions options;
            options.access = access;
            const Result<std::unique_ptr<Store>> store = open_store(folder.path(), options);
            if (store) {
                ADD_FAILURE() << "was opened";
                continue;
            }
            EXPECT_EQ(store.error().code, row.code) << describe(store.error());
            EXPECT_FALSE(store.error().cure.empty());
        }
    }
}

TEST(TroubleTest, DamagedPagesAreNoticedWhenTheyAreRead) {
    const TemporaryFolder folder;
    make_ours(folder.path());
    // The first page of the entries: nothing that opening reads.
    const long page =
        std::stol(RawDatabase(database(folder))
                      .value("SELECT rootpage FROM sqlite_schema WHERE name = 'entry'"));
    {
        std::fstream file(database(folder), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp((page - 1) * 4096);
        file << std::string(4096, '\xFF');
    }
    const Result<std::unique_ptr<Store>> store = open_store(folder.path());
    ASSERT_TRUE(store) << describe(store.error());
    const StudyId study = (*store)->snapshot()->study("tiny")->id;
    try {
        const VerifyReport report = (*store)->verify(study, {});
        EXPECT_TRUE(report.broken);
    } catch (const StoreFailure& failure) {
        EXPECT_EQ(failure.problem().code, "store.damaged");
    }
}

TEST(TroubleTest, ReadingWithoutADatabaseSaysSo) {
    const TemporaryFolder folder;
    StoreOptions options;
    options.access = Access::read_only;
    EXPECT_EQ(open_store(folder.path(), options).error().code, "store.missing");
    EXPECT_EQ(open_store(folder.path() / "none", options).error().code, "store.missing");
}

TEST(TroubleTest, FolderThatCannotBeMadeIsNamed) {
    const Result<std::unique_ptr<Store>> store = open_store("/proc/querist/data");
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, "store.read-only");
    EXPECT_EQ(store.error().place.file, "/proc/querist/data");
}

}  // namespace
}  // namespace querist::store::fixture
