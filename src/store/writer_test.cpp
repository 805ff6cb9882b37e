#include "store/store_fixture.hpp"

#include <rapidcheck.h>

#include <functional>
#include <mutex>
#include <set>
#include <thread>

namespace querist::store::fixture {
namespace {

enum class Ending { success, error, exception, nothing_known, failure_of_the_store };

struct PlannedWork {
    Ending ending = Ending::success;
    int entries = 1;  ///< Written before the ending.
};

}  // namespace
}  // namespace querist::store::fixture

namespace rc {
template <>
struct Arbitrary<querist::store::fixture::PlannedWork> {
    static Gen<querist::store::fixture::PlannedWork> arbitrary() {
        using namespace querist::store::fixture;
        return gen::build<PlannedWork>(
            gen::set(
                &PlannedWork::ending,
                gen::weightedElement<Ending>({
                    {6, Ending::success},
                    {1, Ending::error},
                    {1, Ending::exception},
                    {1, Ending::nothing_known},
                    {1, Ending::failure_of_the_store},
                })
            ),
            gen::set(&PlannedWork::entries, gen::inRange(1, 4))
        );
    }
};
}  // namespace rc

namespace querist::store::fixture {
namespace {

Result<void> end(Ending ending) {
    switch (ending) {
        case Ending::success:
            return {};
        case Ending::error:
            return failure("test.error", "an error", "none");
        case Ending::exception:
            throw std::runtime_error("an exception");
        case Ending::nothing_known:
            throw 7;  // NOLINT: works may throw anything
        case Ending::failure_of_the_store:
            throw StoreFailure(failure("store.failed", "a failure", "none").error());
    }
    std::unreachable();
}

/// Submits from several threads; says what was acknowledged.
std::set<PublicId> acknowledge(
    Store& store, const TinyStudy& tiny, const std::vector<PlannedWork>& plan, int threads
) {
    std::mutex mutex;
    std::set<PublicId> acknowledged;
    const auto submit = [&](std::size_t first) {
        for (std::size_t i = first; i < plan.size(); i += static_cast<std::size_t>(threads)) {
            auto random = std::make_shared<SeededRandom>(i + 1);
            const NewResponse response = tiny.new_response(*random);
            Work work = [response, random, &planned = plan[i]](Transaction& transaction) {
                ResponseRow row = transaction.start_response(response).value();
                for (int page = 0; page < planned.entries; ++page) {
                    (void)transaction.append(row, page_entry(*random, page, 1, "x"));
                }
                return end(planned.ending);
            };
            Done done = [&, response](const Result<void>& result) {
                const std::lock_guard lock(mutex);
                if (result) acknowledged.insert(response.public_id);
            };
            if (!store.submit(std::move(work), std::move(done))) throw std::runtime_error("busy");
        }
    };
    {
        std::vector<std::jthread> running;
        for (int i = 0; i < threads; ++i) running.emplace_back(submit, static_cast<std::size_t>(i));
    }
    store.finish();
    return acknowledged;
}

TEST(WriterTest, CommitsExactlyWhatItAcknowledges) {
    EXPECT_TRUE(rc::check([](const std::vector<PlannedWork>& plan) {
        const TemporaryFolder folder;
        const std::unique_ptr<Store> store = opened(folder.path());
        const TinyStudy tiny = TinyStudy::add(*store);
        const int threads = *rc::gen::inRange(1, 4);
        const std::set<PublicId> acknowledged = acknowledge(*store, tiny, plan, threads);
        std::set<PublicId> committed;
        store->snapshot()->each_response(tiny.study, [&](const ResponseRow& row) {
            committed.insert(row.public_id);
            RC_ASSERT(row.sequence > 0);
        });
        RC_ASSERT(committed == acknowledged);
        const auto expected = std::ranges::count(plan, Ending::success, &PlannedWork::ending);
        RC_ASSERT(std::ssize(acknowledged) == expected);
        RC_ASSERT(!store->verify(tiny.study, {}).broken);
    }));
}

/// What a piece of work sees standing for outside changes.
std::uint64_t outside_changes(Store& store) {
    std::uint64_t seen = 0;
    EXPECT_TRUE(store.run([&](Transaction& transaction) -> Result<void> {
        seen = transaction.outside_changes();
        return {};
    }));
    return seen;
}

/// One response in the hands of two processes.
class OutsideChangesTest : public ::testing::Test {
protected:
    Result<void> start(Store& by) {
        return by.run([&](Transaction& transaction) -> Result<void> {
            row_ = transaction.start_response(tiny_.new_response(random_)).value();
            return {};
        });
    }
    Result<void> append(Store& by, bool kept = true) {
        return by.run([&](Transaction& transaction) -> Result<void> {
            ResponseRow row = row_;
            const NewEntry entry = page_entry(random_, row.sequence, 1, "x");
            if (Result<void> added = transaction.append(row, entry); !added) return added;
            if (!kept) return failure("test.error", "an error", "none");
            row_ = row;
            return {};
        });
    }
    Result<void> open(Store& by) {
        return by.run([&](Transaction& transaction) -> Result<void> {
            transaction.set_life(tiny_.study, Life::open, "confidential", at(2'000));
            return {};
        });
    }
    Result<void> withdraw(Store& by) {
        const NewEntry withdrawal =
            plain_entry(random_, response::EntryKind::withdrawal, response::Status::withdrawn);
        return by.run([&](Transaction& transaction) {
            return transaction.withdraw(row_, withdrawal);
        });
    }

    TemporaryFolder folder_;
    std::unique_ptr<Store> ours_ = opened(folder_.path());
    std::unique_ptr<Store> theirs_ = opened(folder_.path());
    TinyStudy tiny_ = TinyStudy::add(*ours_);
    SeededRandom random_{7};
    ResponseRow row_;
};

TEST_F(OutsideChangesTest, AreNoticedAndOwnOnesAreNot) {
    struct Step {
        const char* name;
        std::function<bool()> succeeds;
        bool is_outside;
    };
    const std::vector<Step> steps{
        {"nothing", [] { return true; }, false},
        {"a response begins", [&] { return start(*ours_).has_value(); }, false},
        {"it goes on", [&] { return append(*ours_).has_value(); }, false},
        {"another process has one begin", [&] { return start(*theirs_).has_value(); }, true},
        {"another process appends", [&] { return append(*theirs_).has_value(); }, true},
        {"work is undone", [&] { return !append(*ours_, false).has_value(); }, true},
        {"the study moves on", [&] { return open(*ours_).has_value(); }, true},
        {"a withdrawal", [&] { return withdraw(*ours_).has_value(); }, true},
        {"nothing again", [] { return true; }, false},
    };
    std::uint64_t before = outside_changes(*ours_);
    for (const Step& step : steps) {
        EXPECT_TRUE(step.succeeds()) << step.name;
        const std::uint64_t after = outside_changes(*ours_);
        EXPECT_EQ(after != before, step.is_outside) << step.name;
        before = after;
    }
}

}  // namespace
}  // namespace querist::store::fixture
