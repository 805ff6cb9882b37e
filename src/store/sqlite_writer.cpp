#include "store/sqlite_writer.hpp"

#include <fmt/format.h>

#include <future>

namespace querist::store {

namespace {

constexpr Sql begin_writing = "BEGIN IMMEDIATE";
constexpr Sql data_version = "PRAGMA data_version";
constexpr Sql commit_all = "COMMIT";
constexpr Sql roll_back_all = "ROLLBACK";
constexpr Sql open_savepoint = "SAVEPOINT work";
constexpr Sql keep_savepoint = "RELEASE work";
constexpr Sql undo_savepoint = "ROLLBACK TO work";

Problem failed(std::string message) {
    return failure(
               "store.failed",
               std::move(message),
               "report this with what you were doing: it is a defect"
    )
        .error();
}

}  // namespace

Writer::Writer(
    Connection connection, LogKeeper& keeper, WithdrawalList withdrawals, Overwriting overwriting
)
    : connection_(std::move(connection)),
      keeper_(keeper),
      withdrawals_(std::move(withdrawals)),
      overwriting_(overwriting),
      transaction_(connection_) {
    sqlite3_wal_hook(
        connection_.handle(),
        [](void* frames, sqlite3*, const char*, int count) {
            *static_cast<int*>(frames) = count;
            return SQLITE_OK;
        },
        &frames_
    );
    thread_ = std::thread([this] { write(); });
}

Writer::~Writer() { finish(); }

Result<void> Writer::submit(Work work, Done done) {
    {
        const std::lock_guard lock(mutex_);
        if (closed_ || queue_.size() >= limits::write_queue_length_max) {
            return failure(
                "store.busy",
                closed_ ? "the store is closing" : "too many answers wait to be written",
                "try again in a few seconds"
            );
        }
        queue_.push_back({std::move(work), std::move(done), {}, {}});
    }
    arrived_.notify_one();
    return {};
}

Result<void> Writer::run(Work work) {
    std::promise<Result<void>> promise;
    std::future<Result<void>> result = promise.get_future();
    // The writer owns the promise: it may still be inside set_value when the caller goes on.
    Done done = [promise = std::move(promise)](Result<void> outcome) mutable {
        promise.set_value(std::move(outcome));
    };
    const Result<void> queued = submit(std::move(work), std::move(done));
    if (!queued) return queued;
    return result.get();
}

void Writer::finish() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    arrived_.notify_one();
    std::call_once(joined_, [this] { thread_.join(); });
}

void Writer::write() {
    std::vector<Item> group;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [this] { return closed_ || !queue_.empty(); });
            if (queue_.empty()) return;
            while (!queue_.empty() && group.size() < limits::write_group_length_max) {
                group.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
        }
        write_group(group);
        group.clear();
    }
}

void Writer::write_group(std::span<Item> group) {
    for (std::size_t done = 0; done < group.size();) {
        done += write_transaction(group.subspan(done));
    }
    bool erase = false;
    for (Item& item : group) {
        const bool waits = overwriting_ == Overwriting::before_confirming;
        if (waits && !item.withdrawals.empty() && item.result) {
            erase = true;
        } else if (item.done) {
            item.done(std::move(item.result));
        }
    }
    if (erase) {
        keeper_.erase_withdrawn();
        for (Item& item : group) {
            if (!item.withdrawals.empty() && item.result && item.done) item.done({});
        }
    }
    keeper_.grown(frames_);
    keeper_.restart_when_long(frames_);
}

/// Runs and commits as many items as SQLite lets one transaction hold; says how many.
std::size_t Writer::write_transaction(std::span<Item> group) {
    const auto fail = [](std::span<Item> items, const Problem& problem) {
        for (Item& item : items) item.result = std::unexpected(problem);
    };
    try {
        connection_.run(begin_writing);
        transaction_.begins(connection_.number(data_version));
    } catch (const StoreFailure& failure) {
        fail(group, failure.problem());
        roll_back();
        return group.size();
    }
    for (std::size_t i = 0; i < group.size(); ++i) {
        write_item(group[i]);
        if (connection_.in_transaction()) continue;
        // A full disk or an I/O error made SQLite undo everything: nothing so far is kept, and
        // the items behind this one begin anew.
        const Problem problem = group[i].result ? failed("the database undid the transaction")
                                                : group[i].result.error();
        fail(group.first(i + 1), problem);
        transaction_.undone();
        return i + 1;
    }
    try {
        commit(group);
    } catch (const StoreFailure& failure) {
        fail(group, failure.problem());
        roll_back();
    }
    return group.size();
}

void Writer::write_item(Item& item) {
    try {
        connection_.run(open_savepoint);
        item.result = item.work(transaction_);
    } catch (const StoreFailure& failure) {
        item.result = std::unexpected(failure.problem());
    } catch (const std::exception& error) {
        item.result = std::unexpected(failed(fmt::format("the work failed: {}", error.what())));
    } catch (...) {
        item.result = std::unexpected(failed("the work failed and gave no reason"));
    }
    item.withdrawals = transaction_.take_withdrawals();
    if (!item.result) transaction_.undone();
    if (!connection_.in_transaction()) return;
    try {
        if (!item.result) connection_.run(undo_savepoint);
        connection_.run(keep_savepoint);
    } catch (const StoreFailure& failure) {
        // Whether this item's changes are in the transaction is unknown: none may be kept.
        item.result = std::unexpected(failure.problem());
        roll_back();
    }
}

void Writer::commit(std::span<Item> group) {
    std::vector<Withdrawal> withdrawals;
    for (const Item& item : group) {
        if (!item.result) continue;
        withdrawals.insert(withdrawals.end(), item.withdrawals.begin(), item.withdrawals.end());
    }
    // Before the commit: a withdrawal that only the list knows is made up for at the next start,
    // one that only the database knows would come back with a restored backup.
    if (!withdrawals.empty()) withdrawals_.append(withdrawals);
    connection_.run(commit_all);
}

void Writer::roll_back() {
    transaction_.undone();
    try {
        if (connection_.in_transaction()) connection_.run(roll_back_all);
    } catch (const StoreFailure&) {
        // SQLite ends the transaction even when ROLLBACK reports an error; if it did not, the
        // next BEGIN fails and says so to its callers.
        return;
    }
}

}  // namespace querist::store
