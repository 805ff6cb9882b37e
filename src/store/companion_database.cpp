#include "store/companion_database.hpp"

#include "store/database_file.hpp"

#include <fmt/format.h>

namespace querist::store {

namespace {

constexpr Sql begin_view = "BEGIN";
constexpr Sql fix_view = "SELECT 1 FROM sqlite_schema LIMIT 1";
constexpr Sql end_view = "COMMIT";
constexpr Sql begin_work = "BEGIN IMMEDIATE";
constexpr Sql keep_work = "COMMIT";
constexpr Sql undo_work = "ROLLBACK";

Problem unexpected_failure(std::string message) {
    return failure(
               "store.failed",
               std::move(message),
               "report this with what you were doing: it is a defect"
    )
        .error();
}

/// Says what went wrong; the transaction may still be open then.
Result<void> work_in_transaction(
    Connection& connection, const std::function<Result<void>(Connection&)>& work
) {
    try {
        connection.run(begin_work);
        if (Result<void> done = work(connection); !done) return done;
        connection.run(keep_work);
        return {};
    } catch (const StoreFailure& failed) {
        return std::unexpected(failed.problem());
    } catch (const std::exception& failed) {
        return std::unexpected(unexpected_failure(fmt::format("the work failed: {}", failed.what()))
        );
    }
}

/// The writer of a file that is there, or new.
Result<Connection> writer_of(
    const Companion& companion,
    const std::filesystem::path& folder,
    const std::filesystem::path& file,
    const Connection::Options& options
) {
    if (options.vfs.empty()) {
        if (Result<void> ready = prepare_folder(folder, file); !ready) {
            return std::unexpected(ready.error());
        }
    }
    if (Result<void> right = check_file(file); !right) return std::unexpected(right.error());
    Result<Connection> writer = open_writer(options, companion.schema);
    // No thread keeps this log short: the commit that finds it long does.
    if (writer) writer->run("PRAGMA wal_autocheckpoint = 1000");
    return writer;
}

Result<Connection::Options> reader_of(
    const Companion& companion,
    const std::filesystem::path& file,
    const Connection::Options& options
) {
    if (Result<void> right = check_file(file); !right) return std::unexpected(right.error());
    if (!file_exists(file, options.vfs)) {
        return file_failure(
            file,
            "store.missing",
            companion.missing,
            fmt::format("name the data folder with --data, or begin with {}", companion.begin_with)
        );
    }
    return open_reader(options, companion.schema);
}

}  // namespace

CompanionDatabase::CompanionDatabase(
    const char* begin_with, Connection::Options readers, std::optional<Connection> writer
)
    : begin_with_(begin_with),
      readers_(std::make_shared<ReaderPool>(std::move(readers))),
      writer_(std::move(writer)) {}

Result<std::unique_ptr<CompanionDatabase>> CompanionDatabase::open(
    const Companion& companion, const std::filesystem::path& folder, const StoreOptions& options
) {
    const std::filesystem::path file = folder / companion.name;
    Connection::Options connection;
    connection.file = file;
    connection.vfs = options.vfs;
    connection.access = options.access;
    connection.durability = options.durability;
    if (options.access == Access::read_only) {
        Result<Connection::Options> reader = reader_of(companion, file, connection);
        if (!reader) return std::unexpected(reader.error());
        return std::unique_ptr<CompanionDatabase>(
            new CompanionDatabase(companion.begin_with, *std::move(reader), std::nullopt)
        );
    }
    connection.role = Connection::Role::writer;
    Result<Connection> writer = writer_of(companion, folder, file, connection);
    if (!writer) return std::unexpected(writer.error());
    connection.role = Connection::Role::reader;
    return std::unique_ptr<CompanionDatabase>(
        new CompanionDatabase(companion.begin_with, connection, std::move(*writer))
    );
}

Result<void> CompanionDatabase::run(const std::function<Result<void>(Connection&)>& work) {
    const std::lock_guard lock(mutex_);
    if (!writer_) {
        return failure(
            "store.read-only",
            "the data folder was opened for reading only",
            fmt::format("use a command that writes, such as {}", begin_with_)
        );
    }
    Result<void> done = work_in_transaction(*writer_, work);
    if (!writer_->in_transaction()) return done;
    try {
        writer_->run(undo_work);
    } catch (const StoreFailure& failed) {
        // SQLite ends the transaction even when ROLLBACK reports an error.
        if (done) done = std::unexpected(failed.problem());
    }
    return done;
}

bool CompanionDatabase::overwrite_deleted() {
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

CompanionReading::CompanionReading(std::shared_ptr<ReaderPool> pool)
    : pool_(std::move(pool)), connection_(pool_->take()) {
    connection_->run(begin_view);
    // BEGIN alone sees nothing yet: the view is fixed by the first read.
    (void)connection_->number(fix_view);
}

CompanionReading::~CompanionReading() {
    try {
        connection_->run(end_view);
        pool_->give_back(std::move(connection_));
    } catch (const StoreFailure&) {
        connection_.reset();  // closing ends the reading, too
    }
}

}  // namespace querist::store
