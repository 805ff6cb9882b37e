#pragma once

// For tests only: a disk whose power can be cut, that can be full, and that can be read-only.

#include "core/core.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace querist::store::fixture {

/// A SQLite VFS that keeps files in memory twice: as programs see them, and as they would be found
/// after a power cut. A write reaches the second only with the file's next sync. Locks and the
/// shared memory of the write-ahead log are the platform's, on empty real files.
class SimulatedDisk {
public:
    /// Registers the VFS under this name, which must be free.
    explicit SimulatedDisk(std::string name);
    SimulatedDisk(const SimulatedDisk&) = delete;
    SimulatedDisk& operator=(const SimulatedDisk&) = delete;
    ~SimulatedDisk();

    [[nodiscard]] const std::string& name() const { return name_; }

    /// Cuts the power at this write or sync from now (1: the next): it and all after it fail.
    void cut_at(int operation);
    [[nodiscard]] bool is_cut();

    /// What of the writes that were not synced is found after a cut: nothing, or each sector of
    /// 512 bytes by the toss of a coin.
    enum class Unsynced { lost, some_sectors };
    /// The power comes back. Every file must be closed.
    void restart(Unsynced unsynced, SeededRandom& random);

    /// A disk that says "synced" and lies.
    void ignore_syncs(bool ignore);
    /// Bytes that all files may hold together; writes beyond find the disk full.
    void set_capacity(std::size_t bytes);
    void set_read_only(bool read_only);

    [[nodiscard]] std::string contents(const std::string& path);
    void set_contents(const std::string& path, std::string bytes);
    /// Whether any file holds these bytes, as seen or as found after a cut.
    [[nodiscard]] bool holds(std::string_view bytes);
    [[nodiscard]] std::size_t bytes_used();
    [[nodiscard]] int syncs();

    struct Change {
        std::size_t offset = 0;
        std::string bytes;
        bool truncates = false;
    };
    struct File {
        std::string seen;
        std::string synced;
        std::vector<Change> unsynced;
    };

private:
    friend struct DiskMethods;

    /// Counts an operation; false when the power is off. With the mutex held.
    bool powered();
    bool has_room(const File& file, std::size_t end);

    std::string name_;
    sqlite3_vfs vfs_{};
    sqlite3_vfs* platform_ = nullptr;

    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<File>> files_;          ///< As programs see them.
    std::map<std::string, std::shared_ptr<File>> durable_files_;  ///< Names after a cut.
    int operations_left_ = -1;                                    ///< -1: no cut is planned.
    bool cut_ = false;
    bool ignore_syncs_ = false;
    bool read_only_ = false;
    std::size_t capacity_ = SIZE_MAX;
    int syncs_ = 0;
};

}  // namespace querist::store::fixture
