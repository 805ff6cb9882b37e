#include "store/log_keeper.hpp"

#include "store/limits.hpp"

#include <algorithm>
#include <chrono>

namespace querist::store {

namespace {

constexpr Sql marked_for_erasure = "SELECT response FROM erasure ORDER BY response";
constexpr Sql erasures_marked = "SELECT count(*) FROM erasure";
constexpr Sql erased = "DELETE FROM erasure WHERE response = ?1";
constexpr auto erasing_pause = std::chrono::milliseconds(100);

/// A short wait: a long reader must not hold the writer up.
class ShortWait {
public:
    explicit ShortWait(sqlite3* database) : database_(database) {
        sqlite3_busy_timeout(database_, static_cast<int>(limits::log_restart_wait.count()));
    }
    ShortWait(const ShortWait&) = delete;
    ShortWait& operator=(const ShortWait&) = delete;
    ~ShortWait() { sqlite3_busy_timeout(database_, static_cast<int>(limits::lock_wait.count())); }

private:
    sqlite3* database_;
};

}  // namespace

LogKeeper::LogKeeper(
    const Connection::Options& options, std::chrono::milliseconds others_looked_for
)
    : others_looked_for_(others_looked_for),
      folder_(options.file.parent_path()),
      connection_(options),
      restart_at_(limits::log_frames_max) {
    connection_.set_up();
    thread_ = std::thread([this] { keep(); });
}

LogKeeper::~LogKeeper() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void LogKeeper::grown(int frames) {
    bool worth = false;
    {
        const std::lock_guard lock(mutex_);
        frames_ = frames;
        if (frames < tried_) tried_ = 0;  // the log began again
        worth = frames_ - tried_ >= limits::log_frames_worth_copying;
    }
    if (worth) changed_.notify_one();
}

void LogKeeper::restart_when_long(int frames) {
    if (frames < limits::log_frames_max) restart_at_ = limits::log_frames_max;
    if (frames < restart_at_) return;
    const std::lock_guard lock(connection_mutex_);
    const ShortWait wait(connection_.handle());
    // A failure loses nothing, for the log stays as it is; it is tried again after more frames.
    sqlite3_wal_checkpoint_v2(
        connection_.handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr
    );
    restart_at_ = frames + limits::log_frames_max / 4;
}

void LogKeeper::erase_withdrawn() {
    if (try_to_erase()) return;
    {
        const std::lock_guard lock(mutex_);
        ++erasures_asked_;
    }
    changed_.notify_one();
}

bool LogKeeper::erasure_pending() {
    const std::lock_guard lock(connection_mutex_);
    return connection_.number(erasures_marked) != 0;
}

void LogKeeper::finish() {
    (void)try_to_erase();
    const std::lock_guard lock(connection_mutex_);
    (void)truncate_log();
}

void LogKeeper::keep() {
    using Steady = std::chrono::steady_clock;
    std::unique_lock lock(mutex_);
    const auto waiting = [this] { return erasures_asked_ != erasures_done_; };
    // Another process may have withdrawn and left before every reader of the log had. A point in
    // time, so that a busy log that wakes this thread ever again does not put it off.
    Steady::time_point look_at = Steady::now() + others_looked_for_;
    while (!stopped_) {
        const bool was_waiting = waiting();
        const Steady::time_point until =
            was_waiting ? std::min(look_at, Steady::now() + erasing_pause) : look_at;
        changed_.wait_until(lock, until, [&] {
            return stopped_ || frames_ - tried_ >= limits::log_frames_worth_copying ||
                   waiting() != was_waiting;
        });
        if (stopped_) return;
        const bool erase = waiting() || Steady::now() >= look_at;
        const int asked = erasures_asked_;
        tried_ = frames_;
        lock.unlock();
        const bool is_erased = erase && try_to_erase();
        if (erase) look_at = Steady::now() + others_looked_for_;
        copy_log();
        lock.lock();
        if (is_erased) erasures_done_ = asked;
    }
}

void LogKeeper::copy_log() {
    const std::lock_guard lock(connection_mutex_);
    // Copies what it can without waiting for anybody. A failure loses nothing: the log stays.
    sqlite3_wal_checkpoint_v2(
        connection_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr
    );
}

bool LogKeeper::truncate_log() {
    const ShortWait wait(connection_.handle());
    return sqlite3_wal_checkpoint_v2(
               connection_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr
           ) == SQLITE_OK;
}

bool LogKeeper::try_to_erase() {
    const std::lock_guard lock(connection_mutex_);
    try {
        std::vector<std::int64_t> responses;
        {
            Query marked = connection_.query(marked_for_erasure);
            while (marked.next()) responses.push_back(marked.integer(0));
        }
        if (responses.empty()) return true;
        // At once, and again when no reader is left that could write them anew from the old view.
        (void)erase_derived_files(folder_);
        // secure_delete overwrites what is deleted, but when SQLite moves rows to balance its
        // tree, copies of them stay in the gaps of pages. Only a rewrite leaves none. Another
        // process may have marked further responses since the last one.
        if (!std::ranges::includes(rewritten_, responses)) connection_.run("VACUUM");
        rewritten_ = responses;
        if (!truncate_log()) return false;
        if (!erase_derived_files(folder_)) return false;
        rewritten_.clear();
        for (const std::int64_t response : responses) connection_.run(erased, response);
        return true;
    } catch (const StoreFailure&) {
        return false;  // a full disk or another program; the marks stay and it is tried again
    }
}

}  // namespace querist::store
