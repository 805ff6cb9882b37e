#include "actions/foreign_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <functional>
#include <optional>
#include <system_error>

namespace querist::actions {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = 256 * 1024;

std::unexpected<Problem> unreadable(const fs::path& path, std::string message) {
    return failure(
        "import.unreadable",
        std::move(message),
        "name a file that is there and that you may read",
        {path.generic_string(), 0, 0}
    );
}

/// Hands the file's bytes over piece by piece.
Result<void> each_piece(
    const fs::path& path, const std::function<Result<void>(std::string_view)>& take
) {
    std::error_code error;
    if (fs::is_directory(path, error)) return unreadable(path, "this is a folder");
    if (!fs::is_regular_file(path, error)) return unreadable(path, "there is no such file");
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return unreadable(path, "this file cannot be opened");
    std::string piece(piece_bytes, '\0');
    while (stream) {
        stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        if (stream.bad()) return unreadable(path, "this file cannot be read to its end");
        const auto read = static_cast<std::size_t>(stream.gcount());
        if (Result<void> taken = take(std::string_view(piece).substr(0, read)); !taken) {
            return taken;
        }
    }
    return {};
}

}  // namespace

Result<ForeignFile> ForeignFile::open(const fs::path& path) {
    RunningSha256 digest;
    const Result<void> read = each_piece(path, [&](std::string_view piece) -> Result<void> {
        digest.add(piece);
        return {};
    });
    if (!read) return std::unexpected(read.error());
    return ForeignFile(path, digest.finish());
}

Result<void> ForeignFile::each_row(char delimiter, const exchange::CsvReader::TakeRow& take) const {
    exchange::CsvReader reader(path_.generic_string(), delimiter);
    RunningSha256 digest;
    Result<void> read = each_piece(path_, [&](std::string_view piece) {
        digest.add(piece);
        return reader.feed(piece, take);
    });
    if (read) read = reader.finish(take);
    if (read && digest.finish() != hash_) {
        return failure(
            "import.changed",
            "this file changed while it was read",
            "import it again when nothing writes to it",
            {path_.generic_string(), 0, 0}
        );
    }
    return read;
}

Result<ForeignFile::Head> ForeignFile::head(std::size_t most) const {
    constexpr const char* enough = "import.enough";
    Head head;
    std::optional<exchange::CsvReader> reader;
    const auto take = [&](exchange::CsvRow row) -> Result<void> {
        head.rows.push_back(std::move(row));
        if (head.rows.size() < most) return {};
        return failure(enough, "that is enough", "none is needed");
    };
    Result<void> read = each_piece(path_, [&](std::string_view piece) {
        if (!reader) {
            head.delimiter = exchange::likely_delimiter(piece.substr(0, piece.find('\n')));
            reader.emplace(path_.generic_string(), head.delimiter);
        }
        return reader->feed(piece, take);
    });
    if (read && reader) read = reader->finish(take);
    if (!read && read.error().code != enough) return std::unexpected(read.error());
    return head;
}

Result<std::string> read_small_file(const fs::path& path) {
    std::string bytes;
    const Result<void> read = each_piece(path, [&](std::string_view piece) -> Result<void> {
        if (bytes.size() + piece.size() <= limits::study_file_bytes_max) {
            bytes += piece;
            return {};
        }
        return failure(
            "import.file-too-large",
            fmt::format("this file is larger than {} bytes", limits::study_file_bytes_max),
            "name a smaller one",
            {path.generic_string(), 0, 0}
        );
    });
    if (!read) return std::unexpected(read.error());
    return bytes;
}

}  // namespace querist::actions
