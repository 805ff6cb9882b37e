#include "store/database_file.hpp"

#include "store/file_handle.hpp"
#include "store/limits.hpp"
#include "store/sqlite_failure.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <chrono>
#include <system_error>
#include <thread>

namespace querist::store {

namespace {

Result<void> check_kind(
    const std::filesystem::path& file, const FileKind& kind, const Schema& schema
) {
    const auto newest = static_cast<std::int64_t>(schema.steps.size());
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
void back_up(Connection& connection, const Connection::Options& options, std::int64_t application) {
    const std::filesystem::path& file = options.file;
    const std::int64_t schema = file_kind(connection, application).schema;
    std::filesystem::path copy = fmt::format("{}.schema-{}.backup", file.string(), schema);
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

/// Whether the file has a write-ahead log from now on. Turning it on takes a lock for which SQLite
/// does not wait, since two that wait for one another would wait for ever: who comes at the same
/// moment tries again.
bool turn_on_log(Connection& connection) {
    constexpr std::chrono::milliseconds pause{10};
    const auto give_up = std::chrono::steady_clock::now() + limits::lock_wait;
    for (;;) {
        try {
            Query mode = connection.query("PRAGMA journal_mode = WAL");
            return mode.next() && mode.bytes(0) == "wal";
        } catch (const StoreFailure& failure) {
            const bool waits = failure.problem().code == "store.locked";
            if (!waits || std::chrono::steady_clock::now() >= give_up) throw;
        }
        std::this_thread::sleep_for(pause);
    }
}

}  // namespace

std::unexpected<Problem> file_failure(
    const std::filesystem::path& file, std::string code, std::string message, std::string cure
) {
    return failure(std::move(code), std::move(message), std::move(cure), {.file = file.string()});
}

bool file_exists(const std::filesystem::path& file, const std::string& vfs) {
    sqlite3_vfs* found = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
    int exists = 0;
    return found != nullptr &&
           found->xAccess(found, file.c_str(), SQLITE_ACCESS_EXISTS, &exists) == SQLITE_OK &&
           exists != 0;
}

Result<void> prepare_folder(
    const std::filesystem::path& folder, const std::filesystem::path& file
) {
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

Result<void> check_file(const std::filesystem::path& file) {
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

Result<Connection> open_writer(const Connection::Options& options, const Schema& schema) {
    Connection connection(options);
    const FileKind kind = file_kind(connection, schema.application_id);
    if (Result<void> right = check_kind(options.file, kind, schema); !right) {
        return std::unexpected(right.error());
    }
    const bool older = kind.kind == FileKind::Kind::ours &&
                       kind.schema < static_cast<std::int64_t>(schema.steps.size());
    if (older) back_up(connection, options, schema.application_id);
    if (!turn_on_log(connection)) {
        return file_failure(
            options.file,
            "store.failed",
            "this file system cannot hold a write-ahead log",
            "put the data folder on a local disk"
        );
    }
    connection.set_up();
    if (older || kind.kind == FileKind::Kind::empty) migrate(connection, schema.steps);
    return connection;
}

Result<Connection::Options> open_reader(Connection::Options options, const Schema& schema) {
    const auto check = [&schema](const Connection::Options& how) -> Result<void> {
        Connection connection(how);
        const FileKind kind = file_kind(connection, schema.application_id);
        Result<void> right = check_kind(how.file, kind, schema);
        if (right && kind.schema < static_cast<std::int64_t>(schema.steps.size())) {
            return file_failure(
                how.file,
                "store.older",
                "this database has an older schema",
                fmt::format(
                    "upgrade it: open it once with a command that writes, such as {}",
                    schema.written_by
                )
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

}  // namespace querist::store
