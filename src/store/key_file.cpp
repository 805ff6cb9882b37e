#include "store/key_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <system_error>

namespace querist::store {

using namespace std::string_view_literals;

namespace {

constexpr std::string_view first_line = "querist keys 2\n";
/// Until studies had link keys of their own.
constexpr std::string_view older_first_line = "querist keys 1\n";
constexpr std::string_view draft_start = "keys.new-";
constexpr std::string_view mark_start = "destroyed-on-";
constexpr std::size_t day_bytes = std::string_view("2026-11-28").size();
constexpr off_t key_file_bytes_max = off_t{1024} * 1024;

std::filesystem::path file_in(const std::filesystem::path& folder) { return folder / "keys"; }

std::unexpected<Problem> system_failure(const std::filesystem::path& file, std::string_view what) {
    return failure(
        "store.keys-failed",
        fmt::format("{}: {}", what, std::generic_category().message(errno)),
        "make the data folder writable for the user who runs querist, and see that the disk has "
        "room",
        {.file = file.string()}
    );
}

std::unexpected<Problem> damaged(const std::filesystem::path& file) {
    return failure(
        "store.keys-damaged",
        "the key file is damaged",
        "restore it from its backup; without it, links sent so far cannot be recognised, and "
        "names, addresses and gift cards cannot be read",
        {.file = file.string()}
    );
}

/// What lies in the folder that only keys of the file can read. Keys are made before these files
/// are, so that who looks here first and finds no key then knows that it was lost.
struct ReadByKeys {
    bool rewards = false;   ///< rewards.db, by the key `rewards`.
    bool identity = false;  ///< identity.db, by the keys `identity` and `address`.
};

ReadByKeys read_by_keys(const std::filesystem::path& folder) {
    std::error_code error;
    return {
        .rewards = std::filesystem::exists(folder / "rewards.db", error),
        .identity = std::filesystem::exists(folder / "identity.db", error),
    };
}

/// store.keys-gone where a key is needed that `keys` does not have.
Result<void> has_what_is_needed(
    const std::filesystem::path& file, const ReadByKeys& needed, const KeyText& keys
) {
    if (needed.rewards && keys.rewards.empty()) {
        return failure(
            "store.keys-gone",
            "rewards.db is there, and the key that reads its gift cards and payees is gone",
            "put the file keys back from its backup; a new key could read nothing of it",
            {.file = file.string()}
        );
    }
    if (needed.identity && (keys.identity.empty() || keys.address.empty())) {
        return failure(
            "store.keys-gone",
            "identity.db is there, and the key that reads the people in it is gone",
            "put the file keys back from its backup; a new key could read nobody's address, and "
            "would lead no link that was sent to its answers. Where there is no backup, move "
            "identity.db out of the folder and import the frame anew",
            {.file = file.string()}
        );
    }
    return {};
}

Result<void> only_its_owners(const std::filesystem::path& file, const struct stat& status) {
    constexpr mode_t others = S_IRWXG | S_IRWXO;
    if (S_ISREG(status.st_mode) && (status.st_mode & others) == 0) return {};
    return failure(
        "store.keys-readable",
        fmt::format("others may read the key file (its mode is {:04o})", status.st_mode & 07777U),
        "chmod 600 the file; when a stranger may have read it, rotate the keys as "
        "docs/data.md says",
        {.file = file.string()}
    );
}

/// Power that fails may leave any bytes of a mark written and the others not.
bool is_torn_mark(std::string_view value) {
    const std::string mark = destroyed_mark({});
    for (std::size_t i = 0; i < value.size(); ++i) {
        const bool is_of_day = i >= mark_start.size() && i < mark_start.size() + day_bytes;
        const bool is_hex = "0123456789abcdef"sv.contains(value[i]);
        const bool is_of_mark = is_of_day ? value[i] == '-' : value[i] == mark[i];
        if (!is_hex && !is_of_mark) return false;
    }
    return true;
}

/// A line of the older form or "link STUDY VALUE". False when it is neither.
bool take_link(std::string_view words, std::size_t at, KeyText& keys) {
    const std::size_t space = words.find(' ');
    if (space == std::string_view::npos) {
        const std::optional<Digest> key = Digest::parse_hex(words);
        if (key) keys.common_link = key->view();
        return key.has_value();
    }
    LinkLine line{
        .study = std::string(words.substr(0, space)),
        .value_at = at + space + 1,
        .value = std::string(words.substr(space + 1))
    };
    const bool fits = line.value.size() == link_value_bytes && !line.study.empty();
    if (!fits || (!Digest::parse_hex(line.value) && !is_torn_mark(line.value)) ||
        keys.link_of(line.study) != nullptr) {
        return false;
    }
    keys.links.push_back(std::move(line));
    return true;
}

/// False when the line cannot be read. Of names that it does not know nothing is said.
bool take_line(std::string_view line, std::size_t at, KeyText& keys) {
    const std::size_t space = line.find(' ');
    const std::string_view name = line.substr(0, space);
    const std::size_t start = space == std::string_view::npos ? line.size() : space + 1;
    const std::string_view words = line.substr(start);
    if (name == "link") return take_link(words, at + start, keys);
    std::string* const place = name == "csrf"       ? &keys.csrf
                               : name == "identity" ? &keys.identity
                               : name == "address"  ? &keys.address
                               : name == "rewards"  ? &keys.rewards
                                                    : nullptr;
    if (place == nullptr) return true;
    const std::optional<Digest> key = Digest::parse_hex(words);
    if (key) *place = key->view();
    return key.has_value();
}

Result<KeyText> parse_key_text(const std::filesystem::path& file, std::string text) {
    KeyText keys;
    const bool known = text.starts_with(first_line) || text.starts_with(older_first_line);
    if (!known || !text.ends_with('\n')) return damaged(file);
    const std::string_view all = text;
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t end = all.find('\n', at);
        // What is there and cannot be read is damage: a new key would not open what is sealed.
        if (!take_line(all.substr(at, end - at), at, keys)) return damaged(file);
        at = end + 1;
    }
    if (keys.csrf.empty()) return damaged(file);
    keys.text = std::move(text);
    return keys;
}

Result<std::string> whole_text(const std::filesystem::path& file, int descriptor) {
    struct stat status{};
    if (::fstat(descriptor, &status) != 0) {
        return system_failure(file, "the key file cannot be read");
    }
    if (status.st_size > key_file_bytes_max) return damaged(file);
    std::string text(static_cast<std::size_t>(status.st_size), '\0');
    for (std::size_t at = 0; at < text.size();) {
        const ssize_t size =
            ::pread(descriptor, text.data() + at, text.size() - at, static_cast<off_t>(at));
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return system_failure(file, "the key file cannot be read");
        at += static_cast<std::size_t>(size);
    }
    return text;
}

bool write_at(int descriptor, std::size_t at, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t size =
            ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
        at += static_cast<std::size_t>(size);
    }
    return true;
}

bool write_zeros(const FileHandle& handle) {
    struct stat status{};
    if (::fstat(handle.descriptor(), &status) != 0) return false;
    const std::string zeros(static_cast<std::size_t>(status.st_size), '\0');
    return write_at(handle.descriptor(), 0, zeros) && handle.sync();
}

/// A new file beside the key file with this text, and its name. Empty with errno set when it cannot
/// be put on disk.
std::optional<std::filesystem::path> written_draft(
    const std::filesystem::path& folder, std::string_view text, RandomSource& random
) {
    Digest name;
    random.fill(name.bytes);
    std::filesystem::path draft = folder / (std::string(draft_start) + name.hex().substr(0, 16));
    const FileHandle handle(draft, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (handle.is_open() && handle.write_all(text) && handle.sync()) return draft;
    const int reason = errno;
    ::unlink(draft.c_str());
    errno = reason;
    return std::nullopt;
}

/// Gives a draft the name of the file, and the file that of the draft in the same step: a program
/// that is killed before it has overwritten the old one leaves it where `erase_drafts` finds it.
/// File systems that cannot exchange names lose the old one's.
bool take_place_of(const std::filesystem::path& draft, const std::filesystem::path& file) {
    if (::renameat2(AT_FDCWD, draft.c_str(), AT_FDCWD, file.c_str(), RENAME_EXCHANGE) == 0) {
        return true;
    }
    const bool cannot = errno == EINVAL || errno == ENOSYS;
    return cannot && ::rename(draft.c_str(), file.c_str()) == 0;
}

/// What an older file lacks, and whose its one link key is.
Result<std::string> completed_text(
    const std::filesystem::path& folder, const KeyText& keys, RandomSource& random
) {
    std::vector<std::string> studies;
    if (!keys.common_link.empty()) {
        Result<std::vector<std::string>> known = known_studies(folder);
        if (!known) return std::unexpected(known.error());
        studies = *std::move(known);
    }
    std::string text(first_line);
    const std::string_view old = keys.text;
    std::string common;
    for (std::size_t at = old.find('\n') + 1; at < old.size();) {
        const std::size_t end = old.find('\n', at);
        const std::string_view line = old.substr(at, end - at);
        const bool is_common = line.starts_with("link ") && line.size() == 5 + link_value_bytes;
        if (is_common) {
            common = line.substr(5);
        } else {
            text += fmt::format("{}\n", line);
        }
        at = end + 1;
    }
    for (const std::string& study : studies) {
        if (keys.link_of(study) == nullptr) text += fmt::format("link {} {}\n", study, common);
    }
    if (keys.identity.empty()) text += new_key_line("identity", random);
    if (keys.address.empty()) text += new_key_line("address", random);
    if (keys.rewards.empty()) text += new_key_line("rewards", random);
    return text;
}

}  // namespace

const LinkLine* KeyText::link_of(std::string_view study) const {
    const auto found = std::ranges::find(links, study, &LinkLine::study);
    return found == links.end() ? nullptr : &*found;
}

bool KeyText::is_complete() const {
    return text.starts_with(first_line) && common_link.empty() && !identity.empty() &&
           !address.empty() && !rewards.empty();
}

std::optional<std::string> key_in(const LinkLine& line) {
    const std::optional<Digest> key = Digest::parse_hex(line.value);
    if (!key) return std::nullopt;
    return std::string(key->view());
}

std::string destroyed_mark(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    return fmt::format(
        "{:-<{}}",
        fmt::format(
            "{}{:04}-{:02}-{:02}",
            mark_start,
            static_cast<int>(date.year()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day())
        ),
        link_value_bytes
    );
}

std::array<MarkPiece, 2> pieces_of_mark(std::string_view mark) {
    const std::size_t last = mark.size() - 1;
    return {{{.at = last, .bytes = mark.substr(last)}, {.at = 0, .bytes = mark.substr(0, last)}}};
}

std::optional<std::chrono::sys_days> day_in(const LinkLine& line) {
    if (!line.value.starts_with(mark_start)) return std::nullopt;
    const std::string day = line.value.substr(mark_start.size(), day_bytes);
    int year = 0;
    unsigned month = 0;
    unsigned of_month = 0;
    if (std::sscanf(day.c_str(), "%4d-%2u-%2u", &year, &month, &of_month) != 3) {  // NOLINT
        return std::nullopt;
    }
    const std::chrono::year_month_day date{
        std::chrono::year(year), std::chrono::month(month), std::chrono::day(of_month)
    };
    if (!date.ok() || destroyed_mark(date) != line.value) return std::nullopt;
    return std::chrono::sys_days(date);
}

std::string new_key_line(std::string_view name, RandomSource& random) {
    Digest key;
    random.fill(key.bytes);
    return fmt::format("{} {}\n", name, key.hex());
}

Result<std::optional<LockedKeyFile>> LockedKeyFile::open(
    const std::filesystem::path& folder, For what
) {
    const std::filesystem::path file = file_in(folder);
    const bool changes = what == For::changing;
    for (;;) {
        auto handle = std::make_unique<FileHandle>(file, changes ? O_RDWR : O_RDONLY);
        if (!handle->is_open() && errno == ENOENT) return std::nullopt;
        if (!handle->is_open() || ::flock(handle->descriptor(), changes ? LOCK_EX : LOCK_SH) != 0) {
            return system_failure(file, "the key file cannot be read");
        }
        struct stat status{};
        struct stat named{};
        if (::fstat(handle->descriptor(), &status) != 0) {
            return system_failure(file, "the key file cannot be read");
        }
        // Whoever had the lock before may have given the name to another file.
        if (::stat(file.c_str(), &named) != 0 || named.st_ino != status.st_ino ||
            named.st_dev != status.st_dev) {
            continue;
        }
        if (Result<void> own = only_its_owners(file, status); !own) {
            return std::unexpected(own.error());
        }
        return LockedKeyFile(folder, std::move(handle));
    }
}

Result<KeyText> LockedKeyFile::read() const {
    Result<std::string> text = whole_text(file_in(folder_), handle_->descriptor());
    if (!text) return std::unexpected(text.error());
    return parse_key_text(file_in(folder_), *std::move(text));
}

Result<void> LockedKeyFile::replace(std::string_view text, RandomSource& random) const {
    const std::filesystem::path file = file_in(folder_);
    const std::optional<std::filesystem::path> draft = written_draft(folder_, text, random);
    const bool placed = draft && take_place_of(*draft, file);
    const int reason = errno;
    if (draft && !placed) ::unlink(draft->c_str());
    errno = reason;
    if (!placed || !sync_folder(folder_) || !write_zeros(*handle_) ||
        (::unlink(draft->c_str()) != 0 && errno != ENOENT)) {
        return system_failure(file, "the key file cannot be written");
    }
    return {};
}

Result<void> LockedKeyFile::overwrite(std::size_t at, std::string_view bytes) const {
    if (write_at(handle_->descriptor(), at, bytes) && handle_->sync() && sync_folder(folder_)) {
        return {};
    }
    return system_failure(file_in(folder_), "the key file cannot be written");
}

Result<void> LockedKeyFile::erase_drafts() const {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
        if (!entry.path().filename().string().starts_with(draft_start)) continue;
        const FileHandle draft(entry.path(), O_WRONLY);
        if (!draft.is_open() || !write_zeros(draft) || ::unlink(entry.path().c_str()) != 0) {
            return system_failure(entry.path(), "a left copy of the keys cannot be overwritten");
        }
    }
    if (error || !sync_folder(folder_)) {
        return system_failure(folder_, "the data folder cannot be read");
    }
    return {};
}

Result<void> make_key_file(const std::filesystem::path& folder, RandomSource& random) {
    const std::filesystem::path file = file_in(folder);
    std::string text = fmt::format(
        "{}# Secrets of this data folder. Keep a copy apart from the data's backup.\n", first_line
    );
    for (const std::string_view name : {"csrf", "identity", "address", "rewards"}) {
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

Result<OpenedKeyFile> open_key_file(
    const std::filesystem::path& folder, LockedKeyFile::For what, RandomSource& random
) {
    const ReadByKeys needed = read_by_keys(folder);
    for (bool made = false;;) {
        Result<std::optional<LockedKeyFile>> file = LockedKeyFile::open(folder, what);
        if (!file) return std::unexpected(file.error());
        if (!*file) {
            if (Result<void> has = has_what_is_needed(file_in(folder), needed, {}); !has) {
                return std::unexpected(has.error());
            }
            if (made) return system_failure(file_in(folder), "the key file cannot be read");
            if (Result<void> done = make_key_file(folder, random); !done) {
                return std::unexpected(done.error());
            }
            made = true;
            continue;
        }
        Result<KeyText> keys = (*file)->read();
        if (!keys) return std::unexpected(keys.error());
        if (Result<void> has = has_what_is_needed(file_in(folder), needed, *keys); !has) {
            return std::unexpected(has.error());
        }
        if (keys->is_complete()) return OpenedKeyFile{std::move(**file), *std::move(keys)};
        // The lock is given back first: a shared one would keep itself from being the only one.
        file->reset();
        Result<std::optional<LockedKeyFile>> old =
            LockedKeyFile::open(folder, LockedKeyFile::For::changing);
        if (!old) return std::unexpected(old.error());
        if (!*old) continue;
        keys = (*old)->read();
        if (!keys) return std::unexpected(keys.error());
        if (keys->is_complete()) continue;
        const Result<std::string> text = completed_text(folder, *keys, random);
        if (!text) return std::unexpected(text.error());
        if (Result<void> done = (*old)->replace(*text, random); !done) {
            return std::unexpected(done.error());
        }
    }
}

}  // namespace querist::store
