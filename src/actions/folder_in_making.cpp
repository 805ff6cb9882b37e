#include "actions/folder_in_making.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace querist::actions {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view list_name = "files.csv";
constexpr std::string_view list_head = "file,bytes,sha256\r\n";

std::unexpected<Problem> cannot_write(const fs::path& path, const std::string& why) {
    return failure(
        "actions.cannot-write",
        fmt::format("{} cannot be written: {}", path.string(), why),
        "name another folder with -o"
    );
}

std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Whether what stands in the place may be replaced.
bool replaceable(const fs::path& place) {
    std::error_code error;
    if (!fs::exists(place, error) || fs::is_empty(place, error)) return true;
    return bytes_of(place / list_name).starts_with(list_head);
}

}  // namespace

FolderInMaking::FolderInMaking(fs::path place, fs::path beside)
    : place_(std::move(place)), beside_(std::move(beside)) {}

FolderInMaking::FolderInMaking(FolderInMaking&& other) noexcept
    : place_(std::move(other.place_)), beside_(std::exchange(other.beside_, {})) {}

FolderInMaking::~FolderInMaking() {
    if (beside_.empty()) return;
    std::error_code ignored;
    fs::remove_all(beside_, ignored);
}

Result<FolderInMaking> FolderInMaking::begin(const fs::path& place) {
    std::error_code error;
    fs::path whole = fs::absolute(place, error).lexically_normal();
    if (!whole.has_filename()) whole = whole.parent_path();
    if (fs::exists(whole, error) && !fs::is_directory(whole, error)) {
        return cannot_write(place, "it is a file");
    }
    if (!replaceable(whole)) {
        return failure(
            "actions.folder-in-use",
            fmt::format(
                "{} has files in it, and no {} that says that this command wrote them",
                place.string(),
                list_name
            ),
            "name a new or empty folder with -o"
        );
    }
    fs::create_directories(whole.parent_path(), error);
    if (error) return cannot_write(place, error.message());
    std::string beside =
        (whole.parent_path() / ("." + whole.filename().string() + ".XXXXXX")).string();
    if (::mkdtemp(beside.data()) == nullptr) {
        return cannot_write(place, std::generic_category().message(errno));
    }
    fs::permissions(
        beside,
        fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
            fs::perms::others_read | fs::perms::others_exec,
        error
    );
    return FolderInMaking(std::move(whole), std::move(beside));
}

fs::path FolderInMaking::path_of(const std::string& name) const { return beside_ / name; }

Result<void> FolderInMaking::add(const std::string& name, std::string_view bytes) {
    const fs::path path = path_of(name);
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream stream(path, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream) return cannot_write(path, "the disk may be full");
    return {};
}

Result<std::vector<std::string>> FolderInMaking::finish() {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(beside_)) {
        if (entry.is_regular_file()) {
            names.push_back(entry.path().lexically_relative(beside_).generic_string());
        }
    }
    std::ranges::sort(names);
    std::string list(list_head);
    for (const std::string& name : names) {
        const std::string bytes = bytes_of(path_of(name));
        list += fmt::format("{},{},{}\r\n", name, bytes.size(), sha256(bytes).hex());
    }
    const Result<void> listed = add(std::string(list_name), list);
    if (!listed) return std::unexpected(listed.error());
    // A folder with files in it can only be exchanged, which happens at one moment too.
    std::error_code error;
    const bool stands = fs::exists(place_, error);
    const unsigned how = stands ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    if (::renameat2(AT_FDCWD, beside_.c_str(), AT_FDCWD, place_.c_str(), how) != 0) {
        return cannot_write(place_, std::generic_category().message(errno));
    }
    if (stands) fs::remove_all(beside_, error);
    beside_.clear();
    names.emplace_back(list_name);
    std::ranges::sort(names);
    return names;
}

}  // namespace querist::actions
