#include "store/sqlite_connection.hpp"

#include "store/limits.hpp"
#include "store/sqlite_failure.hpp"

namespace querist::store {

namespace {

/// `file:` with everything escaped that a URI path may not hold as it is.
std::string immutable_uri(const std::string& path) {
    return "file:" + percent_encoded(path, "/") + "?immutable=1";
}

/// SQLite counts its memory under a lock that every thread takes for every piece; nobody asks.
/// Only before its first use does it take the setting, so failing is as good as done.
void count_no_memory() {
    [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);  // NOLINT
}

}  // namespace

void Connection::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }
void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Connection::Connection(const Options& options) : options_(options) {
    count_no_memory();
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (options.access == Access::read_only) {
        flags |= SQLITE_OPEN_READONLY;
    } else {
        flags |= SQLITE_OPEN_READWRITE;
        if (options.role == Role::writer) flags |= SQLITE_OPEN_CREATE;
    }
    std::string name = options.file.string();
    if (options.immutable) {
        flags |= SQLITE_OPEN_URI;
        name = immutable_uri(name);
    }
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(
        name.c_str(), &database, flags, options.vfs.empty() ? nullptr : options.vfs.c_str()
    );
    database_.reset(database);
    if (code != SQLITE_OK) throw_sqlite_failure(database, code);
    sqlite3_busy_timeout(database, static_cast<int>(limits::lock_wait.count()));
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
}

void Connection::set_up() {
    run("PRAGMA cell_size_check = ON");
    run("PRAGMA foreign_keys = ON");
    switch (options_.role) {
        case Role::reader:
            run("PRAGMA query_only = ON");
            run("PRAGMA cache_size = -8192");
            break;
        case Role::writer:
            // Sub-journals of savepoints stay in memory; pages that the writer keeps are not read
            // again. Both are allocated as they are used.
            run("PRAGMA temp_store = MEMORY");
            run("PRAGMA cache_size = -65536");
            [[fallthrough]];
        case Role::maintenance:
            run("PRAGMA secure_delete = ON");
            run("PRAGMA wal_autocheckpoint = 0");
            if (options_.durability == Durability::full) {
                run("PRAGMA synchronous = FULL");
            } else {
                run("PRAGMA synchronous = OFF");
            }
            break;
    }
}

sqlite3_stmt* Connection::compile(Sql sql, unsigned flags) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle(), sql.text, -1, flags, &statement, nullptr);
    if (code != SQLITE_OK) throw_sqlite_failure(handle(), code);
    return statement;
}

Query Connection::prepare(Sql sql) {
    Statement& cached = statements_[sql.text];
    if (!cached) cached.reset(compile(sql, SQLITE_PREPARE_PERSISTENT));
    // In use by an outer loop over its rows: the inner use gets one of its own.
    if (sqlite3_stmt_busy(cached.get()) != 0) return {compile(sql, 0), true};
    return {cached.get(), false};
}

void Connection::run_script(Sql sql) {
    const int code = sqlite3_exec(handle(), sql.text, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_sqlite_failure(handle(), code);
}

}  // namespace querist::store
