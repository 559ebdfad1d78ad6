#include "watched_disk.h"

#include <cstring>
#include <sqlite3.h>
#include <stdexcept>

namespace deskbridge::scratch {

namespace {

/// SQLite gives the memory; behind this stands the file of the disk below.
struct WatchedFile {
    sqlite3_file base;
    WatchedDisk* disk;
    char path[512];

    sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

WatchedFile* watched(sqlite3_file* file) {
    return reinterpret_cast<WatchedFile*>(file);
}
sqlite3_file* below(sqlite3_file* file) {
    return watched(file)->below();
}

/// SQLite spells a path in its own way.
std::string name_of(const std::filesystem::path& file) {
    return std::filesystem::weakly_canonical(file).string();
}

int close_file(sqlite3_file* file) {
    return below(file)->pMethods->xClose(below(file));
}

int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    return below(file)->pMethods->xRead(below(file), to, size, offset);
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    if (const int code = watched(file)->disk->count_access(false)) return code;
    return below(file)->pMethods->xWrite(below(file), from, size, offset);
}

int resize_file(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = watched(file)->disk->count_access(false)) return code;
    return below(file)->pMethods->xTruncate(below(file), size);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    return below(file)->pMethods->xFileSize(below(file), size);
}

// the tests look at what was asked for; the disk need not do it
int sync_file(sqlite3_file* file, int) {
    if (const int code = watched(file)->disk->count_access(true)) return code;
    sqlite3_int64 size = 0;
    if (const int code = size_of_file(file, &size)) return code;
    watched(file)->disk->note_synced(name_of(watched(file)->path), size);
    return SQLITE_OK;
}

int lock_file(sqlite3_file* file, int level) {
    return below(file)->pMethods->xLock(below(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return below(file)->pMethods->xUnlock(below(file), level);
}

int reserved_file(sqlite3_file* file, int* out) {
    return below(file)->pMethods->xCheckReservedLock(below(file), out);
}

int control_file(sqlite3_file* file, int operation, void* argument) {
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}

int sector_of_file(sqlite3_file* file) {
    return below(file)->pMethods->xSectorSize(below(file));
}
int traits_of_file(sqlite3_file* file) {
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

int map_memory(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    return below(file)->pMethods->xShmMap(below(file), page, size, extend, out);
}

int lock_memory(sqlite3_file* file, int offset, int count, int flags) {
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}

void barrier(sqlite3_file* file) {
    below(file)->pMethods->xShmBarrier(below(file));
}

int unmap_memory(sqlite3_file* file, int remove) {
    return below(file)->pMethods->xShmUnmap(below(file), remove);
}

constexpr sqlite3_io_methods file_methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = resize_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = reserved_file,
    .xFileControl = control_file,
    .xSectorSize = sector_of_file,
    .xDeviceCharacteristics = traits_of_file,
    .xShmMap = map_memory,
    .xShmLock = lock_memory,
    .xShmBarrier = barrier,
    .xShmUnmap = unmap_memory,
};

}  // namespace

struct WatchedDisk::Methods {
    sqlite3_vfs vfs{};
    sqlite3_vfs* below = nullptr;

    static Methods* of(sqlite3_vfs* vfs) { return reinterpret_cast<Methods*>(vfs); }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
        auto* self = watched(file);
        self->base.pMethods = nullptr;
        self->disk = static_cast<WatchedDisk*>(vfs->pAppData);
        std::strncpy(self->path, name == nullptr ? "" : name, sizeof self->path - 1);
        auto* next = of(vfs)->below;
        const int code = next->xOpen(next, name, self->below(), flags, out);
        if (code == SQLITE_OK) self->base.pMethods = &file_methods;
        return code;
    }
    static int no_sleep(sqlite3_vfs*, int microseconds) { return microseconds; }
};

WatchedDisk::WatchedDisk() : methods_(std::make_unique<Methods>()) {
    methods_->below = sqlite3_vfs_find(nullptr);
    methods_->vfs = *methods_->below;
    methods_->vfs.zName = "watched";
    methods_->vfs.szOsFile = static_cast<int>(sizeof(WatchedFile)) + methods_->below->szOsFile;
    methods_->vfs.pAppData = this;
    methods_->vfs.xOpen = Methods::open;
    methods_->vfs.xSleep = Methods::no_sleep;
    if (sqlite3_vfs_register(&methods_->vfs, 1) != SQLITE_OK) throw std::runtime_error("no watched disk");
}

WatchedDisk::~WatchedDisk() {
    sqlite3_vfs_unregister(&methods_->vfs);
    sqlite3_vfs_register(methods_->below, 1);
}

void WatchedDisk::fail(std::int64_t access, int code, bool ever) {
    fails_at_ = accesses_ + access;
    code_ = code;
    ever_ = ever;
}

void WatchedDisk::heal() {
    code_ = 0;
}

int WatchedDisk::count_access(bool is_sync) {
    ++accesses_;
    if (is_sync) ++syncs_;
    if (code_ == 0 || accesses_ < fails_at_ || (accesses_ > fails_at_ && !ever_)) return SQLITE_OK;
    ++failures_;
    return code_;
}

void WatchedDisk::cut_power(const std::filesystem::path& file, const std::filesystem::path& copy) const {
    std::filesystem::copy_file(file, copy);
    const std::string log = file.string() + "-wal";
    if (!std::filesystem::exists(log)) return;
    std::filesystem::copy_file(log, copy.string() + "-wal");
    const auto synced = synced_.find(name_of(log));
    std::filesystem::resize_file(copy.string() + "-wal",
                                 synced == synced_.end() ? 0 : static_cast<std::uintmax_t>(synced->second));
}

}  // namespace deskbridge::scratch
