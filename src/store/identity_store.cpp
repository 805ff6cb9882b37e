#include "store/database_file.hpp"
#include "store/identity_schema.hpp"
#include "store/identity_work.hpp"
#include "store/reader_pool.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

#include <mutex>

namespace querist::store {

namespace {

constexpr const char* identity_name = "identity.db";

constexpr Sql begin_identity_view = "BEGIN";
constexpr Sql fix_identity_view = "SELECT 1 FROM frame LIMIT 1";
constexpr Sql end_identity_view = "COMMIT";
constexpr Sql begin_identity_work = "BEGIN IMMEDIATE";
constexpr Sql keep_identity_work = "COMMIT";
constexpr Sql undo_identity_work = "ROLLBACK";

/// A read transaction over a connection of the pool.
class SqliteIdentityView final : public IdentityReads<IdentityView> {
public:
    SqliteIdentityView(
        std::shared_ptr<ReaderPool> pool,
        std::unique_ptr<Connection> connection,
        const IdentityKeys& keys
    )
        : IdentityReads(*connection, own_keys_),
          own_keys_(keys),
          pool_(std::move(pool)),
          owned_(std::move(connection)) {
        owned_->run(begin_identity_view);
        // BEGIN alone sees nothing yet: the view is fixed by the first read.
        (void)owned_->number(fix_identity_view);
    }
    SqliteIdentityView(const SqliteIdentityView&) = delete;
    SqliteIdentityView& operator=(const SqliteIdentityView&) = delete;
    ~SqliteIdentityView() override {
        try {
            owned_->run(end_identity_view);
            pool_->give_back(std::move(owned_));
        } catch (const StoreFailure&) {
            owned_.reset();  // closing ends the reading, too
        }
    }

private:
    IdentityKeys own_keys_;             ///< A view may outlive the store.
    std::shared_ptr<ReaderPool> pool_;  ///< The same.
    std::unique_ptr<Connection> owned_;
};

Problem unexpected_failure(std::string message) {
    return failure(
               "store.failed",
               std::move(message),
               "report this with what you were doing: it is a defect"
    )
        .error();
}

class SqliteIdentityStore final : public IdentityStore {
public:
    /// `writer` is empty when the store was opened for reading.
    SqliteIdentityStore(
        Connection::Options readers, std::optional<Connection> writer, IdentityKeys keys
    )
        : pool_(std::make_shared<ReaderPool>(std::move(readers))),
          writer_(std::move(writer)),
          keys_(std::move(keys)) {}

    Result<void> run(const std::function<Result<void>(IdentityWork&)>& work) override;
    std::unique_ptr<IdentityView> view() override {
        return std::make_unique<SqliteIdentityView>(pool_, pool_->take(), keys_);
    }
    bool overwrite_deleted() override;

private:
    std::shared_ptr<ReaderPool> pool_;
    std::mutex mutex_;
    std::optional<Connection> writer_;
    IdentityKeys keys_;
};

/// Ends the transaction in every case; says what went wrong.
Result<void> work_in_transaction(
    Connection& connection,
    const IdentityKeys& keys,
    const std::function<Result<void>(IdentityWork&)>& work
) {
    try {
        connection.run(begin_identity_work);
        SqliteIdentityWork open(connection, keys);
        if (Result<void> done = work(open); !done) return done;
        open.settle();
        connection.run(keep_identity_work);
        return {};
    } catch (const StoreFailure& failed) {
        return std::unexpected(failed.problem());
    } catch (const std::exception& failed) {
        return std::unexpected(unexpected_failure(fmt::format("the work failed: {}", failed.what()))
        );
    }
}

Result<void> SqliteIdentityStore::run(const std::function<Result<void>(IdentityWork&)>& work) {
    const std::lock_guard lock(mutex_);
    if (!writer_) {
        return failure(
            "store.read-only",
            "the data folder was opened for reading only",
            "use a command that writes, such as querist recruit import"
        );
    }
    Result<void> done = work_in_transaction(*writer_, keys_, work);
    if (!writer_->in_transaction()) return done;
    try {
        writer_->run(undo_identity_work);
    } catch (const StoreFailure& failed) {
        // SQLite ends the transaction even when ROLLBACK reports an error.
        if (done) done = std::unexpected(failed.problem());
    }
    return done;
}

bool SqliteIdentityStore::overwrite_deleted() {
    const std::lock_guard lock(mutex_);
    if (!writer_) return false;
    try {
        // Balancing a tree leaves copies of rows in the gaps of pages; rewriting removes them.
        writer_->run("VACUUM");
        Query log = writer_->query("PRAGMA wal_checkpoint(TRUNCATE)");
        return log.next() && log.integer(0) == 0;
    } catch (const StoreFailure&) {
        return false;
    }
}

Result<std::unique_ptr<IdentityStore>> identity_for_writing(
    const std::filesystem::path& folder, IdentityKeys keys, const StoreOptions& options
) {
    const std::filesystem::path file = folder / identity_name;
    if (options.vfs.empty()) {
        if (Result<void> ready = prepare_folder(folder, file); !ready) {
            return std::unexpected(ready.error());
        }
    }
    if (Result<void> right = check_file(file); !right) return std::unexpected(right.error());
    Connection::Options connection;
    connection.file = file;
    connection.vfs = options.vfs;
    connection.durability = options.durability;
    connection.role = Connection::Role::writer;
    Result<Connection> writer = open_writer(connection, identity_schema());
    if (!writer) return std::unexpected(writer.error());
    // No thread keeps this log short: the commit that finds it long does.
    writer->run("PRAGMA wal_autocheckpoint = 1000");
    connection.role = Connection::Role::reader;
    return std::make_unique<SqliteIdentityStore>(connection, std::move(*writer), std::move(keys));
}

Result<std::unique_ptr<IdentityStore>> identity_for_reading(
    const std::filesystem::path& folder, IdentityKeys keys, const StoreOptions& options
) {
    const std::filesystem::path file = folder / identity_name;
    if (Result<void> right = check_file(file); !right) return std::unexpected(right.error());
    if (!file_exists(file, options.vfs)) {
        return file_failure(
            file,
            "store.missing",
            "no frame was imported here yet",
            "name the data folder with --data, or begin with querist recruit import"
        );
    }
    Connection::Options wanted;
    wanted.file = file;
    wanted.vfs = options.vfs;
    wanted.access = Access::read_only;
    const Result<Connection::Options> reader = open_reader(wanted, identity_schema());
    if (!reader) return std::unexpected(reader.error());
    return std::make_unique<SqliteIdentityStore>(*reader, std::nullopt, std::move(keys));
}

}  // namespace

Result<std::unique_ptr<IdentityStore>> open_identity(
    const std::filesystem::path& folder,
    const Keys& keys,
    RandomSource& random,
    const StoreOptions& options
) {
    try {
        IdentityKeys own{.identity = keys.identity, .address = keys.address, .random = &random};
        return options.access == Access::read_write
                   ? identity_for_writing(folder, std::move(own), options)
                   : identity_for_reading(folder, std::move(own), options);
    } catch (const StoreFailure& failed) {
        return std::unexpected(failed.problem());
    }
}

}  // namespace querist::store
