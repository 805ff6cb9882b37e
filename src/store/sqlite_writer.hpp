#pragma once

#include "store/log_keeper.hpp"
#include "store/sqlite_transaction.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <thread>

namespace querist::store {

/// The single writer: takes all work that waits, runs each piece in a savepoint of one
/// transaction, commits once, then tells every caller.
class Writer {
public:
    Writer(
        Connection connection,
        LogKeeper& keeper,
        WithdrawalList withdrawals,
        Overwriting overwriting
    );
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer();

    Result<void> submit(Work work, Done done);
    Result<void> run(Work work);
    void finish();

private:
    struct Item {
        Work work;
        Done done;
        Result<void> result;
        std::vector<Withdrawal> withdrawals;
    };

    void write();
    void write_group(std::span<Item> group);
    std::size_t write_transaction(std::span<Item> group);
    void write_item(Item& item);
    void commit(std::span<Item> group);
    void roll_back();

    Connection connection_;
    LogKeeper& keeper_;
    WithdrawalList withdrawals_;
    Overwriting overwriting_;
    SqliteTransaction transaction_;
    int frames_ = 0;  ///< In the log after the last commit.

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Item> queue_;
    bool closed_ = false;
    std::once_flag joined_;
    std::thread thread_;
};

}  // namespace querist::store
