#pragma once

#include "store/sqlite_connection.hpp"

#include <span>

namespace querist::store {

/// One step from a schema to the next. Steps are only ever added, never changed: files of every
/// release are out there. A script ends by setting user_version to its number (from 1); the first
/// also sets application_id: PRAGMAs take no parameters.
struct Migration {
    Sql script;
};

/// What a file of the data folder is to hold.
struct Schema {
    std::int64_t application_id = 0;  ///< Marks a SQLite file as ours (PRAGMA application_id).
    std::span<const Migration> steps;
    std::string_view written_by;  ///< A command that makes or upgrades the file.
};

/// Of `answers.db`.
[[nodiscard]] std::span<const Migration> migrations();
[[nodiscard]] Schema answers_schema();
/// "QRST"
inline constexpr std::int64_t application_id = 0x51525354;

/// What a file is, read without changing it. Throws StoreFailure when it is no SQLite file.
struct FileKind {
    enum class Kind { empty, ours, foreign };
    Kind kind = Kind::empty;
    std::int64_t schema = 0;  ///< Number of migrations that it went through.
};
[[nodiscard]] FileKind file_kind(Connection& connection, std::int64_t own_id = application_id);

/// Brings the file to the newest schema in one transaction. Harmless when another process does the
/// same. Throws StoreFailure.
void migrate(Connection& connection, std::span<const Migration> steps);

}  // namespace querist::store
