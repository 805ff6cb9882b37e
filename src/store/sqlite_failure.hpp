#pragma once

#include "core/core.hpp"

#include <string>

struct sqlite3;

namespace querist::store {

/// What one of SQLite's result codes means for the person who runs the program. `system_errno` is
/// the operating system's reason, 0 when unknown; `file` is the database's path.
[[nodiscard]] Problem sqlite_problem(
    int extended_code, int system_errno, const std::string& detail, const std::string& file
);

/// Throws StoreFailure for the connection's last failed call.
[[noreturn]] void throw_sqlite_failure(sqlite3* database, int code);

}  // namespace querist::store
