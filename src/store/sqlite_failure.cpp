#include "store/sqlite_failure.hpp"

#include "store/store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>

namespace querist::store {

namespace {

Problem problem_at(
    const std::string& file, std::string code, std::string message, std::string cure
) {
    return failure(std::move(code), std::move(message), std::move(cure), Place{.file = file})
        .error();
}

}  // namespace

Problem sqlite_problem(
    int extended_code, int system_errno, const std::string& detail, const std::string& file
) {
    const int code = extended_code & 0xFF;
    // SQLite keeps the last reason of the system for ever; it belongs to these two codes only.
    if (code != SQLITE_IOERR && code != SQLITE_CANTOPEN) system_errno = 0;
    // A full disk can also show while the shared-memory file grows, as an I/O error.
    if (code == SQLITE_FULL || system_errno == ENOSPC || system_errno == EDQUOT) {
        return problem_at(
            file,
            "store.full",
            "the disk is full",
            "free some space; what was acknowledged is safe and the next try can succeed at once"
        );
    }
    if (code == SQLITE_READONLY || code == SQLITE_PERM || system_errno == EROFS ||
        system_errno == EACCES || system_errno == EPERM) {
        return problem_at(
            file,
            "store.read-only",
            "the database cannot be written",
            "give the user who runs querist the right to write this file and its folder"
        );
    }
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        return problem_at(
            file,
            "store.locked",
            "another program holds the database",
            "wait for the other querist command to finish, then try again"
        );
    }
    if (code == SQLITE_NOTADB) {
        return problem_at(
            file,
            "store.not-a-database",
            "this file is not a database of Querist",
            "name another data folder, or move this file away"
        );
    }
    if (code == SQLITE_CORRUPT) {
        return problem_at(
            file,
            "store.damaged",
            fmt::format("the database is damaged ({})", detail),
            "keep the file, restore the last backup, and check the disk"
        );
    }
    return problem_at(
        file,
        "store.failed",
        fmt::format("the database failed: {} (code {})", detail, extended_code),
        "check the disk and the folder, then try again"
    );
}

void throw_sqlite_failure(sqlite3* database, int code) {
    const char* name = database == nullptr ? nullptr : sqlite3_db_filename(database, "main");
    const int extended = database == nullptr ? code : sqlite3_extended_errcode(database);
    const bool same = (extended & 0xFF) == (code & 0xFF);
    throw StoreFailure(sqlite_problem(
        same ? extended : code,
        database == nullptr ? 0 : sqlite3_system_errno(database),
        database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database),
        name == nullptr ? "" : name
    ));
}

}  // namespace querist::store
