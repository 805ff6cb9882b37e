#include "store/file_handle.hpp"
#include "store/schema.hpp"
#include "store/sqlite_failure.hpp"
#include "store/sqlite_store.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <chrono>
#include <thread>

namespace querist::store {

namespace {

using Folder = std::filesystem::path;

constexpr const char* database_name = "answers.db";

// How long a reader waits for another process that is about to commit a withdrawal.
constexpr int replay_tries = 20;
constexpr std::chrono::milliseconds replay_pause{50};

std::unexpected<Problem> file_failure(
    const Folder& file, std::string code, std::string message, std::string cure
) {
    return failure(std::move(code), std::move(message), std::move(cure), {.file = file.string()});
}

bool file_exists(const Folder& file, const std::string& vfs) {
    sqlite3_vfs* found = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
    int exists = 0;
    return found != nullptr &&
           found->xAccess(found, file.c_str(), SQLITE_ACCESS_EXISTS, &exists) == SQLITE_OK &&
           exists != 0;
}

/// Makes the folder and an empty database that only their owner can read. SQLite gives its other
/// files the database's mode.
Result<void> prepare_folder(const Folder& folder, const Folder& file) {
    std::error_code error;
    if (!folder.parent_path().empty()) {
        std::filesystem::create_directories(folder.parent_path(), error);
    }
    if (::mkdir(folder.c_str(), 0700) != 0 && !std::filesystem::is_directory(folder, error)) {
        return file_failure(
            folder,
            "store.read-only",
            fmt::format(
                "the data folder cannot be made: {}", std::generic_category().message(errno)
            ),
            "name another folder with --data, or give the right to write here"
        );
    }
    // Only a new file is opened here: closing an old one would drop SQLite's locks on it.
    const FileHandle handle(file, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (handle.is_open() && (!handle.sync() || !sync_folder(folder))) {
        return file_failure(
            file,
            "store.failed",
            fmt::format("the database cannot be made: {}", std::generic_category().message(errno)),
            "check the disk, then try again"
        );
    }
    return {};
}

/// What can be seen of the file without SQLite.
Result<void> check_file(const Folder& file) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) {
        return file_failure(
            file,
            "store.not-a-database",
            "a folder stands where the database should be",
            "move the folder away, or name another data folder"
        );
    }
    const std::uintmax_t log = std::filesystem::file_size(file.string() + "-wal", error);
    const bool has_log = !error && log > 0;
    if (has_log && std::filesystem::file_size(file, error) == 0 && !error) {
        // SQLite would take the file for a new one and throw the log away.
        return file_failure(
            file,
            "store.damaged",
            "the database is empty though its write-ahead log is not",
            "keep both files and restore the last backup"
        );
    }
    return {};
}

Result<void> check_kind(const Folder& file, const FileKind& kind) {
    const auto newest = static_cast<std::int64_t>(migrations().size());
    if (kind.kind == FileKind::Kind::foreign) {
        return file_failure(
            file,
            "store.not-a-database",
            "this database was made by another program",
            "name another data folder, or move this file away"
        );
    }
    if (kind.schema > newest) {
        return file_failure(
            file,
            "store.newer",
            fmt::format(
                "this database has schema {}, and this querist knows {}", kind.schema, newest
            ),
            "use the newer querist that wrote it"
        );
    }
    return {};
}

/// A copy as it was before the upgrade, beside the file, under a name that is free.
void back_up(Connection& connection, const Folder& file, const Connection::Options& options) {
    const std::int64_t schema = file_kind(connection).schema;
    Folder copy = fmt::format("{}.schema-{}.backup", file.string(), schema);
    for (int i = 2; file_exists(copy, options.vfs); ++i) {
        copy = fmt::format("{}.schema-{}.backup-{}", file.string(), schema, i);
    }
    connection.run("VACUUM INTO ?1", copy.string());
    if (!options.vfs.empty()) return;
    ::chmod(copy.c_str(), 0600);
    const FileHandle handle(copy, O_RDWR);
    if (!handle.is_open() || !handle.sync() || !sync_folder(copy.parent_path())) {
        throw StoreFailure(
            sqlite_problem(SQLITE_IOERR, errno, "the backup cannot be put on disk", copy)
        );
    }
}

/// Opens for writing: the file is new or ours, and has the newest schema afterwards.
Result<Connection> open_writer(const Connection::Options& options) {
    Connection connection(options);
    const FileKind kind = file_kind(connection);
    if (Result<void> right = check_kind(options.file, kind); !right) {
        return std::unexpected(right.error());
    }
    const bool older = kind.kind == FileKind::Kind::ours &&
                       kind.schema < static_cast<std::int64_t>(migrations().size());
    if (older) back_up(connection, options.file, options);
    {
        Query mode = connection.query("PRAGMA journal_mode = WAL");
        if (!mode.next() || mode.bytes(0) != "wal") {
            return file_failure(
                options.file,
                "store.failed",
                "this file system cannot hold a write-ahead log",
                "put the data folder on a local disk"
            );
        }
    }
    connection.set_up();
    if (older || kind.kind == FileKind::Kind::empty) migrate(connection, migrations());
    return connection;
}

/// Withdrawals of the list that the database does not know: it came from a backup.
Result<std::vector<Withdrawal>> forgotten(Store& store, const WithdrawalList& list) {
    Result<std::vector<Withdrawal>> all = list.read();
    if (!all || all->empty()) return all;
    const std::unique_ptr<Snapshot> snapshot = store.snapshot();
    std::vector<Withdrawal> left;
    for (Withdrawal& withdrawal : *all) {
        const std::optional<StudyRow> study = snapshot->study(withdrawal.study);
        if (!study) continue;
        const std::optional<ResponseRow> row =
            snapshot->response_by_public_id(study->id, withdrawal.response);
        if (row && row->status != response::Status::withdrawn) {
            left.push_back(std::move(withdrawal));
        }
    }
    return left;
}

Result<void> withdraw_again(Transaction& transaction, const Withdrawal& withdrawal) {
    const std::optional<StudyRow> study = transaction.study(withdrawal.study);
    if (!study) return {};
    std::optional<ResponseRow> row =
        transaction.response_by_public_id(study->id, withdrawal.response);
    if (!row || row->status == response::Status::withdrawn) return {};
    NewEntry entry;
    entry.kind = response::EntryKind::withdrawal;
    entry.body = withdrawal.body;
    entry.salt = withdrawal.salt;
    entry.status_after = response::Status::withdrawn;
    return transaction.withdraw(*row, entry);
}

Result<std::unique_ptr<Store>> open_for_writing(const Folder& folder, const StoreOptions& options) {
    const Folder file = folder / database_name;
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
    Result<Connection> writer = open_writer(connection);
    if (!writer) return std::unexpected(writer.error());
    connection.role = Connection::Role::reader;
    auto readers = std::make_shared<ReaderPool>(connection);
    connection.role = Connection::Role::maintenance;
    const WithdrawalList list(folder);
    std::unique_ptr<Store> store = make_writing_store(
        std::move(readers), std::move(*writer), connection, list, options.overwriting
    );
    const Result<std::vector<Withdrawal>> left = forgotten(*store, list);
    if (!left) return std::unexpected(left.error());
    for (const Withdrawal& withdrawal : *left) {
        const Result<void> done = store->run([&withdrawal](Transaction& transaction) {
            return withdraw_again(transaction, withdrawal);
        });
        if (!done) return std::unexpected(done.error());
    }
    return store;
}

/// On read-only media SQLite cannot make its shared-memory file; without a log none is needed.
Result<Connection::Options> open_reader(Connection::Options options) {
    const auto check = [](const Connection::Options& how) -> Result<void> {
        Connection connection(how);
        const FileKind kind = file_kind(connection);
        Result<void> right = check_kind(how.file, kind);
        if (right && kind.schema < static_cast<std::int64_t>(migrations().size())) {
            return file_failure(
                how.file,
                "store.older",
                "this database has an older schema",
                "upgrade it: open it once with a command that writes, such as querist serve"
            );
        }
        return right;
    };
    try {
        const Result<void> right = check(options);
        if (!right) return std::unexpected(right.error());
    } catch (const StoreFailure&) {
        std::error_code error;
        if (std::filesystem::exists(options.file.string() + "-wal", error)) throw;
        options.immutable = true;
        const Result<void> right = check(options);
        if (!right) return std::unexpected(right.error());
    }
    return options;
}

Result<std::unique_ptr<Store>> open_for_reading(const Folder& folder, const StoreOptions& options) {
    const Folder file = folder / database_name;
    if (Result<void> right = check_file(file); !right) return std::unexpected(right.error());
    if (!file_exists(file, options.vfs)) {
        return file_failure(
            file,
            "store.missing",
            "there is no database here yet",
            "name the data folder with --data, or run querist serve first"
        );
    }
    Connection::Options wanted;
    wanted.file = file;
    wanted.vfs = options.vfs;
    wanted.access = Access::read_only;
    const Result<Connection::Options> reader = open_reader(wanted);
    if (!reader) return std::unexpected(reader.error());
    std::unique_ptr<Store> store = make_reading_store(std::make_shared<ReaderPool>(*reader));
    const WithdrawalList list(folder);
    for (int i = 0;; ++i) {
        const Result<std::vector<Withdrawal>> left = forgotten(*store, list);
        if (!left) return std::unexpected(left.error());
        if (left->empty()) return store;
        if (i == replay_tries) break;
        std::this_thread::sleep_for(replay_pause);
    }
    return file_failure(
        folder / "withdrawals.log",
        "store.withdrawals",
        "answers that were withdrawn are in this database again: it comes from a backup",
        "open it once with a command that writes, such as querist serve: it deletes them again"
    );
}

}  // namespace

Result<std::unique_ptr<Store>> open_store(
    const std::filesystem::path& folder, const StoreOptions& options
) {
    try {
        return options.access == Access::read_write ? open_for_writing(folder, options)
                                                    : open_for_reading(folder, options);
    } catch (const StoreFailure& failure) {
        return std::unexpected(failure.problem());
    }
}

}  // namespace querist::store
