#include "store/file_handle.hpp"
#include "store/store.hpp"

#include <fmt/format.h>
#include <sys/file.h>
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

/// What an older file lacks is empty.
Result<Keys> parse_keys(const std::filesystem::path& file, std::string_view text) {
    const std::optional<std::string> csrf = key_of(text, "csrf");
    const std::optional<std::string> link = key_of(text, "link");
    const std::optional<std::string> identity = key_of(text, "identity");
    const std::optional<std::string> address = key_of(text, "address");
    // A line that is there and cannot be read is damage: a new key would not open what is sealed.
    const bool cut = (!identity && text.find("\nidentity") != std::string_view::npos) ||
                     (!address && text.find("\naddress") != std::string_view::npos);
    if (!text.starts_with(first_line) || !text.ends_with('\n') || !csrf || !link || cut) {
        return keys_failure(
            file,
            "store.keys-damaged",
            "the key file is damaged",
            "restore it from its backup; without it, links sent so far cannot be recognised, and "
            "names and addresses cannot be read"
        );
    }
    return Keys{*csrf, *link, identity.value_or(""), address.value_or("")};
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

/// A new file beside the key file with this text, and its name. Empty with errno set when it cannot
/// be put on disk.
std::optional<std::filesystem::path> written_draft(
    const std::filesystem::path& folder, std::string_view text, RandomSource& random
) {
    Digest name;
    random.fill(name.bytes);
    std::filesystem::path draft = folder / ("keys.new-" + name.hex().substr(0, 16));
    const FileHandle handle(draft, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (handle.is_open() && handle.write_all(text) && handle.sync()) return draft;
    const int reason = errno;
    ::unlink(draft.c_str());
    errno = reason;
    return std::nullopt;
}

/// A line of a key file with a new key.
std::string new_key_line(std::string_view name, RandomSource& random) {
    Digest key;
    random.fill(key.bytes);
    return fmt::format("{} {}\n", name, key.hex());
}

/// The file appears whole or not at all, and never over one that another process made.
Result<void> make_keys(
    const std::filesystem::path& folder, const std::filesystem::path& file, RandomSource& random
) {
    std::string text = fmt::format(
        "{}\n# Secrets of this data folder. Keep a copy apart from the data's backup.\n", first_line
    );
    for (const std::string_view name : {"csrf", "link", "identity", "address"}) {
        text += new_key_line(name, random);
    }
    const std::optional<std::filesystem::path> draft = written_draft(folder, text, random);
    const bool linked = draft && (::link(draft->c_str(), file.c_str()) == 0 || errno == EEXIST);
    const int reason = errno;
    if (draft) ::unlink(draft->c_str());
    errno = reason;
    if (!linked || !sync_folder(folder)) {
        return system_failure(file, "the key file cannot be written");
    }
    return {};
}

/// An older file lacks the keys that came later.
bool is_complete(const Keys& keys) { return !keys.identity.empty() && !keys.address.empty(); }

/// Gives an older file the keys that it lacks, under a new file that takes its name. The old one is
/// locked meanwhile: two processes must not both make keys, of which one would be lost.
Result<Keys> complete_keys(
    const std::filesystem::path& folder, const std::filesystem::path& file, RandomSource& random
) {
    const FileHandle old(file, O_RDONLY);
    if (!old.is_open() || ::flock(old.descriptor(), LOCK_EX) != 0) {
        return system_failure(file, "the key file cannot be read");
    }
    // Whoever had the lock before may have given the name to a complete file.
    const FileHandle now(file, O_RDONLY);
    if (!now.is_open()) return system_failure(file, "the key file cannot be read");
    const Result<Keys> keys = read_keys(file, now);
    if (!keys || is_complete(*keys)) return keys;
    std::array<char, keys_bytes_max> bytes{};
    const ssize_t size = ::pread(now.descriptor(), bytes.data(), bytes.size(), 0);
    if (size < 0) return system_failure(file, "the key file cannot be read");
    std::string text(bytes.data(), static_cast<std::size_t>(size));
    if (keys->identity.empty()) text += new_key_line("identity", random);
    if (keys->address.empty()) text += new_key_line("address", random);
    const std::optional<std::filesystem::path> draft = written_draft(folder, text, random);
    const bool renamed = draft && ::rename(draft->c_str(), file.c_str()) == 0;
    const int reason = errno;
    if (draft && !renamed) ::unlink(draft->c_str());
    errno = reason;
    if (!renamed || !sync_folder(folder)) {
        return system_failure(file, "the key file cannot be written");
    }
    return parse_keys(file, text);
}

}  // namespace

Result<Keys> open_keys(const std::filesystem::path& folder, RandomSource& random) {
    const std::filesystem::path file = folder / "keys";
    for (bool made = false;; made = true) {
        const FileHandle handle(file, O_RDONLY);
        if (handle.is_open()) {
            const Result<Keys> keys = read_keys(file, handle);
            return !keys || is_complete(*keys) ? keys : complete_keys(folder, file, random);
        }
        if (errno != ENOENT || made) return system_failure(file, "the key file cannot be read");
        if (Result<void> done = make_keys(folder, file, random); !done) {
            return std::unexpected(done.error());
        }
    }
}

}  // namespace querist::store
