#pragma once

#include "store/sqlite_reads.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace querist::store {

/// Read connections that wait for their next snapshot. From any thread.
class ReaderPool {
public:
    explicit ReaderPool(Connection::Options options) : options_(std::move(options)) {}

    std::unique_ptr<Connection> take();
    void give_back(std::unique_ptr<Connection> connection);

private:
    Connection::Options options_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

/// A read transaction over a connection of the pool.
class SqliteSnapshot final : public Reads<Snapshot> {
public:
    static std::unique_ptr<SqliteSnapshot> begin(std::shared_ptr<ReaderPool> pool);
    SqliteSnapshot(std::shared_ptr<ReaderPool> pool, std::unique_ptr<Connection> connection);
    SqliteSnapshot(const SqliteSnapshot&) = delete;
    SqliteSnapshot& operator=(const SqliteSnapshot&) = delete;
    ~SqliteSnapshot() override;

    using Reads::connection;

private:
    std::shared_ptr<ReaderPool> pool_;
    std::unique_ptr<Connection> owned_;
};

}  // namespace querist::store
