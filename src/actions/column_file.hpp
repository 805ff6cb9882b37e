#pragma once

#include "response/response.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace querist::actions {

/// The columns of one study and origin, beside the database: `columns/<study>.<origin>`. It spares
/// reports the decoding of every projection and is never believed beyond the store: it says up to
/// which entry it repeats the answers, and what does not fit is made again. Layout: docs/data.md.
class ColumnFile {
public:
    /// What the columns were made from.
    struct Source {
        std::string study;
        response::Origin origin = response::Origin::real;
        std::vector<Digest> versions;  ///< As the table has them.
        store::ChangeMark mark;        ///< Entries up to here are in the columns.
    };

    ColumnFile(const std::filesystem::path& data, std::string_view study, response::Origin origin);

    enum class State { missing, unusable, usable };
    /// Reads what the file says of itself.
    State open();
    /// After `open` found it usable.
    [[nodiscard]] const Source& source() const { return source_; }
    /// Reads the columns into an empty table for `source().versions`. False: the file is damaged or
    /// was made by another querist, and the table is not to be used.
    [[nodiscard]] bool read(response::ResponseTable& table) const;

    /// Writes another file and gives it the name when it is whole. The snapshot that the columns
    /// come from must be held until then. False when the folder cannot be written.
    [[nodiscard]] bool write(const Source& source, response::ResponseTable& table) const;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    [[nodiscard]] static bool write_whole(
        const std::filesystem::path& path, const Source& source, response::ResponseTable& table
    );

    std::filesystem::path path_;
    Source source_;
    Digest layout_;
    std::vector<std::uint64_t> sizes_;
    std::vector<Digest> digests_;    ///< Of each piece.
    std::uint64_t piece_bytes_ = 0;  ///< Of all of them.
};

}  // namespace querist::actions
