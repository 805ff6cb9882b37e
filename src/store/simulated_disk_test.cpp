// The simulated disk itself (it is built with the tests, never into the program), and tests that
// it loses what it should lose.

#include "store/simulated_disk.hpp"

#include "store/store_fixture.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace querist::store::fixture {

namespace {

constexpr std::size_t sector_bytes = 512;

/// What SQLite holds of an open file. The platform's own file follows in the same memory.
struct OpenFile {
    sqlite3_file base;
    SimulatedDisk* disk;
    SimulatedDisk::File* file;  ///< Kept alive by `owner`.
    std::shared_ptr<SimulatedDisk::File>* owner;
    bool sync_folder;        ///< The next sync puts the folder's names on disk too.
    sqlite3_file* platform;  ///< For locks and shared memory of the main database; else null.
};

OpenFile& of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }

void write_bytes(std::string& to, std::size_t offset, std::string_view bytes) {
    if (to.size() < offset + bytes.size()) to.resize(offset + bytes.size());
    std::ranges::copy(bytes, to.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

struct DiskMethods {
    static SimulatedDisk& disk(sqlite3_vfs* vfs) {
        return *static_cast<SimulatedDisk*>(vfs->pAppData);
    }

    static int close(sqlite3_file* file) {
        OpenFile& open = of(file);
        if (open.platform != nullptr && open.platform->pMethods != nullptr) {
            open.platform->pMethods->xClose(open.platform);
        }
        delete open.owner;
        return SQLITE_OK;
    }

    static int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
        OpenFile& open = of(file);
        const std::lock_guard lock(open.disk->mutex_);
        if (open.disk->cut_) return SQLITE_IOERR_READ;
        const std::string& seen = open.file->seen;
        const auto start = std::min(static_cast<std::size_t>(offset), seen.size());
        const auto size = std::min(static_cast<std::size_t>(amount), seen.size() - start);
        std::memcpy(to, seen.data() + start, size);
        if (size == static_cast<std::size_t>(amount)) return SQLITE_OK;
        std::memset(static_cast<char*>(to) + size, 0, static_cast<std::size_t>(amount) - size);
        return SQLITE_IOERR_SHORT_READ;
    }

    static int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
        OpenFile& open = of(file);
        const std::lock_guard lock(open.disk->mutex_);
        if (!open.disk->powered()) return SQLITE_IOERR_WRITE;
        const std::string_view bytes(
            static_cast<const char*>(from), static_cast<std::size_t>(amount)
        );
        const auto start = static_cast<std::size_t>(offset);
        if (!open.disk->has_room(*open.file, start + bytes.size())) return SQLITE_FULL;
        write_bytes(open.file->seen, start, bytes);
        open.file->unsynced.push_back({start, std::string(bytes), false});
        return SQLITE_OK;
    }

    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        OpenFile& open = of(file);
        const std::lock_guard lock(open.disk->mutex_);
        if (!open.disk->powered()) return SQLITE_IOERR_TRUNCATE;
        open.file->seen.resize(static_cast<std::size_t>(size));
        open.file->unsynced.push_back({static_cast<std::size_t>(size), {}, true});
        return SQLITE_OK;
    }

    static int sync(sqlite3_file* file, int /*flags*/) {
        OpenFile& open = of(file);
        const std::lock_guard lock(open.disk->mutex_);
        if (!open.disk->powered()) return SQLITE_IOERR_FSYNC;
        ++open.disk->syncs_;
        if (open.disk->ignore_syncs_) return SQLITE_OK;
        for (const SimulatedDisk::Change& change : open.file->unsynced) {
            if (change.truncates) {
                open.file->synced.resize(change.offset);
            } else {
                write_bytes(open.file->synced, change.offset, change.bytes);
            }
        }
        open.file->unsynced.clear();
        if (open.sync_folder) open.disk->durable_files_ = open.disk->files_;
        open.sync_folder = false;
        return SQLITE_OK;
    }

    static int size(sqlite3_file* file, sqlite3_int64* size) {
        OpenFile& open = of(file);
        const std::lock_guard lock(open.disk->mutex_);
        if (open.disk->cut_) return SQLITE_IOERR_FSTAT;
        *size = static_cast<sqlite3_int64>(open.file->seen.size());
        return SQLITE_OK;
    }

    static int lock(sqlite3_file* file, int level) {
        sqlite3_file* platform = of(file).platform;
        return platform == nullptr ? SQLITE_OK : platform->pMethods->xLock(platform, level);
    }
    static int unlock(sqlite3_file* file, int level) {
        sqlite3_file* platform = of(file).platform;
        return platform == nullptr ? SQLITE_OK : platform->pMethods->xUnlock(platform, level);
    }
    static int check_reserved(sqlite3_file* file, int* reserved) {
        sqlite3_file* platform = of(file).platform;
        *reserved = 0;
        return platform == nullptr ? SQLITE_OK
                                   : platform->pMethods->xCheckReservedLock(platform, reserved);
    }
    static int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
    static int sector_size(sqlite3_file*) { return static_cast<int>(sector_bytes); }
    static int characteristics(sqlite3_file*) { return 0; }

    static int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
        OpenFile& open = of(file);
        {
            const std::lock_guard lock(open.disk->mutex_);
            if (open.disk->read_only_) return SQLITE_CANTOPEN;
        }
        sqlite3_file* platform = open.platform;
        return platform->pMethods->xShmMap(platform, page, size, extend, at);
    }
    static int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
        sqlite3_file* platform = of(file).platform;
        return platform->pMethods->xShmLock(platform, offset, count, flags);
    }
    static void shm_barrier(sqlite3_file* file) {
        sqlite3_file* platform = of(file).platform;
        platform->pMethods->xShmBarrier(platform);
    }
    static int shm_unmap(sqlite3_file* file, int and_delete) {
        sqlite3_file* platform = of(file).platform;
        return platform->pMethods->xShmUnmap(platform, and_delete);
    }

    static const sqlite3_io_methods* io() {
        static const sqlite3_io_methods methods = [] {
            sqlite3_io_methods io{};
            io.iVersion = 2;  // shared memory, and no memory-mapped reads past our backs
            io.xClose = close;
            io.xRead = read;
            io.xWrite = write;
            io.xTruncate = truncate;
            io.xSync = sync;
            io.xFileSize = size;
            io.xLock = lock;
            io.xUnlock = unlock;
            io.xCheckReservedLock = check_reserved;
            io.xFileControl = file_control;
            io.xSectorSize = sector_size;
            io.xDeviceCharacteristics = characteristics;
            io.xShmMap = shm_map;
            io.xShmLock = shm_lock;
            io.xShmBarrier = shm_barrier;
            io.xShmUnmap = shm_unmap;
            return io;
        }();
        return &methods;
    }

    /// The content of a file to be opened; null when it cannot be.
    static std::shared_ptr<SimulatedDisk::File> find(
        SimulatedDisk& disk, const char* path, int& flags
    ) {
        const std::lock_guard lock(disk.mutex_);
        if (disk.cut_) return nullptr;
        if (path == nullptr) return std::make_shared<SimulatedDisk::File>();
        if (disk.read_only_ && (flags & SQLITE_OPEN_READWRITE) != 0) {
            if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return nullptr;
            flags &= ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
            flags |= SQLITE_OPEN_READONLY;
        }
        const auto found = disk.files_.find(path);
        if (found != disk.files_.end()) return found->second;
        if ((flags & SQLITE_OPEN_CREATE) == 0) return nullptr;
        return disk.files_[path] = std::make_shared<SimulatedDisk::File>();
    }

    static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
        SimulatedDisk& disk = DiskMethods::disk(vfs);
        OpenFile& open = of(file);
        open.base.pMethods = nullptr;
        std::shared_ptr<SimulatedDisk::File> content = find(disk, path, flags);
        if (!content) return SQLITE_CANTOPEN;
        open.disk = &disk;
        open.file = content.get();
        open.platform = nullptr;
        // As the platform's VFS does with the first sync of a journal or log that it opened.
        open.sync_folder = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
        if (path != nullptr && (flags & SQLITE_OPEN_MAIN_DB) != 0) {
            open.platform = reinterpret_cast<sqlite3_file*>(&open + 1);
            const int platform_flags =
                SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
            const int code =
                disk.platform_->xOpen(disk.platform_, path, open.platform, platform_flags, nullptr);
            if (code != SQLITE_OK) return code;
        }
        open.owner = new std::shared_ptr<SimulatedDisk::File>(std::move(content));
        open.base.pMethods = io();
        if (out != nullptr) *out = flags;
        return SQLITE_OK;
    }

    static int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
        SimulatedDisk& disk = DiskMethods::disk(vfs);
        const std::lock_guard lock(disk.mutex_);
        if (!disk.powered()) return SQLITE_IOERR_DELETE;
        if (disk.read_only_) return SQLITE_READONLY;
        if (disk.files_.erase(path) == 0) return SQLITE_IOERR_DELETE_NOENT;
        if (sync_folder != 0) disk.durable_files_.erase(path);
        return SQLITE_OK;
    }

    static int access(sqlite3_vfs* vfs, const char* path, int /*flags*/, int* out) {
        SimulatedDisk& disk = DiskMethods::disk(vfs);
        const std::lock_guard lock(disk.mutex_);
        *out = disk.files_.contains(path) ? 1 : 0;
        return disk.cut_ ? SQLITE_IOERR_ACCESS : SQLITE_OK;
    }

    static int full_path(sqlite3_vfs* vfs, const char* path, int size, char* out) {
        sqlite3_vfs* platform = disk(vfs).platform_;
        return platform->xFullPathname(platform, path, size, out);
    }
    static int randomness(sqlite3_vfs* vfs, int size, char* out) {
        sqlite3_vfs* platform = disk(vfs).platform_;
        return platform->xRandomness(platform, size, out);
    }
    static int sleep(sqlite3_vfs* vfs, int microseconds) {
        sqlite3_vfs* platform = disk(vfs).platform_;
        return platform->xSleep(platform, microseconds);
    }
    static int time(sqlite3_vfs* vfs, double* now) {
        sqlite3_vfs* platform = disk(vfs).platform_;
        return platform->xCurrentTime(platform, now);
    }
    static int last_error(sqlite3_vfs* vfs, int, char*) {
        SimulatedDisk& disk = DiskMethods::disk(vfs);
        const std::lock_guard lock(disk.mutex_);
        return disk.read_only_ ? EROFS : 0;
    }
};

SimulatedDisk::SimulatedDisk(std::string name)
    : name_(std::move(name)), platform_(sqlite3_vfs_find(nullptr)) {
    vfs_.iVersion = 1;
    vfs_.szOsFile = static_cast<int>(sizeof(OpenFile)) + platform_->szOsFile;
    vfs_.mxPathname = platform_->mxPathname;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.xOpen = DiskMethods::open;
    vfs_.xDelete = DiskMethods::remove;
    vfs_.xAccess = DiskMethods::access;
    vfs_.xFullPathname = DiskMethods::full_path;
    vfs_.xRandomness = DiskMethods::randomness;
    vfs_.xSleep = DiskMethods::sleep;
    vfs_.xCurrentTime = DiskMethods::time;
    vfs_.xGetLastError = DiskMethods::last_error;
    sqlite3_vfs_register(&vfs_, 0);
}

SimulatedDisk::~SimulatedDisk() { sqlite3_vfs_unregister(&vfs_); }

bool SimulatedDisk::powered() {
    if (operations_left_ > 0 && --operations_left_ == 0) cut_ = true;
    return !cut_;
}

bool SimulatedDisk::has_room(const File& file, std::size_t end) {
    if (end <= file.seen.size() || capacity_ == SIZE_MAX) return true;
    std::size_t used = 0;
    for (const auto& [path, other] : files_) used += other->seen.size();
    return used + (end - file.seen.size()) <= capacity_;
}

void SimulatedDisk::cut_at(int operation) {
    const std::lock_guard lock(mutex_);
    operations_left_ = operation;
}
bool SimulatedDisk::is_cut() {
    const std::lock_guard lock(mutex_);
    return cut_;
}

void SimulatedDisk::restart(Unsynced unsynced, SeededRandom& random) {
    const std::lock_guard lock(mutex_);
    cut_ = false;
    operations_left_ = -1;
    for (auto& [path, file] : durable_files_) {
        for (const Change& change : file->unsynced) {
            if (unsynced == Unsynced::lost) break;
            if (change.truncates) {
                if (random.below(2) == 0) file->synced.resize(change.offset);
                continue;
            }
            for (std::size_t at = 0; at < change.bytes.size(); at += sector_bytes) {
                if (random.below(2) == 0) continue;
                const std::string_view bytes(change.bytes);
                write_bytes(file->synced, change.offset + at, bytes.substr(at, sector_bytes));
            }
        }
        file->unsynced.clear();
        file->seen = file->synced;
    }
    files_ = durable_files_;
}

void SimulatedDisk::ignore_syncs(bool ignore) {
    const std::lock_guard lock(mutex_);
    ignore_syncs_ = ignore;
}
void SimulatedDisk::set_capacity(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    capacity_ = bytes;
}
void SimulatedDisk::set_read_only(bool read_only) {
    const std::lock_guard lock(mutex_);
    read_only_ = read_only;
}

std::string SimulatedDisk::contents(const std::string& path) {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(path);
    return found == files_.end() ? std::string() : found->second->seen;
}
void SimulatedDisk::set_contents(const std::string& path, std::string bytes) {
    const std::lock_guard lock(mutex_);
    auto file = std::make_shared<File>();
    file->seen = bytes;
    file->synced = std::move(bytes);
    files_[path] = file;
    durable_files_[path] = file;
}
bool SimulatedDisk::holds(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    const auto has = [&](const auto& named) {
        return named.second->seen.contains(bytes) || named.second->synced.contains(bytes);
    };
    return std::ranges::any_of(files_, has) || std::ranges::any_of(durable_files_, has);
}
std::size_t SimulatedDisk::bytes_used() {
    const std::lock_guard lock(mutex_);
    std::size_t used = 0;
    for (const auto& [path, file] : files_) used += file->seen.size();
    return used;
}
int SimulatedDisk::syncs() {
    const std::lock_guard lock(mutex_);
    return syncs_;
}

namespace {

/// A file of the disk, used as SQLite uses it.
class RawFile {
public:
    RawFile(SimulatedDisk& disk, const std::string& path)
        : vfs_(sqlite3_vfs_find(disk.name().c_str())),
          memory_(static_cast<std::size_t>(vfs_->szOsFile)) {
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_WAL;
        EXPECT_EQ(vfs_->xOpen(vfs_, path.c_str(), file(), flags, nullptr), SQLITE_OK);
    }
    RawFile(const RawFile&) = delete;
    RawFile& operator=(const RawFile&) = delete;
    ~RawFile() { file()->pMethods->xClose(file()); }
    int write(std::string_view bytes, std::int64_t offset) {
        return file()->pMethods->xWrite(
            file(), bytes.data(), static_cast<int>(bytes.size()), offset
        );
    }
    int sync() { return file()->pMethods->xSync(file(), SQLITE_SYNC_NORMAL); }

private:
    sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.data()); }
    sqlite3_vfs* vfs_;
    std::vector<std::max_align_t> memory_;
};

TEST(SimulatedDiskTest, CutLosesWhatWasNotSynced) {
    SimulatedDisk disk("disk-self-1");
    SeededRandom random(1);
    {
        RawFile file(disk, "/f");
        EXPECT_EQ(file.write("old", 0), SQLITE_OK);
        EXPECT_EQ(file.sync(), SQLITE_OK);
        EXPECT_EQ(file.write("new", 0), SQLITE_OK);
        EXPECT_EQ(disk.contents("/f"), "new");
        disk.cut_at(1);
        EXPECT_NE(file.sync(), SQLITE_OK);
        EXPECT_TRUE(disk.is_cut());
        EXPECT_NE(file.write("x", 0), SQLITE_OK);
    }
    disk.restart(SimulatedDisk::Unsynced::lost, random);
    EXPECT_EQ(disk.contents("/f"), "old");
}

TEST(SimulatedDiskTest, FileThatWasNeverSyncedIsGone) {
    SimulatedDisk disk("disk-self-2");
    SeededRandom random(1);
    {
        RawFile file(disk, "/f");
        EXPECT_EQ(file.write("old", 0), SQLITE_OK);
        disk.cut_at(1);
        EXPECT_NE(file.write("new", 0), SQLITE_OK);
    }
    disk.restart(SimulatedDisk::Unsynced::lost, random);
    EXPECT_FALSE(disk.holds("old"));
}

TEST(SimulatedDiskTest, CutMayKeepSomeSectors) {
    SimulatedDisk disk("disk-self-3");
    SeededRandom random(1);
    {
        RawFile file(disk, "/f");
        EXPECT_EQ(file.sync(), SQLITE_OK);
        EXPECT_EQ(file.write(std::string(64 * sector_bytes, 'x'), 0), SQLITE_OK);
        disk.cut_at(1);
        EXPECT_NE(file.sync(), SQLITE_OK);
    }
    disk.restart(SimulatedDisk::Unsynced::some_sectors, random);
    const std::string found = disk.contents("/f");
    EXPECT_TRUE(found.contains('x'));
    EXPECT_TRUE(found.contains('\0'));
}

}  // namespace

}  // namespace querist::store::fixture
