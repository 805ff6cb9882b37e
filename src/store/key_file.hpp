#pragma once

// Internal to store: the file of secrets beside the data, as text and under a lock.

#include "core/core.hpp"
#include "store/file_handle.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::store {

/// What a study's line says in place of the digits of its link key, or the digits. Both are as
/// long, so that one is written over the other.
inline constexpr std::size_t link_value_bytes = 64;

/// "link STUDY VALUE".
struct LinkLine {
    std::string study;
    std::size_t value_at = 0;  ///< In the text.
    std::string value;         ///< link_value_bytes of them.
};

/// What a key file says. A key that it lacks is empty.
struct KeyText {
    std::string text;
    std::string csrf;
    std::string identity;
    std::string address;
    std::string rewards;
    /// Before studies had link keys of their own, one line held that of all of them.
    std::string common_link;
    std::vector<LinkLine> links;

    [[nodiscard]] const LinkLine* link_of(std::string_view study) const;
    /// Nothing has to be added to it or changed.
    [[nodiscard]] bool is_complete() const;
};

/// The digits' key, 32 bytes. Empty when it is destroyed.
[[nodiscard]] std::optional<std::string> key_in(const LinkLine& line);
/// The mark that takes the digits' place, and the day in it, of which a torn mark has none.
[[nodiscard]] std::string destroyed_mark(std::chrono::sys_days day);
[[nodiscard]] std::optional<std::chrono::sys_days> day_in(const LinkLine& line);

/// A piece of a mark, `at` bytes into the line's value.
struct MarkPiece {
    std::size_t at = 0;
    std::string_view bytes;
};
/// The pieces in which a mark is written over digits, each on disk before the next one. Wherever
/// power fails within a piece, the value is the key still, or no digits any more: some bytes of a
/// mark are digits, too, and with them alone it would be taken for another key.
[[nodiscard]] std::array<MarkPiece, 2> pieces_of_mark(std::string_view mark);

/// A line of a key file with a new key. `name`: "csrf", or "link STUDY".
[[nodiscard]] std::string new_key_line(std::string_view name, RandomSource& random);

/// The key file of a data folder, locked until it goes: shared by those who read, alone by who
/// changes it. Always the file that has the name, not one that was replaced meanwhile.
class LockedKeyFile {
public:
    enum class For { reading, changing };
    /// Empty when there is none. store.keys-readable, store.keys-failed.
    static Result<std::optional<LockedKeyFile>> open(const std::filesystem::path& folder, For what);

    /// store.keys-damaged, store.keys-failed.
    [[nodiscard]] Result<KeyText> read() const;
    /// Puts a new file in its place, whole or not at all, and overwrites the old one, of which
    /// otherwise a copy of every key would stay on the disk.
    [[nodiscard]] Result<void> replace(std::string_view text, RandomSource& random) const;
    /// Writes over bytes of the file, on disk when it returns.
    [[nodiscard]] Result<void> overwrite(std::size_t at, std::string_view bytes) const;
    /// Overwrites and removes what killed programs left of files that were to replace it.
    [[nodiscard]] Result<void> erase_drafts() const;

private:
    LockedKeyFile(std::filesystem::path folder, std::unique_ptr<FileHandle> handle)
        : folder_(std::move(folder)), handle_(std::move(handle)) {}

    std::filesystem::path folder_;
    std::unique_ptr<FileHandle> handle_;
};

/// A first key file, never over one that another process made.
[[nodiscard]] Result<void> make_key_file(const std::filesystem::path& folder, RandomSource& random);

/// The key file, made where there is none and brought up to date, locked as is asked for.
/// store.keys-readable, store.keys-damaged, store.keys-failed; store.keys-gone where rewards.db or
/// identity.db is there and the key that reads it is not; those of a database that cannot be read,
/// where an older key file has to be told whose its link key is.
struct OpenedKeyFile {
    LockedKeyFile file;
    KeyText text;
};
[[nodiscard]] Result<OpenedKeyFile> open_key_file(
    const std::filesystem::path& folder, LockedKeyFile::For what, RandomSource& random
);

/// The ids of the studies that either database of a folder knows, whatever its schema; each once,
/// in ascending order.
[[nodiscard]] Result<std::vector<std::string>> known_studies(const std::filesystem::path& folder);

}  // namespace querist::store
