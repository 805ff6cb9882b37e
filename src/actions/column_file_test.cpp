// The columns beside the database say what the projections say: after every kind of change, after
// damage, after a backup was put back; and they forget what is withdrawn.

#include "actions/column_file.hpp"

#include "actions/fieldwork_fixture.hpp"
#include "actions/record.hpp"
#include "actions/response_table.hpp"
#include "actions/versions.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace querist::actions::fixture {
namespace {

using response::Origin;
using response::ResponseTable;
using response::Status;

/// One item of every form that columns have, on pages that conditions open.
std::string every_kind_yaml(int edition) {
    const std::string years = edition == 0 ? "3-5: Three" : "3-4: Three";
    return R"(querist: 1
id: any
title: Any
research questions:
  - id: rq
    text: What?
instrument:
  pages:
    - id: first
      items:
        - id: one
          ask: One?
          kind: single choice
          choices:
            - a: A
            - )" +
           years + R"(
            - other: Other
              text: true
        - {id: some, ask: Some?, kind: several choices, choices: [a: A, b: B, c: C]}
        - {id: truth, ask: So?, kind: yes/no}
    - id: second
      shown when: truth
      items:
        - {id: rows, ask: Rows?, kind: grid, rows: [a: A, b: B], scale: [x: X, y: Y]}
        - {id: line, ask: Line?, kind: short text}
        - {id: whole, ask: Whole?, kind: number}
    - id: third
      items:
        - {id: lines, ask: Lines?, kind: long text}
        - {id: measure, ask: Measure?, kind: number, decimals: true}
)";
}

/// Respondents who do what respondents do, in an order that chance gives, straight to the store.
class Crowd {
public:
    Crowd(const fs::path& data, std::uint64_t seed) : data_(data), random_(seed) {
        open();
        field(0);
    }

    void open() {
        Result<std::unique_ptr<store::Store>> opened =
            store::open_store(data_, {.vfs = "", .durability = store::Durability::none});
        if (!opened) throw std::runtime_error(describe(opened.error()));
        store_ = std::move(*opened);
    }
    void close() { store_.reset(); }

    void field(int edition) {
        instrument::LoadedStudy loaded =
            instrument::load_study({{"study.yaml", every_kind_yaml(edition)}}, "any");
        for (const Problem& problem : loaded.problems) {
            if (problem.severity == Severity::error) ADD_FAILURE() << describe(problem);
        }
        studies_.push_back(std::make_unique<instrument::Study>(*std::move(loaded.study)));
        run([&](store::Transaction& transaction) -> Result<void> {
            const Result<Registered> known =
                register_version(transaction, *studies_.back(), Instant{});
            if (!known) return std::unexpected(known.error());
            version_ = known->version;
            study_ = known->before.id;
            transaction.field_version(study_, version_, Instant{});
            return {};
        });
    }

    void step() {
        const std::uint64_t what = random_.below(100);
        if (people_.empty() || what < 25) return begin();
        Person& person = people_[random_.below(people_.size())];
        if (person.row.status == Status::withdrawn || person.row.status == Status::refused) return;
        if (what < 80) return go_on(person);
        if (what < 84) return flag(person);
        if (what < 92) return exclude(person, what < 88);
        withdraw(person);
    }

    void arrive(int people) {
        for (; people > 0; --people) begin();
    }

    void withdraw_everybody() {
        for (Person& person : people_) {
            if (person.row.status != Status::withdrawn) withdraw(person);
        }
    }
    [[nodiscard]] store::Store& store() { return *store_; }

private:
    struct Person {
        const instrument::Study* study;
        store::ResponseRow row;
        response::State state;
        response::Times times;
    };

    void run(store::Work work) {
        const Result<void> done = store_->run(std::move(work));
        if (!done) throw std::runtime_error(describe(done.error()));
    }

    void append(
        store::Transaction& transaction,
        Person& person,
        response::EntryKind kind,
        const nlohmann::json& body,
        Status after
    ) {
        store::NewEntry entry;
        entry.kind = kind;
        entry.body = canonical_json(body);
        entry.salt = new_salt(random_);
        entry.status_after = after;
        const Result<void> applied = response::apply(*person.study, person.state, kind, body);
        if (!applied) throw std::runtime_error(describe(applied.error()));
        if (kind == response::EntryKind::withdrawal) {
            if (!transaction.withdraw(person.row, entry)) throw std::runtime_error("not withdrawn");
            return;
        }
        if (!transaction.append(person.row, entry)) throw std::runtime_error("not appended");
        transaction.project(
            person.row.id, response::projection_text(*person.study, person.state, person.times)
        );
    }

    void begin() {
        const bool agreed = random_.below(8) != 0;
        run([&](store::Transaction& transaction) -> Result<void> {
            store::NewResponse fresh;
            fresh.study = study_;
            fresh.version = version_;
            fresh.version_hash = studies_.back()->version;
            // Two origins by turns: their columns must not mix.
            fresh.origin = random_.below(4) == 0 ? Origin::pilot : Origin::real;
            random_.fill(fresh.public_id.bytes);
            random_.fill(fresh.resume_hash.bytes);
            const Result<store::ResponseRow> row = transaction.start_response(fresh);
            if (!row) return std::unexpected(row.error());
            Person& person = people_.emplace_back(
                Person{studies_.back().get(), *row, response::fresh_state(*studies_.back()), {}}
            );
            person.times.started = Instant{std::chrono::microseconds(people_.size())};
            append(
                transaction,
                person,
                response::EntryKind::consent,
                response::consent_body(1, agreed, Instant{}),
                agreed ? Status::in_progress : Status::refused
            );
            return {};
        });
    }

    void go_on(Person& person) {
        const std::optional<int> page = response::resume_page(*person.study, person.state);
        run([&](store::Transaction& transaction) -> Result<void> {
            if (!page) {
                append(
                    transaction,
                    person,
                    response::EntryKind::completion,
                    response::completion_body(Instant{}),
                    Status::complete
                );
                return {};
            }
            const response::PageCheck check = response::check_page(
                *person.study,
                person.state,
                *page,
                response::synthetic_form(*person.study, person.state, *page, random_)
            );
            if (!check.faults.empty()) return {};
            const int revision = person.state.page_revisions[static_cast<std::size_t>(*page)] + 1;
            append(
                transaction,
                person,
                response::EntryKind::page,
                response::page_body(*person.study, *page, revision, Instant{}, {}, check),
                person.row.status
            );
            return {};
        });
    }

    void flag(Person& person) {
        run([&](store::Transaction& transaction) -> Result<void> {
            append(
                transaction,
                person,
                response::EntryKind::flag,
                response::flag_body("flag:" + std::to_string(random_.below(3)), Instant{}),
                person.row.status
            );
            return {};
        });
    }

    void exclude(Person& person, bool excluded) {
        run([&](store::Transaction& transaction) -> Result<void> {
            append(
                transaction,
                person,
                response::EntryKind::exclusion,
                response::exclusion_body(excluded, "a test", Instant{}),
                person.row.status
            );
            return {};
        });
    }

    void withdraw(Person& person) {
        run([&](store::Transaction& transaction) -> Result<void> {
            append(
                transaction,
                person,
                response::EntryKind::withdrawal,
                response::withdrawal_body(Instant{}),
                Status::withdrawn
            );
            return {};
        });
    }

    fs::path data_;
    SeededRandom random_;
    std::unique_ptr<store::Store> store_;
    StudyId study_;
    VersionId version_;
    std::vector<std::unique_ptr<instrument::Study>> studies_;
    std::vector<Person> people_;
};

StoredResponses stored(const fs::path& data, Origin origin, Wanted wanted = Wanted::all) {
    Result<StoredResponses> found = read_responses("any", data, origin, wanted);
    if (!found) throw std::runtime_error(describe(found.error()));
    return *std::move(found);
}

/// Every byte that a table holds.
std::string table_bytes(ResponseTable& table) {
    std::string all;
    response::TableMemory memory(table);
    for (const std::uint64_t size : memory.sizes()) all += std::to_string(size) + " ";
    for (const Digest& version : table.versions()) all += version.hex() + "\n";
    for (const std::span<std::byte>& piece : memory.pieces()) {
        all.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    return all;
}

/// What a report reads is what decoding every projection gives, whether the file is there or not.
void expect_as_decoded(const fs::path& data, bool keep_the_older_file) {
    const fs::path columns = store::derived_files(data);
    const fs::path aside = data / "aside";
    for (const Origin origin : {Origin::real, Origin::pilot}) {
        for (const Wanted wanted : {Wanted::all, Wanted::reported}) {
            fs::remove_all(aside);
            if (fs::exists(columns)) fs::copy(columns, aside);
            StoredResponses with = stored(data, origin, wanted);
            const bool written = fs::exists(columns);
            EXPECT_TRUE(written);
            EXPECT_EQ(with.file_note, "");
            StoredResponses again = stored(data, origin, wanted);
            fs::remove_all(columns);
            StoredResponses without = stored(data, origin, wanted);
            EXPECT_EQ(table_bytes(with.table), table_bytes(without.table));
            EXPECT_EQ(table_bytes(again.table), table_bytes(without.table));
            EXPECT_EQ(with.left_out, without.left_out);
            if (keep_the_older_file) {
                fs::remove_all(columns);
                if (fs::exists(aside)) fs::copy(aside, columns);
            }
        }
    }
}

TEST(ColumnFileTest, SaysWhatTheProjectionsSayAfterAnyChange) {
    for (const std::uint64_t seed : {1UL, 2UL, 3UL, 4UL}) {
        SCOPED_TRACE(seed);
        const TemporaryFolder folder;
        Crowd crowd(folder.path(), seed);
        SeededRandom random(seed + 100);
        expect_as_decoded(folder.path(), false);
        for (int round = 0; round < 8; ++round) {
            for (std::uint64_t steps = random.below(30); steps > 0; --steps) crowd.step();
            if (round == 4) crowd.field(1);
            expect_as_decoded(folder.path(), random.below(2) == 0);
            if (HasFatalFailure() || HasNonfatalFailure()) return;
        }
    }
}

/// Of so many responses, one or two: another file would be all that took time.
TEST(ColumnFileTest, FewChangesAreDecodedAgainRatherThanWritten) {
    const TemporaryFolder folder;
    Crowd crowd(folder.path(), 31);
    crowd.arrive(400);
    const fs::path file = store::derived_files(folder.path()) / "any.real";
    (void)stored(folder.path(), Origin::real);
    const fs::file_time_type long_ago(std::chrono::hours(1));
    fs::last_write_time(file, long_ago);
    for (int i = 0; i < 3; ++i) {
        crowd.arrive(1);
        StoredResponses kept = stored(folder.path(), Origin::real);
        EXPECT_EQ(fs::last_write_time(file), long_ago);
        const fs::path aside = folder.path() / "aside";
        fs::rename(file, aside);
        StoredResponses decoded = stored(folder.path(), Origin::real);
        EXPECT_EQ(table_bytes(kept.table), table_bytes(decoded.table));
        fs::rename(aside, file);
    }
    crowd.arrive(40);
    (void)stored(folder.path(), Origin::real);
    EXPECT_NE(fs::last_write_time(file), long_ago);
}

std::string contents(const fs::path& file) {
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    return std::move(bytes).str();
}

fs::path only_file(const fs::path& folder) {
    fs::path found;
    for (const auto& entry : fs::directory_iterator(folder)) found = entry.path();
    return found;
}

TEST(ColumnFileTest, ADamagedFileIsMadeAgain) {
    const TemporaryFolder folder;
    Crowd crowd(folder.path(), 5);
    for (int i = 0; i < 60; ++i) crowd.step();
    StoredResponses right = stored(folder.path(), Origin::real);
    const std::string expected = table_bytes(right.table);
    const fs::path file = only_file(store::derived_files(folder.path()));
    const std::string whole = contents(file);
    SeededRandom random(1);
    for (int i = 0; i < 60; ++i) {
        std::string damaged = whole;
        const std::size_t at = random.below(whole.size());
        if (i % 3 == 0) {
            damaged.resize(at);
        } else if (i % 3 == 1) {
            damaged += "more";
        } else {
            damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(1 + random.below(255)));
        }
        write_file(file, damaged);
        StoredResponses found = stored(folder.path(), Origin::real);
        EXPECT_EQ(table_bytes(found.table), expected) << i;
        EXPECT_NE(found.file_note, "") << i;
        EXPECT_EQ(contents(file), whole) << i;
    }
    EXPECT_EQ(stored(folder.path(), Origin::real).file_note, "");
}

TEST(ColumnFileTest, AnotherStudysOrOriginsFileIsNotBelieved) {
    const TemporaryFolder folder;
    Crowd crowd(folder.path(), 6);
    for (int i = 0; i < 60; ++i) crowd.step();
    StoredResponses pilot = stored(folder.path(), Origin::pilot);
    const std::string expected = table_bytes(pilot.table);
    (void)stored(folder.path(), Origin::real);
    const fs::path columns = store::derived_files(folder.path());
    fs::copy_file(
        columns / "any.real", columns / "any.pilot", fs::copy_options::overwrite_existing
    );
    StoredResponses again = stored(folder.path(), Origin::pilot);
    EXPECT_EQ(table_bytes(again.table), expected);
}

TEST(ColumnFileTest, ARestoredBackupIsNotMixedWithWhatCameAfterIt) {
    const TemporaryFolder folder;
    const TemporaryFolder backup;
    Crowd crowd(folder.path(), 7);
    for (int i = 0; i < 30; ++i) crowd.step();
    crowd.close();
    fs::copy_file(folder.path() / "answers.db", backup.path() / "answers.db");
    {
        Crowd lost(folder.path(), 8);
        for (int i = 0; i < 40; ++i) lost.step();
        (void)stored(folder.path(), Origin::real);
        lost.close();
    }
    fs::copy_file(
        backup.path() / "answers.db",
        folder.path() / "answers.db",
        fs::copy_options::overwrite_existing
    );
    StoredResponses shorter = stored(folder.path(), Origin::real);
    EXPECT_NE(shorter.file_note, "");
    expect_as_decoded(folder.path(), false);
    Crowd other(folder.path(), 9);
    for (int i = 0; i < 50; ++i) other.step();
    expect_as_decoded(folder.path(), false);
}

bool any_file_holds(const fs::path& folder, const std::string& text) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && contents(entry.path()).contains(text)) return true;
    }
    return false;
}

TEST(ColumnFileTest, NoByteOfAWithdrawnResponseStays) {
    const TemporaryFolder folder;
    Desk desk(folder);
    const auto begin = [&](const std::string& text) {
        const Secret secret = desk.start();
        EXPECT_TRUE(desk.send(
            secret, "first", {{"uses", "yes"}, {"reason", text}, {"_shown", "uses reason"}}
        ));
        return desk.view(secret)->public_id;
    };
    const PublicId gone = begin("text-of-the-one-who-leaves");
    (void)begin("text-of-the-one-who-stays");
    const auto report = [&] { return read_responses("tiny", desk.data(), {}, Wanted::all); };
    ASSERT_TRUE(report());
    const fs::path columns = store::derived_files(desk.data());
    ASSERT_TRUE(any_file_holds(columns, "text-of-the-one-who-leaves"));
    const TemporaryFolder elsewhere;
    const fs::path backup = elsewhere.path() / "columns";
    fs::copy(columns, backup);
    SystemRandom random;
    const Result<Withdrawn> done = withdraw(desk.data(), "tiny", gone, desk.clock(), random);
    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_FALSE(done->overwriting_pending);
    EXPECT_FALSE(any_file_holds(desk.data(), "text-of-the-one-who-leaves"));
    ASSERT_TRUE(report());
    EXPECT_FALSE(any_file_holds(desk.data(), "text-of-the-one-who-leaves"));
    EXPECT_TRUE(any_file_holds(columns, "text-of-the-one-who-stays"));
    // Nor does a file of columns from before the withdrawal keep it when somebody puts it back.
    fs::remove_all(columns);
    fs::copy(backup, columns);
    ASSERT_TRUE(report());
    EXPECT_FALSE(any_file_holds(desk.data(), "text-of-the-one-who-leaves"));
    EXPECT_TRUE(any_file_holds(columns, "text-of-the-one-who-stays"));
}

TEST(ColumnFileTest, AReaderOfTheOldViewCannotBringWithdrawnBytesBack) {
    const TemporaryFolder folder;
    Crowd crowd(folder.path(), 10);
    for (int i = 0; i < 40; ++i) crowd.step();
    const std::string typed = "Synthetic answer";  // as every text of the crowd
    const fs::path columns = store::derived_files(folder.path());
    StoredResponses before = stored(folder.path(), Origin::real);
    ASSERT_TRUE(any_file_holds(columns, typed));
    const store::ChangeMark mark = crowd.store().snapshot()->change_mark();
    std::unique_ptr<store::Snapshot> reader = crowd.store().snapshot();
    crowd.withdraw_everybody();
    EXPECT_TRUE(crowd.store().erasure_pending());
    EXPECT_FALSE(any_file_holds(columns, typed)) << "removed at once";
    // The reader finishes its file only now.
    const ColumnFile file(folder.path(), "any", Origin::real);
    // The keeper of the log may look at this very moment and remove it again.
    ASSERT_TRUE(file.write({"any", Origin::real, before.table.versions(), mark}, before.table));
    reader.reset();
    crowd.store().finish();
    EXPECT_FALSE(crowd.store().erasure_pending());
    EXPECT_FALSE(any_file_holds(columns, typed)) << "and again when nobody reads the old view";
}

TEST(ColumnFileTest, WhereNothingCanBeWrittenEveryReportDecodes) {
    const TemporaryFolder folder;
    Crowd crowd(folder.path(), 11);
    for (int i = 0; i < 30; ++i) crowd.step();
    write_file(store::derived_files(folder.path()), "a file stands where the folder should be");
    StoredResponses found = stored(folder.path(), Origin::real);
    EXPECT_GT(found.table.size(), 0U);
    EXPECT_EQ(found.file_note, "");
}

TEST(ColumnFileTest, RebuildingTheProjectionsRemovesWhatRepeatsThem) {
    const TemporaryFolder folder;
    Crowd crowd(folder.path(), 12);
    for (int i = 0; i < 30; ++i) crowd.step();
    (void)stored(folder.path(), Origin::real);
    crowd.close();
    const Result<Rebuilt> rebuilt = rebuild(folder.path(), "any", {});
    ASSERT_TRUE(rebuilt) << describe(rebuilt.error());
    EXPECT_TRUE(fs::is_empty(store::derived_files(folder.path())));
}

}  // namespace
}  // namespace querist::actions::fixture
