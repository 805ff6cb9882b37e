#pragma once

#include "store/sqlite_connection.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace querist::store {

/// Keeps the write-ahead log short, on its own thread and connection, so that no submission waits
/// for it; and removes the bytes of withdrawn answers from the files.
class LogKeeper {
public:
    /// `others_looked_for`: how often it looks for what another process withdrew and could not
    /// overwrite before it ended.
    explicit LogKeeper(
        const Connection::Options& options,
        std::chrono::milliseconds others_looked_for = std::chrono::minutes(1)
    );
    LogKeeper(const LogKeeper&) = delete;
    LogKeeper& operator=(const LogKeeper&) = delete;
    ~LogKeeper();

    /// The writer committed, and the log has this many frames now.
    void grown(int frames);

    /// Makes the log begin again when it has grown too long. Only on the writer's thread, between
    /// two transactions.
    void restart_when_long(int frames);

    /// Rewrites the database without the bytes of withdrawn answers, empties the log and removes
    /// the files that repeat answers. When readers still look at the old log, the rest follows as
    /// soon as they end.
    void erase_withdrawn();

    /// Whether withdrawn answers may still lie in a file, because a reader holds the old log.
    [[nodiscard]] bool erasure_pending();

    /// Copies the log into the database and empties it, as far as readers let it.
    void finish();

private:
    void keep();
    void copy_log();
    bool truncate_log();
    bool try_to_erase();

    std::chrono::milliseconds others_looked_for_;
    std::filesystem::path folder_;
    std::mutex connection_mutex_;
    Connection connection_;
    /// Responses (ascending) whose bytes VACUUM removed from the database: only the log still holds
    /// them.
    std::vector<std::int64_t> rewritten_;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopped_ = false;
    int erasures_asked_ = 0;  ///< Asked for and not done at once; counts up.
    int erasures_done_ = 0;   ///< As many as were asked for when the last success began.
    int frames_ = 0;
    int tried_ = 0;
    int restart_at_ = 0;  ///< Used by the writer's thread only.
    std::thread thread_;
};

}  // namespace querist::store
