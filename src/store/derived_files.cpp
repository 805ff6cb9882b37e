// Files that repeat answers in another form, and must forget what the database forgets.

#include "store/file_handle.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <array>

namespace querist::store {

namespace {

bool overwrite(const std::filesystem::path& file) {
    const FileHandle handle(file, O_WRONLY);
    if (!handle.is_open()) return false;
    off_t left = ::lseek(handle.descriptor(), 0, SEEK_END);
    if (left < 0 || ::lseek(handle.descriptor(), 0, SEEK_SET) != 0) return false;
    static constexpr std::array<char, 65536> zeros{};
    while (left > 0) {
        const auto size = std::min(left, static_cast<off_t>(zeros.size()));
        if (!handle.write_all({zeros.data(), static_cast<std::size_t>(size)})) return false;
        left -= size;
    }
    return handle.sync();
}

}  // namespace

bool erase_file(const std::filesystem::path& file) {
    std::error_code error;
    return overwrite(file) && std::filesystem::remove(file, error) && !error;
}

std::filesystem::path derived_files(const std::filesystem::path& folder) {
    return folder / "columns";
}

bool erase_derived_files(const std::filesystem::path& folder) {
    const std::filesystem::path files = derived_files(folder);
    std::error_code error;
    if (!std::filesystem::exists(files, error)) return !error;
    bool all = true;
    for (const auto& entry : std::filesystem::directory_iterator(files, error)) {
        if (!entry.is_regular_file(error)) continue;
        all = erase_file(entry.path()) && all;
    }
    return all && !error && sync_folder(files);
}

}  // namespace querist::store
