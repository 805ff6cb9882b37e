#include "store/reader_pool.hpp"

#include "store/limits.hpp"

namespace querist::store {

namespace {

constexpr Sql begin_reading = "BEGIN";
constexpr Sql first_read = "SELECT 1 FROM study LIMIT 1";
constexpr Sql end_reading = "COMMIT";

}  // namespace

std::unique_ptr<Connection> ReaderPool::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            std::unique_ptr<Connection> connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    auto connection = std::make_unique<Connection>(options_);
    connection->set_up();
    return connection;
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < limits::idle_readers_max) idle_.push_back(std::move(connection));
}

std::unique_ptr<SqliteSnapshot> SqliteSnapshot::begin(std::shared_ptr<ReaderPool> pool) {
    std::unique_ptr<Connection> connection = pool->take();
    return std::make_unique<SqliteSnapshot>(std::move(pool), std::move(connection));
}

SqliteSnapshot::SqliteSnapshot(
    std::shared_ptr<ReaderPool> pool, std::unique_ptr<Connection> connection
)
    : Reads(*connection), pool_(std::move(pool)), owned_(std::move(connection)) {
    owned_->run(begin_reading);
    // BEGIN alone sees nothing yet: the view is fixed by the first read.
    (void)owned_->number(first_read);
}

SqliteSnapshot::~SqliteSnapshot() {
    try {
        owned_->run(end_reading);
        pool_->give_back(std::move(owned_));
    } catch (const StoreFailure&) {
        owned_.reset();  // a connection that cannot even end its reading is not used again
    }
}

}  // namespace querist::store
