#pragma once

#include "core/core.hpp"
#include "exchange/exchange.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace querist::actions {

/// Another program's file on this machine, read in pieces: any size in the same memory.
class ForeignFile {
public:
    /// Reads it once for its digest. import.unreadable.
    static Result<ForeignFile> open(const std::filesystem::path& path);

    /// Its first rows, at most so many, by the delimiter that its first line suggests.
    struct Head {
        char delimiter = ',';
        std::vector<exchange::CsvRow> rows;
    };
    [[nodiscard]] Result<Head> head(std::size_t most) const;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const Digest& hash() const { return hash_; }  ///< SHA-256 of its bytes.

    /// Every row of it as CSV. import.changed when the bytes are no longer those of `hash`.
    [[nodiscard]] Result<void> each_row(char delimiter, const exchange::CsvReader::TakeRow& take)
        const;

private:
    ForeignFile(std::filesystem::path path, const Digest& hash)
        : path_(std::move(path)), hash_(hash) {}

    std::filesystem::path path_;
    Digest hash_;
};

/// A text file as large as a study file may be. import.unreadable, import.file-too-large.
[[nodiscard]] Result<std::string> read_small_file(const std::filesystem::path& path);

}  // namespace querist::actions
