#include "store/simulated_disk.hpp"
#include "store/store_fixture.hpp"
#include "store/withdrawal_list.hpp"

#include <fmt/format.h>

#include <fstream>

namespace querist::store::fixture {
namespace {

struct Person {
    ResponseRow row;
    std::string answers;  ///< Everything typed so far; each word is this person's alone.
    int pages = 0;
};

std::string word_of(std::size_t person) { return fmt::format("secret-{:04}-", person); }

/// Answers long and short, so that rows grow, overflow pages and move.
void answer(Store& store, SeededRandom& random, std::vector<Person>& people, std::size_t which) {
    Person& person = people[which];
    const Result<void> done = store.run([&](Transaction& transaction) {
        for (std::uint64_t i = 0; i <= random.below(60); ++i) person.answers += word_of(which);
        transaction.project(person.row.id, person.answers);
        return transaction.append(
            person.row, page_entry(random, person.pages++, 1, person.answers)
        );
    });
    if (!done) throw std::runtime_error(describe(done.error()));
}

Result<void> withdraw(Store& store, SeededRandom& random, ResponseRow& row) {
    return store.run([&](Transaction& transaction) {
        return transaction.withdraw(
            row, plain_entry(random, response::EntryKind::withdrawal, response::Status::withdrawn)
        );
    });
}

std::vector<Person> start(Store& store, const TinyStudy& tiny, SeededRandom& random, int count) {
    std::vector<Person> people(static_cast<std::size_t>(count));
    const Result<void> done = store.run([&](Transaction& transaction) -> Result<void> {
        for (Person& person : people) {
            person.row = *transaction.start_response(tiny.new_response(random));
        }
        return {};
    });
    if (!done) throw std::runtime_error(describe(done.error()));
    return people;
}

TEST(WithdrawalTest, LeavesNoByteOfTheAnswersInAnyFile) {
    const TemporaryFolder folder;
    SimulatedDisk disk("disk-withdrawal");
    StoreOptions options;
    options.vfs = disk.name();
    SeededRandom random(5);
    const std::unique_ptr<Store> store = opened(folder.path(), options);
    const TinyStudy tiny = TinyStudy::add(*store);
    std::vector<Person> people = start(*store, tiny, random, 60);
    for (int i = 0; i < 600; ++i) answer(*store, random, people, random.below(people.size()));
    for (std::size_t i = 0; i < people.size(); i += 3) {
        ASSERT_TRUE(disk.holds(word_of(i)));
        ASSERT_TRUE(withdraw(*store, random, people[i].row));
        EXPECT_FALSE(disk.holds(word_of(i))) << i;
        EXPECT_FALSE(store->snapshot()->projection(people[i].row.id));
    }
    EXPECT_TRUE(disk.holds(word_of(1)));
    const VerifyReport report = store->verify(tiny.study, {});
    EXPECT_FALSE(report.broken) << describe(*report.broken);
    EXPECT_EQ(report.withdrawn, 20);
    EXPECT_EQ(withdraw(*store, random, people[0].row).error().code, "store.withdrawn");
}

TEST(WithdrawalTest, ReaderPutsTheOverwritingOffAndTheNextStartDoesIt) {
    const TemporaryFolder folder;
    SimulatedDisk disk("disk-withdrawal-reader");
    StoreOptions options;
    options.vfs = disk.name();
    SeededRandom random(5);
    std::unique_ptr<Store> store = opened(folder.path(), options);
    const TinyStudy tiny = TinyStudy::add(*store);
    std::vector<Person> people = start(*store, tiny, random, 2);
    answer(*store, random, people, 0);
    std::unique_ptr<Snapshot> reader = store->snapshot();
    ASSERT_TRUE(withdraw(*store, random, people[0].row));
    EXPECT_FALSE(store->snapshot()->projection(people[0].row.id));
    EXPECT_TRUE(reader->projection(people[0].row.id)) << "the old view stays whole";
    EXPECT_TRUE(disk.holds(word_of(0)));
    // The program is killed: nothing is finished, and only the mark in the database remains.
    reader.reset();
    store->finish();
    EXPECT_FALSE(disk.holds(word_of(0)));
}

TEST(WithdrawalTest, PowerCutBeforeTheOverwritingIsMadeUpFor) {
    const TemporaryFolder folder;
    SimulatedDisk disk("disk-withdrawal-cut");
    StoreOptions options;
    options.vfs = disk.name();
    SeededRandom random(5);
    TinyStudy tiny;
    std::vector<Person> people;
    {
        const std::unique_ptr<Store> store = opened(folder.path(), options);
        tiny = TinyStudy::add(*store);
        people = start(*store, tiny, random, 2);
        answer(*store, random, people, 0);
        // A reader keeps the log; the cut comes while the file is still to be rewritten.
        const std::unique_ptr<Snapshot> reader = store->snapshot();
        ASSERT_TRUE(withdraw(*store, random, people[0].row));
        disk.cut_at(1);
    }
    disk.restart(SimulatedDisk::Unsynced::lost, random);
    EXPECT_TRUE(disk.holds(word_of(0)));
    const std::unique_ptr<Store> store = opened(folder.path(), options);
    EXPECT_FALSE(disk.holds(word_of(0)));
    EXPECT_EQ(store->verify(tiny.study, {}).withdrawn, 1);
}

TEST(WithdrawalTest, RestoredBackupForgetsAgain) {
    const TemporaryFolder folder;
    const TemporaryFolder backup;
    SeededRandom random(5);
    TinyStudy tiny;
    PublicId id;
    {
        std::vector<Person> people;
        {
            const std::unique_ptr<Store> store = opened(folder.path());
            tiny = TinyStudy::add(*store);
            people = start(*store, tiny, random, 2);
            answer(*store, random, people, 0);
            answer(*store, random, people, 1);
        }
        std::filesystem::copy_file(folder.path() / "answers.db", backup.path() / "answers.db");
        const std::unique_ptr<Store> store = opened(folder.path());
        ASSERT_TRUE(withdraw(*store, random, people[0].row));
        id = people[0].row.public_id;
    }
    std::filesystem::copy_file(
        backup.path() / "answers.db",
        folder.path() / "answers.db",
        std::filesystem::copy_options::overwrite_existing
    );
    StoreOptions reading;
    reading.access = Access::read_only;
    const Result<std::unique_ptr<Store>> refused = open_store(folder.path(), reading);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "store.withdrawals");
    const std::unique_ptr<Store> store = opened(folder.path());
    const auto row = store->snapshot()->response_by_public_id(tiny.study, id);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->status, response::Status::withdrawn);
    const VerifyReport report = store->verify(tiny.study, {});
    EXPECT_FALSE(report.broken) << describe(*report.broken);
    EXPECT_EQ(report.withdrawn, 1);
    EXPECT_TRUE(open_store(folder.path(), reading));
}

Withdrawal example(const std::string& body) {
    return {"tiny", PublicId{}, body, std::string(32, 'x')};
}

TEST(WithdrawalListTest, HalfALineIsLeftOutAndOverwritten) {
    const TemporaryFolder folder;
    const WithdrawalList list(folder.path());
    EXPECT_TRUE(list.read()->empty());
    list.append({example("one")});
    std::ofstream(folder.path() / "withdrawals.log", std::ios::app) << R"({"body":"ha)";
    EXPECT_EQ(list.read()->size(), 1U);
    list.append({example("two"), example("three\n")});
    const Result<std::vector<Withdrawal>> read = list.read();
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 3U);
    EXPECT_EQ(read->at(0).body, "one");
    EXPECT_EQ(read->at(2).body, "three\n");
    EXPECT_EQ(read->at(2).salt, std::string(32, 'x'));
}

TEST(WithdrawalListTest, DamagedLineIsNamed) {
    const TemporaryFolder folder;
    const WithdrawalList list(folder.path());
    list.append({example("one")});
    std::ofstream(folder.path() / "withdrawals.log", std::ios::app) << "{}\n";
    const Result<std::vector<Withdrawal>> read = list.read();
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "store.withdrawals");
    EXPECT_EQ(read.error().place.line, 2);
    EXPECT_EQ(open_store(folder.path()).error().code, "store.withdrawals");
}

}  // namespace
}  // namespace querist::store::fixture
