#pragma once

#include "store/schema.hpp"

#include <filesystem>
#include <string>

namespace querist::store {

/// A problem of one file of the data folder.
[[nodiscard]] std::unexpected<Problem> file_failure(
    const std::filesystem::path& file, std::string code, std::string message, std::string cure
);

[[nodiscard]] bool file_exists(const std::filesystem::path& file, const std::string& vfs);

/// Makes the folder and an empty database that only their owner can read. SQLite gives its other
/// files the database's mode.
[[nodiscard]] Result<void> prepare_folder(
    const std::filesystem::path& folder, const std::filesystem::path& file
);

/// What can be seen of the file without SQLite: store.not-a-database, store.damaged.
[[nodiscard]] Result<void> check_file(const std::filesystem::path& file);

/// Opens for writing: the file is new or ours, and has the schema's newest step afterwards; an
/// older one is backed up before. store.not-a-database, store.newer. Throws StoreFailure.
[[nodiscard]] Result<Connection> open_writer(
    const Connection::Options& options, const Schema& schema
);

/// How a reader opens the file: on read-only media SQLite cannot make its shared-memory file, and
/// without a log none is needed. Also store.older. Throws StoreFailure.
[[nodiscard]] Result<Connection::Options> open_reader(
    Connection::Options options, const Schema& schema
);

}  // namespace querist::store
