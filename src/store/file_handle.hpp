#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string_view>

namespace querist::store {

/// A file descriptor that closes itself.
class FileHandle {
public:
    FileHandle(const std::filesystem::path& path, int flags, mode_t mode = 0)
        : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    ~FileHandle() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] int descriptor() const { return descriptor_; }

    /// Writes everything; false with errno set when it cannot.
    [[nodiscard]] bool write_all(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }

    [[nodiscard]] bool sync() const { return ::fsync(descriptor_) == 0; }

private:
    int descriptor_;
};

/// Puts a folder's names on disk: a new file is lost without it.
[[nodiscard]] inline bool sync_folder(const std::filesystem::path& folder) {
    const FileHandle handle(folder, O_RDONLY | O_DIRECTORY);
    return handle.is_open() && handle.sync();
}

}  // namespace querist::store
