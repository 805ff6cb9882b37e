#include "store/signing_keys.hpp"

#include "store/file_handle.hpp"

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace querist::store {

namespace {

namespace fs = std::filesystem;

/// A key of 8,192 bits has less than 5,000 bytes.
constexpr std::size_t signing_key_bytes_max = 8'192;
constexpr std::string_view signing_key_ending = ".der";

fs::path signing_folder(const fs::path& data) { return data / "signing-keys"; }

std::string name_before_number(std::string_view study, std::string_view compensation) {
    return fmt::format("{}.{}.", study, compensation);
}

std::unexpected<Problem> signing_key_failure(const fs::path& file, int reason) {
    return failure(
        "store.keys-failed",
        fmt::format("a signing key: {}", std::generic_category().message(reason)),
        "make the data folder writable for the user who runs querist, and see that the disk has "
        "room",
        {.file = file.string()}
    );
}

/// The number in a file's name; 0 when it is no key of this compensation.
int number_in(std::string_view name, std::string_view before) {
    if (!name.starts_with(before) || !name.ends_with(signing_key_ending)) return 0;
    name.remove_prefix(before.size());
    name.remove_suffix(signing_key_ending.size());
    int number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool whole = error == std::errc() && end == name.data() + name.size();
    return whole && number > 0 ? number : 0;
}

Result<std::string> secret_bytes(const fs::path& file) {
    const FileHandle handle(file, O_RDONLY | O_NOFOLLOW);
    struct stat status{};
    if (!handle.is_open() || ::fstat(handle.descriptor(), &status) != 0) {
        return signing_key_failure(file, errno);
    }
    constexpr mode_t others = S_IRWXG | S_IRWXO;
    if (!S_ISREG(status.st_mode) || (status.st_mode & others) != 0) {
        return failure(
            "store.keys-readable",
            fmt::format(
                "others may read a signing key (its mode is {:04o})", status.st_mode & 07777U
            ),
            "chmod 600 the file; when a stranger may have read it, make a new key with querist "
            "rewards key --new",
            {.file = file.string()}
        );
    }
    std::string bytes(signing_key_bytes_max, '\0');
    const ssize_t size = ::read(handle.descriptor(), bytes.data(), bytes.size());
    if (size < 0) return signing_key_failure(file, errno);
    bytes.resize(static_cast<std::size_t>(size));
    return bytes;
}

}  // namespace

Result<std::vector<SigningKeyFile>> read_signing_keys(
    const fs::path& folder, std::string_view study, std::string_view compensation
) {
    const std::string before = name_before_number(study, compensation);
    std::vector<SigningKeyFile> keys;
    std::error_code error;
    for (fs::directory_iterator one(signing_folder(folder), error), end; !error && one != end;
         one.increment(error)) {
        const int number = number_in(one->path().filename().string(), before);
        if (number == 0) continue;
        Result<std::string> der = secret_bytes(one->path());
        if (!der) return std::unexpected(der.error());
        keys.push_back({.number = number, .der = *std::move(der)});
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        return signing_key_failure(signing_folder(folder), error.value());
    }
    std::ranges::sort(keys, std::ranges::greater{}, &SigningKeyFile::number);
    return keys;
}

Result<bool> write_signing_key(
    const fs::path& folder,
    std::string_view study,
    std::string_view compensation,
    const SigningKeyFile& key
) {
    const fs::path keys = signing_folder(folder);
    for (const fs::path& one : {folder, keys}) {
        if (::mkdir(one.c_str(), 0700) != 0 && errno != EEXIST) {
            return signing_key_failure(one, errno);
        }
    }
    const std::string name = fmt::format(
        "{}{}{}", name_before_number(study, compensation), key.number, signing_key_ending
    );
    // One writes at a time, so that a draft which a killed program left behind is written over by
    // the next.
    const FileHandle lock(keys, O_RDONLY | O_DIRECTORY);
    if (!lock.is_open() || ::flock(lock.descriptor(), LOCK_EX) != 0) {
        return signing_key_failure(keys, errno);
    }
    const fs::path draft = keys / (name + ".new");
    {
        const FileHandle handle(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
        if (!handle.is_open() || !handle.write_all(key.der) || !handle.sync()) {
            return signing_key_failure(draft, errno);
        }
    }
    const bool linked = ::link(draft.c_str(), (keys / name).c_str()) == 0;
    const int reason = errno;
    ::unlink(draft.c_str());
    if (!linked && reason == EEXIST) return false;
    if (!linked) return signing_key_failure(keys / name, reason);
    if (!sync_folder(keys) || !sync_folder(folder)) return signing_key_failure(keys, errno);
    return true;
}

}  // namespace querist::store
