// Power cuts: every answer that was acknowledged is there after one, and every chain holds.

#include "store/simulated_disk.hpp"
#include "store/store_fixture.hpp"

#include <atomic>
#include <deque>
#include <set>
#include <thread>

namespace querist::store::fixture {
namespace {

/// One respondent's thread: starts responses, answers pages, now and then withdraws.
class Respondent {
public:
    Respondent(Store& store, const TinyStudy& tiny, std::uint64_t seed)
        : store_(store), tiny_(tiny), random_(seed) {}

    /// Works until the store fails.
    void walk() {
        while (step()) {
        }
    }

    struct Acknowledged {
        PublicId response;
        int entries = 0;
        bool withdrawn = false;
    };
    [[nodiscard]] const std::vector<Acknowledged>& acknowledged() const { return acknowledged_; }

private:
    bool step() {
        if (acknowledged_.empty() || random_.below(4) == 0) return start();
        const std::size_t which = random_.below(acknowledged_.size());
        if (acknowledged_[which].withdrawn) return true;
        return random_.below(12) == 0 ? withdraw(which) : answer(which);
    }

    bool start() {
        ResponseRow row;
        const NewResponse response = tiny_.new_response(random_);
        const Result<void> done = store_.run([&](Transaction& transaction) -> Result<void> {
            Result<ResponseRow> started = transaction.start_response(response);
            if (!started) return std::unexpected(started.error());
            row = *started;
            return transaction.append(
                row,
                plain_entry(random_, response::EntryKind::consent, response::Status::in_progress)
            );
        });
        if (!done) return false;
        rows_.push_back(row);
        acknowledged_.push_back({row.public_id, 1, false});
        return true;
    }

    bool answer(std::size_t which) {
        ResponseRow row = rows_[which];
        const NewEntry entry =
            page_entry(random_, row.sequence, 1, std::string(random_.below(900), 'a'));
        const Result<void> done = store_.run([&](Transaction& transaction) {
            transaction.project(row.id, entry.body);
            return transaction.append(row, entry);
        });
        if (!done) return false;
        rows_[which] = row;
        acknowledged_[which].entries = row.sequence;
        return true;
    }

    bool withdraw(std::size_t which) {
        ResponseRow row = rows_[which];
        const NewEntry entry =
            plain_entry(random_, response::EntryKind::withdrawal, response::Status::withdrawn);
        const Result<void> done =
            store_.run([&](Transaction& transaction) { return transaction.withdraw(row, entry); });
        if (!done) return false;
        acknowledged_[which].withdrawn = true;
        acknowledged_[which].entries = row.sequence;
        return true;
    }

    Store& store_;
    const TinyStudy& tiny_;
    SeededRandom random_;
    std::vector<ResponseRow> rows_;
    std::vector<Acknowledged> acknowledged_;
};

struct Loss {
    int acknowledged = 0;
    int lost = 0;
    int broken = 0;
    std::string what_broke;
};

void count_losses(
    Store& store,
    const TinyStudy& tiny,
    const std::vector<Respondent::Acknowledged>& all,
    Loss& loss
) {
    const std::unique_ptr<Snapshot> snapshot = store.snapshot();
    for (const Respondent::Acknowledged& one : all) {
        ++loss.acknowledged;
        const std::optional<ResponseRow> row =
            snapshot->response_by_public_id(tiny.study, one.response);
        const bool there = row && row->sequence >= one.entries &&
                           (!one.withdrawn || row->status == response::Status::withdrawn);
        loss.lost += there ? 0 : 1;
    }
    const VerifyReport report = store.verify(tiny.study, {});
    loss.broken += report.broken ? 1 : 0;
    if (report.broken) loss.what_broke += describe(*report.broken);
}

struct Rounds {
    int count = 0;
    int cuts_each = 3;
    Durability durability = Durability::full;
    bool lying_disk = false;
    SimulatedDisk::Unsynced unsynced = SimulatedDisk::Unsynced::lost;
};

/// A database that lives through several power cuts.
Loss live(const Rounds& rounds, std::uint64_t seed) {
    const TemporaryFolder folder;
    SimulatedDisk disk("disk-crash");
    SeededRandom random(seed);
    StoreOptions options;
    options.vfs = disk.name();
    options.durability = rounds.durability;
    const TinyStudy tiny = TinyStudy::add(*opened(folder.path(), options));
    disk.ignore_syncs(rounds.lying_disk);
    std::vector<Respondent::Acknowledged> all;
    Loss loss;
    for (int cut = 0; cut < rounds.cuts_each; ++cut) {
        {
            const std::unique_ptr<Store> store = opened(folder.path(), options);
            std::deque<Respondent> respondents;
            for (int i = 0; i < 3; ++i) respondents.emplace_back(*store, tiny, random.next());
            disk.cut_at(1 + static_cast<int>(random.below(400)));
            {
                std::vector<std::jthread> threads;
                for (Respondent& one : respondents) threads.emplace_back([&one] { one.walk(); });
            }
            for (const Respondent& one : respondents) {
                all.insert(all.end(), one.acknowledged().begin(), one.acknowledged().end());
            }
        }
        if (loss.lost == 0) EXPECT_TRUE(disk.is_cut());
        disk.restart(rounds.unsynced, random);
        // Power may fail again while the database recovers.
        disk.cut_at(1 + static_cast<int>(random.below(20)));
        {
            const Result<std::unique_ptr<Store>> interrupted = open_store(folder.path(), options);
        }
        disk.restart(rounds.unsynced, random);
        const Result<std::unique_ptr<Store>> store = open_store(folder.path(), options);
        if (!store) {
            loss.lost += static_cast<int>(all.size());
            ++loss.broken;
            return loss;
        }
        count_losses(**store, tiny, all, loss);
    }
    return loss;
}

Loss live_often(const Rounds& rounds) {
    Loss all;
    for (int round = 0; round < rounds.count; ++round) {
        SCOPED_TRACE(round);
        const Loss one = live(rounds, static_cast<std::uint64_t>(round) + 1);
        all.acknowledged += one.acknowledged;
        all.lost += one.lost;
        all.broken += one.broken;
        all.what_broke += one.what_broke;
    }
    return all;
}

TEST(CrashVfsTest, NothingAcknowledgedIsLostWhenTheDiskForgets) {
    Rounds rounds;
    rounds.count = 40;
    const Loss loss = live_often(rounds);
    EXPECT_GT(loss.acknowledged, 1'000);
    EXPECT_EQ(loss.lost, 0);
    EXPECT_EQ(loss.broken, 0) << loss.what_broke;
}

TEST(CrashVfsTest, NothingAcknowledgedIsLostWhenSectorsAreTorn) {
    Rounds rounds;
    rounds.count = 40;
    rounds.unsynced = SimulatedDisk::Unsynced::some_sectors;
    const Loss loss = live_often(rounds);
    EXPECT_GT(loss.acknowledged, 1'000);
    EXPECT_EQ(loss.lost, 0);
    EXPECT_EQ(loss.broken, 0) << loss.what_broke;
}

// The two that follow prove that the tests above can fail.

TEST(CrashVfsTest, NoticesAStoreThatDoesNotSync) {
    Rounds rounds;
    rounds.count = 5;
    rounds.cuts_each = 1;
    rounds.durability = Durability::none;
    EXPECT_GT(live_often(rounds).lost, 0);
}

TEST(CrashVfsTest, NoticesADiskThatLies) {
    Rounds rounds;
    rounds.count = 5;
    rounds.cuts_each = 1;
    rounds.lying_disk = true;
    EXPECT_GT(live_often(rounds).lost, 0);
}

}  // namespace
}  // namespace querist::store::fixture
