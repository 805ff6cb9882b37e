#pragma once

#include "store/reader_pool.hpp"
#include "store/schema.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace querist::store {

/// One of the files beside answers.db: `identity.db`, `rewards.db`.
struct Companion {
    const char* name = "";
    Schema schema;
    const char* missing = "";     ///< What a reader is told where there is no file yet.
    const char* begin_with = "";  ///< The command that makes it: "querist recruit import".
};

/// Such a file, open: one writer at a time, on the caller's thread, and views beside it.
class CompanionDatabase {
public:
    /// As open_store opens answers.db, with the same codes. Throws StoreFailure.
    static Result<std::unique_ptr<CompanionDatabase>> open(
        const Companion& companion, const std::filesystem::path& folder, const StoreOptions& options
    );

    /// Runs a piece of work in one transaction: committed when it succeeds, else undone.
    /// store.read-only and the database's failures as problems.
    Result<void> run(const std::function<Result<void>(Connection&)>& work);

    /// Overwrites in the files what was deleted. False when another program reads it.
    bool overwrite_deleted();

    [[nodiscard]] const std::shared_ptr<ReaderPool>& readers() const { return readers_; }

private:
    CompanionDatabase(
        const char* begin_with, Connection::Options readers, std::optional<Connection> writer
    );

    const char* begin_with_;
    std::shared_ptr<ReaderPool> readers_;
    std::mutex mutex_;
    std::optional<Connection> writer_;  ///< Empty when it was opened for reading.
};

/// A read transaction over a connection of a companion's pool. May outlive the companion.
class CompanionReading {
public:
    /// Throws StoreFailure.
    explicit CompanionReading(std::shared_ptr<ReaderPool> pool);
    CompanionReading(const CompanionReading&) = delete;
    CompanionReading& operator=(const CompanionReading&) = delete;
    ~CompanionReading();

    [[nodiscard]] Connection& connection() { return *connection_; }

private:
    std::shared_ptr<ReaderPool> pool_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace querist::store
