#include "store/store.hpp"

#include "store/chain.hpp"
#include "store/store_fixture.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <fstream>
#include <future>
#include <thread>

namespace querist::store {
namespace {

using namespace fixture;

class StoreTest : public ::testing::Test {
protected:
    /// Runs work that must succeed.
    static void run(Store& store, Work work) {
        const Result<void> done = store.run(std::move(work));
        if (!done) throw std::runtime_error(describe(done.error()));
    }

    ResponseRow start(Store& store, const TinyStudy& tiny) {
        ResponseRow row;
        run(store, [&](Transaction& transaction) -> Result<void> {
            Result<ResponseRow> started = transaction.start_response(tiny.new_response(random_));
            if (!started) return std::unexpected(started.error());
            row = *started;
            return transaction.append(
                row,
                plain_entry(random_, response::EntryKind::consent, response::Status::in_progress)
            );
        });
        return row;
    }

    TemporaryFolder folder_;
    SeededRandom random_{7};
};

TEST_F(StoreTest, KeepsWhatWasCommittedAcrossOpenings) {
    ResponseRow row;
    TinyStudy tiny;
    {
        const std::unique_ptr<Store> store = opened(folder_.path());
        tiny = TinyStudy::add(*store);
        row = start(*store, tiny);
        run(*store, [&](Transaction& transaction) -> Result<void> {
            transaction.set_life(tiny.study, Life::open, "confidential", at(2'000));
            transaction.project(row.id, "first");
            transaction.project(row.id, "second");
            transaction.add_visits(tiny.study, "2026-11-23", 2);
            transaction.add_visits(tiny.study, "2026-11-23", 3);
            return transaction.append(row, page_entry(random_, 0, 1, "blue"));
        });
    }
    StoreOptions reading;
    reading.access = Access::read_only;
    const std::unique_ptr<Store> store = opened(folder_.path(), reading);
    const std::unique_ptr<Snapshot> snapshot = store->snapshot();
    const std::optional<StudyRow> study = snapshot->study("tiny");
    ASSERT_TRUE(study);
    EXPECT_EQ(study->life, Life::open);
    EXPECT_EQ(study->mode, "confidential");
    EXPECT_EQ(study->version, tiny.hash);
    const std::optional<ResponseRow> read =
        snapshot->response_by_public_id(tiny.study, row.public_id);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->id, row.id);
    EXPECT_EQ(read->sequence, 2);
    EXPECT_EQ(read->head, row.head);
    EXPECT_EQ(read->version_hash, tiny.hash);
    EXPECT_EQ(read->origin, response::Origin::real);
    const std::vector<EntryRow> entries = snapshot->entries(row.id);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[1].body, R"({"answer":"blue","page":0,"revision":1})");
    EXPECT_EQ(entries[1].head, row.head);
    EXPECT_EQ(snapshot->projection(row.id), "second");
    ASSERT_EQ(snapshot->visits(tiny.study).size(), 1U);
    EXPECT_EQ(snapshot->visits(tiny.study)[0].count, 5);
    ASSERT_EQ(snapshot->versions(tiny.study).size(), 1U);
    EXPECT_EQ(snapshot->versions(tiny.study)[0].files[0].second, "id: tiny\n");
    ASSERT_EQ(snapshot->response_counts(tiny.study).size(), 1U);
    EXPECT_EQ(snapshot->response_counts(tiny.study)[0].count, 1);
    EXPECT_FALSE(store->run([](Transaction&) -> Result<void> { return {}; }));
}

TEST_F(StoreTest, KeepsEveryFrozenPlan) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    const Result<void> done = store->run([&](Transaction& transaction) -> Result<void> {
        const auto freeze = [&](std::string_view bytes, int second) {
            return transaction.freeze_plan(tiny.study, tiny.version, bytes, at(second));
        };
        EXPECT_TRUE(freeze("first", 1'100));
        EXPECT_FALSE(freeze("first", 1'200)) << "it is the last one already";
        transaction.set_life(tiny.study, Life::open, "confidential", at(1'300));
        EXPECT_TRUE(freeze("second", 1'400));
        EXPECT_TRUE(freeze("first", 1'500)) << "going back is a change";
        return {};
    });
    ASSERT_TRUE(done);
    const std::vector<PlanRow> plans = store->snapshot()->plans(tiny.study);
    ASSERT_EQ(plans.size(), 3U);
    EXPECT_EQ(plans[0].bytes, "first");
    EXPECT_EQ(plans[0].hash, sha256("first"));
    EXPECT_EQ(plans[0].version, tiny.hash);
    EXPECT_EQ(plans[0].at, at(1'100));
    EXPECT_EQ(plans[0].life, Life::draft);
    EXPECT_EQ(plans[1].life, Life::open);
    EXPECT_EQ(plans[2].sequence, 3);
    EXPECT_FALSE(store->verify(tiny.study, {}).broken);
}

TEST_F(StoreTest, ErrorUndoesOneWorkOnly) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    const auto visit = [&](const char* day) {
        return [&, day](Transaction& transaction) { transaction.add_visits(tiny.study, day, 1); };
    };
    // One group: the first work holds the writer until the others wait behind it.
    std::promise<void> queued;
    std::vector<std::future<Result<void>>> results;
    const auto submit = [&](std::move_only_function<Result<void>(Transaction&)> work) {
        auto promise = std::make_shared<std::promise<Result<void>>>();
        results.push_back(promise->get_future());
        ASSERT_TRUE(store->submit(std::move(work), [promise](Result<void> result) {
            promise->set_value(std::move(result));
        }));
    };
    submit([&](Transaction& transaction) -> Result<void> {
        queued.get_future().wait();
        visit("a")(transaction);
        return {};
    });
    submit([&](Transaction& transaction) -> Result<void> {
        visit("b")(transaction);
        return failure("test.no", "no", "none");
    });
    submit([&](Transaction& transaction) -> Result<void> {
        visit("c")(transaction);
        throw std::runtime_error("thrown");
    });
    submit([&](Transaction& transaction) -> Result<void> {
        visit("d")(transaction);
        return {};
    });
    queued.set_value();
    EXPECT_TRUE(results[0].get());
    EXPECT_EQ(results[1].get().error().code, "test.no");
    EXPECT_EQ(results[2].get().error().code, "store.failed");
    EXPECT_TRUE(results[3].get());
    std::string days;
    for (const VisitCount& count : store->snapshot()->visits(tiny.study)) days += count.day;
    EXPECT_EQ(days, "ad");
}

TEST_F(StoreTest, PageRevisionIsAcceptedOnceByTwoStores) {
    const std::unique_ptr<Store> one = opened(folder_.path());
    const std::unique_ptr<Store> two = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*one);
    for (int round = 0; round < 20; ++round) {
        const ResponseRow row = start(*one, tiny);
        int accepted = 0;
        int duplicates = 0;
        std::mutex mutex;
        const auto race = [&](Store& store, std::uint64_t seed) {
            SeededRandom random(seed);
            ResponseRow mine = row;
            const Result<void> done = store.run([&](Transaction& transaction) {
                return transaction.append(mine, page_entry(random, 0, 1, "x"));
            });
            const std::lock_guard lock(mutex);
            accepted += done ? 1 : 0;
            duplicates += !done && done.error().code == "store.duplicate" ? 1 : 0;
        };
        std::jthread left([&] { race(*one, 1); });
        race(*two, 2);
        left.join();
        EXPECT_EQ(accepted, 1);
        EXPECT_EQ(duplicates, 1);
        EXPECT_EQ(one->snapshot()->entries(row.id).size(), 2U);
    }
}

TEST_F(StoreTest, AppendRefusesAStaleRowAndChangesNothing) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    const ResponseRow row = start(*store, tiny);
    for (const int believed : {0, 2, 5}) {
        SCOPED_TRACE(believed);
        ResponseRow stale = row;
        stale.sequence = believed;
        std::string code;
        run(*store, [&](Transaction& transaction) -> Result<void> {
            code = transaction.append(stale, page_entry(random_, 0, 1, "x")).error().code;
            return {};  // the caller takes it as an outcome and commits
        });
        EXPECT_EQ(code, "store.duplicate");
        EXPECT_EQ(store->snapshot()->entries(row.id).size(), 1U);
    }
    EXPECT_FALSE(store->verify(tiny.study, {}).broken);
}

TEST_F(StoreTest, APageRevisionSentTwiceChangesNothing) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    ResponseRow row = start(*store, tiny);
    run(*store, [&](Transaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.append(row, page_entry(random_, 3, 1, "x")));
        const ResponseRow before = row;
        const Result<void> again = transaction.append(row, page_entry(random_, 3, 1, "y"));
        EXPECT_EQ(again.error().code, "store.duplicate");
        EXPECT_EQ(row.sequence, before.sequence);
        return transaction.append(row, page_entry(random_, 3, 2, "y"));  // it can go on
    });
    EXPECT_FALSE(store->verify(tiny.study, {}).broken);
}

TEST_F(StoreTest, RespondentKeyAndPublicIdAreUnique) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    NewResponse first = tiny.new_response(random_);
    first.respondent_key = random_digest(random_);
    NewResponse same_key = tiny.new_response(random_);
    same_key.respondent_key = first.respondent_key;
    NewResponse same_id = tiny.new_response(random_);
    same_id.public_id = first.public_id;
    run(*store, [&](Transaction& transaction) -> Result<void> {
        EXPECT_TRUE(transaction.start_response(first));
        EXPECT_EQ(transaction.start_response(same_key).error().code, "store.duplicate");
        EXPECT_EQ(transaction.start_response(same_id).error().code, "store.duplicate");
        EXPECT_TRUE(transaction.start_response(tiny.new_response(random_)));
        return {};
    });
}

TEST_F(StoreTest, SnapshotSeesOneMoment) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    const std::unique_ptr<Snapshot> before = store->snapshot();
    run(*store, [&](Transaction& transaction) -> Result<void> {
        transaction.add_visits(tiny.study, "2026-11-23", 1);
        return {};
    });
    EXPECT_TRUE(before->visits(tiny.study).empty());
    EXPECT_EQ(store->snapshot()->visits(tiny.study).size(), 1U);
}

TEST_F(StoreTest, ProjectionsComeInOrderOfPublicIdsAndByOrigin) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    run(*store, [&](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 50; ++i) {
            NewResponse response = tiny.new_response(random_);
            if (i % 5 == 0) response.origin = response::Origin::synthetic;
            const Result<ResponseRow> row = transaction.start_response(response);
            transaction.project(row->id, row->public_id.text());
        }
        // A snapshot's callback may write: rebuild does.
        transaction.each_response(tiny.study, [&](const ResponseRow& row) {
            transaction.project(row.id, row.public_id.text() + "!");
        });
        return {};
    });
    std::set<PublicId> seen;
    int count = 0;
    store->snapshot()
        ->each_projection(tiny.study, response::Origin::real, {}, [&](const ProjectionRow& row) {
            EXPECT_TRUE(seen.insert(row.public_id).second);
            EXPECT_EQ(row.data, row.public_id.text() + "!");
            ++count;
        });
    EXPECT_EQ(count, 40);
    run(*store, [&](Transaction& transaction) -> Result<void> {
        transaction.clear_projection(tiny.study);
        return {};
    });
    store->snapshot()->each_projection(
        tiny.study, response::Origin::real, {}, [](const ProjectionRow&) { ADD_FAILURE(); }
    );
}

TEST_F(StoreTest, SharesTogetherAreAllAndNoneTwice) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    run(*store, [&](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 50; ++i) {
            const Result<ResponseRow> row = transaction.start_response(tiny.new_response(random_));
            transaction.project(row->id, row->public_id.text());
        }
        return {};
    });
    for (const std::int64_t of : {1, 2, 7, 50, 64}) {
        SCOPED_TRACE(of);
        std::set<PublicId> seen;
        const std::vector<std::unique_ptr<Snapshot>> views = store->snapshots(2);
        ASSERT_EQ(views.size(), 2U);
        for (std::int64_t share = 0; share < of; ++share) {
            views[static_cast<std::size_t>(share % 2)]->each_projection(
                tiny.study,
                response::Origin::real,
                {share, of},
                [&](const ProjectionRow& row) { EXPECT_TRUE(seen.insert(row.public_id).second); }
            );
        }
        EXPECT_EQ(seen.size(), 50U);
    }
}

TEST_F(StoreTest, SeveralViewsAreOfOneStateWhileOthersWrite) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    std::atomic<bool> enough = false;
    const std::jthread writer([&] {
        SeededRandom random(3);
        while (!enough) {
            run(*store, [&](Transaction& transaction) -> Result<void> {
                Result<ResponseRow> row = transaction.start_response(tiny.new_response(random));
                return transaction.append(*row, page_entry(random, 0, 1, "blue"));
            });
        }
    });
    const auto count = [&](Snapshot& view) {
        int responses = 0;
        view.each_response(tiny.study, [&](const ResponseRow&) { ++responses; });
        return responses;
    };
    for (int i = 0; i < 200; ++i) {
        const std::vector<std::unique_ptr<Snapshot>> views = store->snapshots(2);
        ASSERT_FALSE(views.empty());
        for (const std::unique_ptr<Snapshot>& view : views) {
            EXPECT_EQ(count(*view), count(*views.front()));
        }
    }
    enough = true;
}

TEST_F(StoreTest, CountsResponsesAsTheyChange) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    const auto counts = [&] {
        std::map<std::pair<response::Origin, response::Status>, std::int64_t> found;
        for (const ResponseCount& one : store->snapshot()->response_counts(tiny.study)) {
            found[{one.origin, one.status}] = one.count;
        }
        return found;
    };
    using Counts = decltype(counts());
    using enum response::Status;
    constexpr auto real = response::Origin::real;
    constexpr auto test = response::Origin::test;
    run(*store, [&](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 3; ++i) {
            NewResponse fresh = tiny.new_response(random_);
            if (i == 2) fresh.origin = test;
            Result<ResponseRow> row = transaction.start_response(fresh);
            if (i == 0) continue;
            EXPECT_TRUE(transaction.append(*row, page_entry(random_, 0, 1, "blue")));
            const NewEntry end = plain_entry(random_, response::EntryKind::completion, complete);
            EXPECT_TRUE(transaction.append(*row, end));
        }
        return {};
    });
    const Counts expected{{{real, in_progress}, 1}, {{real, complete}, 1}, {{test, complete}, 1}};
    EXPECT_EQ(counts(), expected);
    EXPECT_FALSE(store->run([&](Transaction& transaction) -> Result<void> {
        (void)transaction.start_response(tiny.new_response(random_));
        return failure("test.undone", "this work is undone", "nothing");
    }));
    EXPECT_EQ(counts(), expected) << "what is undone is not counted";
}

TEST_F(StoreTest, FullQueueAndFinishedStoreSaySo) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    std::promise<void> go;
    std::atomic<std::size_t> done = 0;
    std::promise<void> started;
    ASSERT_TRUE(store->submit(
        [&](Transaction&) -> Result<void> {
            started.set_value();
            go.get_future().wait();
            return {};
        },
        [&](const Result<void>&) { ++done; }
    ));
    started.get_future().wait();
    const auto nothing = [](Transaction&) -> Result<void> { return {}; };
    for (std::size_t i = 0; i < limits::write_queue_length_max; ++i) {
        ASSERT_TRUE(store->submit(nothing, [&](const Result<void>&) { ++done; }));
    }
    EXPECT_EQ(store->submit(nothing, {}).error().code, "store.busy");
    go.set_value();
    store->finish();
    EXPECT_EQ(done, limits::write_queue_length_max + 1);
    EXPECT_EQ(store->run(nothing).error().code, "store.busy");
    EXPECT_TRUE(store->snapshot()->studies().empty());
    store->finish();
}

TEST_F(StoreTest, OnlyTheOwnerMayReadTheFiles) {
    const std::unique_ptr<Store> store = opened(folder_.path() / "data");
    (void)TinyStudy::add(*store);
    for (const char* name : {"data/answers.db", "data/answers.db-wal"}) {
        struct stat status{};
        ASSERT_EQ(::stat((folder_.path() / name).c_str(), &status), 0) << name;
        EXPECT_EQ(status.st_mode & 0777U, 0600U) << name;
    }
}

TEST(LifeTest, WordsReadBack) {
    for (const Life life : {Life::draft, Life::pilot, Life::open, Life::paused, Life::closed}) {
        EXPECT_EQ(parse_life(to_text(life)), life);
    }
    EXPECT_FALSE(parse_life("opened"));
}

TEST_F(StoreTest, CountsTheResponsesOfEachArm) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    const ResponseRow first = start(*store, tiny);
    const ResponseRow second = start(*store, tiny);
    ResponseRow third = start(*store, tiny);
    const auto counts = [&](response::Origin origin, std::string_view item) {
        std::string text;
        for (const ArmCount& one : store->snapshot()->arm_counts(tiny.study, origin, item)) {
            text += one.arm + std::to_string(one.count);
        }
        return text;
    };
    run(*store, [&](Transaction& transaction) -> Result<void> {
        transaction.assign(first, "arm", "a");
        transaction.assign(second, "arm", "a");
        transaction.assign(third, "arm", "b");
        transaction.assign(third, "other", "a");
        transaction.assign(third, "arm", "c");
        return {};
    });
    EXPECT_EQ(counts(response::Origin::real, "arm"), "a2c1");
    EXPECT_EQ(counts(response::Origin::real, "other"), "a1");
    EXPECT_EQ(counts(response::Origin::test, "arm"), "");
    run(*store, [&](Transaction& transaction) {
        return transaction.withdraw(
            third,
            plain_entry(random_, response::EntryKind::withdrawal, response::Status::withdrawn)
        );
    });
    EXPECT_EQ(counts(response::Origin::real, "arm"), "a2");
    run(*store, [&](Transaction& transaction) -> Result<void> {
        transaction.clear_projection(tiny.study);
        return {};
    });
    EXPECT_EQ(counts(response::Origin::real, "arm"), "");
}

TEST_F(StoreTest, FindsWhatWasSaidOfResponsesAmongTheirEntries) {
    const std::unique_ptr<Store> store = opened(folder_.path());
    const TinyStudy tiny = TinyStudy::add(*store);
    const TinyStudy other = TinyStudy::add(*store, "other");
    ResponseRow kept = start(*store, tiny);
    ResponseRow gone = start(*store, tiny);
    ResponseRow elsewhere = start(*store, other);
    const auto say = [&](ResponseRow& row, response::EntryKind kind, const std::string& body) {
        run(*store, [&](Transaction& transaction) {
            NewEntry entry = plain_entry(random_, kind, response::Status::complete);
            entry.body = body;
            return transaction.append(row, entry);
        });
    };
    say(kept, response::EntryKind::flag, R"({"flag":"a"})");
    say(gone, response::EntryKind::flag, R"({"flag":"b"})");
    say(elsewhere, response::EntryKind::flag, R"({"flag":"c"})");
    say(kept, response::EntryKind::completion, R"({"at":"d"})");
    say(kept, response::EntryKind::exclusion, R"({"excluded":false})");
    run(*store, [&](Transaction& transaction) {
        return transaction.withdraw(
            gone, plain_entry(random_, response::EntryKind::withdrawal, response::Status::withdrawn)
        );
    });
    const auto found = [&](response::Origin origin) {
        std::string text;
        store->snapshot()->each_review_entry(tiny.study, origin, [&](const ReviewEntryRow& entry) {
            EXPECT_EQ(entry.public_id, kept.public_id);
            text += std::string(response::to_text(entry.kind)) + std::string(entry.body);
        });
        return text;
    };
    EXPECT_EQ(found(response::Origin::real), R"(flag{"flag":"a"}exclusion{"excluded":false})");
    EXPECT_EQ(found(response::Origin::test), "");
}

}  // namespace
}  // namespace querist::store
