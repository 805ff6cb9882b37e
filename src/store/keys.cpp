#include "store/file_handle.hpp"
#include "store/store.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <system_error>

namespace querist::store {

namespace {

constexpr std::string_view first_line = "querist keys 1";
constexpr std::size_t keys_bytes_max = 4'096;

std::unexpected<Problem> keys_failure(
    const std::filesystem::path& file, std::string code, std::string message, std::string cure
) {
    return failure(std::move(code), std::move(message), std::move(cure), {.file = file.string()});
}

std::unexpected<Problem> system_failure(const std::filesystem::path& file, std::string_view what) {
    return keys_failure(
        file,
        "store.keys-failed",
        fmt::format("{}: {}", what, std::generic_category().message(errno)),
        "make the data folder writable for the user who runs querist, and see that the disk has "
        "room"
    );
}

std::optional<std::string> key_of(std::string_view text, std::string_view name) {
    const std::string start = fmt::format("\n{} ", name);
    const std::size_t at = text.find(start);
    if (at == std::string_view::npos) return std::nullopt;
    const std::size_t end = text.find('\n', at + start.size());
    if (end == std::string_view::npos) return std::nullopt;
    const std::optional<Digest> key =
        Digest::parse_hex(text.substr(at + start.size(), end - at - start.size()));
    if (!key) return std::nullopt;
    return std::string(key->view());
}

Result<Keys> parse_keys(const std::filesystem::path& file, std::string_view text) {
    const std::optional<std::string> csrf = key_of(text, "csrf");
    const std::optional<std::string> link = key_of(text, "link");
    if (!text.starts_with(first_line) || !csrf || !link) {
        return keys_failure(
            file,
            "store.keys-damaged",
            "the key file is damaged",
            "restore it from its backup; without it, links sent so far cannot be recognised"
        );
    }
    return Keys{*csrf, *link};
}

Result<Keys> read_keys(const std::filesystem::path& file, const FileHandle& handle) {
    struct stat status{};
    if (::fstat(handle.descriptor(), &status) != 0) {
        return system_failure(file, "the key file cannot be read");
    }
    constexpr mode_t others = S_IRWXG | S_IRWXO;
    if (!S_ISREG(status.st_mode) || (status.st_mode & others) != 0) {
        return keys_failure(
            file,
            "store.keys-readable",
            fmt::format(
                "others may read the key file (its mode is {:04o})", status.st_mode & 07777U
            ),
            "chmod 600 the file; when a stranger may have read it, rotate the keys as "
            "docs/data.md says"
        );
    }
    std::array<char, keys_bytes_max> bytes{};
    const ssize_t size = ::read(handle.descriptor(), bytes.data(), bytes.size());
    if (size < 0) return system_failure(file, "the key file cannot be read");
    return parse_keys(file, {bytes.data(), static_cast<std::size_t>(size)});
}

/// The file appears whole or not at all, and never over one that another process made.
Result<void> make_keys(
    const std::filesystem::path& folder, const std::filesystem::path& file, RandomSource& random
) {
    Digest csrf;
    Digest link;
    Digest name;
    for (Digest* digest : {&csrf, &link, &name}) random.fill(digest->bytes);
    const std::string text = fmt::format(
        "{}\n# Secrets of this data folder. Keep a copy apart from the data's backup.\n"
        "csrf {}\nlink {}\n",
        first_line,
        csrf.hex(),
        link.hex()
    );
    const std::filesystem::path draft = folder / ("keys.new-" + name.hex().substr(0, 16));
    bool written = false;
    {
        const FileHandle handle(draft, O_WRONLY | O_CREAT | O_EXCL, 0600);
        written = handle.is_open() && handle.write_all(text) && handle.sync();
    }
    const bool linked = written && (::link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST);
    const int reason = errno;
    ::unlink(draft.c_str());
    errno = reason;
    if (!linked || !sync_folder(folder)) {
        return system_failure(file, "the key file cannot be written");
    }
    return {};
}

}  // namespace

Result<Keys> open_keys(const std::filesystem::path& folder, RandomSource& random) {
    const std::filesystem::path file = folder / "keys";
    {
        const FileHandle handle(file, O_RDONLY);
        if (handle.is_open()) return read_keys(file, handle);
        if (errno != ENOENT) return system_failure(file, "the key file cannot be read");
    }
    if (Result<void> made = make_keys(folder, file, random); !made) {
        return std::unexpected(made.error());
    }
    const FileHandle handle(file, O_RDONLY);
    if (!handle.is_open()) return system_failure(file, "the key file cannot be read");
    return read_keys(file, handle);
}

}  // namespace querist::store
