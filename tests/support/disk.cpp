#include "tests/support/disk.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <string_view>
#include <utility>

namespace attune::test {

// The calls that SQLite makes: of a VFS, and of an open file.
struct DiskCalls {
  struct Open {
    sqlite3_file base;
    Disk* disk;
    std::string* name;  // whose changes are kept; null for what no power loss can reach
    sqlite3_file* real;
  };

  static Open* open_of(sqlite3_file* file) { return reinterpret_cast<Open*>(file); }

  static Disk& disk_of(sqlite3_vfs* vfs) { return *static_cast<Disk*>(vfs->pAppData); }

  static const sqlite3_io_methods* methods() {
    static const sqlite3_io_methods all{
        .iVersion = 2,  // no memory mapping
        .xClose = close,
        .xRead = read,
        .xWrite = write,
        .xTruncate = truncate,
        .xSync = sync,
        .xFileSize =
            [](sqlite3_file* file, sqlite3_int64* size) {
              sqlite3_file* real = open_of(file)->real;
              return real->pMethods->xFileSize(real, size);
            },
        .xLock =
            [](sqlite3_file* file, int level) {
              sqlite3_file* real = open_of(file)->real;
              return real->pMethods->xLock(real, level);
            },
        .xUnlock =
            [](sqlite3_file* file, int level) {
              sqlite3_file* real = open_of(file)->real;
              return real->pMethods->xUnlock(real, level);
            },
        .xCheckReservedLock =
            [](sqlite3_file* file, int* is_reserved) {
              sqlite3_file* real = open_of(file)->real;
              return real->pMethods->xCheckReservedLock(real, is_reserved);
            },
        .xFileControl =
            [](sqlite3_file* file, int code, void* argument) {
              sqlite3_file* real = open_of(file)->real;
              return real->pMethods->xFileControl(real, code, argument);
            },
        .xSectorSize =
            [](sqlite3_file* file) {
              sqlite3_file* real = open_of(file)->real;
              return real->pMethods->xSectorSize(real);
            },
        .xDeviceCharacteristics =
            [](sqlite3_file* file) {
              sqlite3_file* real = open_of(file)->real;
              return real->pMethods->xDeviceCharacteristics(real);
            },
        .xShmMap =
            [](sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
              sqlite3_file* real = open_of(file)->real;
              return real->pMethods->xShmMap(real, region, size, extend, memory);
            },
        .xShmLock =
            [](sqlite3_file* file, int offset, int count, int flags) {
              sqlite3_file* real = open_of(file)->real;
              return real->pMethods->xShmLock(real, offset, count, flags);
            },
        .xShmBarrier =
            [](sqlite3_file* file) {
              sqlite3_file* real = open_of(file)->real;
              real->pMethods->xShmBarrier(real);
            },
        .xShmUnmap =
            [](sqlite3_file* file, int removes) {
              sqlite3_file* real = open_of(file)->real;
              return real->pMethods->xShmUnmap(real, removes);
            },
        .xFetch = nullptr,
        .xUnfetch = nullptr
    };
    return &all;
  }

  static int open(
      sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out
  ) {
    Disk& disk = disk_of(vfs);
    Open* open = open_of(file);
    *open = Open{.base = {nullptr}, .disk = &disk, .name = nullptr, .real = nullptr};
    open->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(Open));
    std::memset(open->real, 0, static_cast<std::size_t>(disk.real_->szOsFile));
    const int code = disk.real_->xOpen(disk.real_, name, open->real, flags, flags_out);
    if (code != SQLITE_OK) {
      return code;
    }
    if (name != nullptr) {
      const std::lock_guard lock{disk.mutex_};
      open->name = new std::string{name};
      disk.files_.try_emplace(name);
    }
    open->base.pMethods = methods();
    return SQLITE_OK;
  }

  static int close(sqlite3_file* file) {
    Open* open = open_of(file);
    const int code = open->real->pMethods->xClose(open->real);
    delete std::exchange(open->name, nullptr);
    return code;
  }

  static int read(sqlite3_file* file, void* into, int bytes, sqlite3_int64 at) {
    Open* open = open_of(file);
    if (const int code = open->disk->befalls(Disk::Operation::read); code != SQLITE_OK) {
      return code;
    }
    return open->real->pMethods->xRead(open->real, into, bytes, at);
  }

  static int write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
    Open* open = open_of(file);
    const int befallen = open->disk->befalls(Disk::Operation::write);
    // A write that fails may have written a part.
    const int written = befallen == SQLITE_OK ? bytes : (befallen == SQLITE_FULL ? bytes / 2 : 0);
    if (written > 0) {
      keep(
          *open,
          Disk::Change{
              .at = at,
              .bytes =
                  std::string{static_cast<const char*>(from), static_cast<std::size_t>(written)},
              .truncates = false
          }
      );
      const int code = open->real->pMethods->xWrite(open->real, from, written, at);
      if (code != SQLITE_OK) {
        return code;
      }
    }
    return befallen;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    Open* open = open_of(file);
    if (const int code = open->disk->befalls(Disk::Operation::truncate); code != SQLITE_OK) {
      return code;
    }
    keep(*open, Disk::Change{.at = size, .bytes = {}, .truncates = true});
    return open->real->pMethods->xTruncate(open->real, size);
  }

  static int sync(sqlite3_file* file, int /*flags*/) {
    Open* open = open_of(file);
    Disk& disk = *open->disk;
    const int befallen = disk.befalls(Disk::Operation::sync);
    std::unique_lock lock{disk.mutex_};
    disk.note_change(lock);
    if (open->name == nullptr || disk.forgets_syncs_) {
      return befallen;
    }
    Disk::File& kept = disk.files_[*open->name];
    if (befallen == SQLITE_OK) {
      if (!kept.exists || kept.removed) {
        // SQLite's own layer syncs the folder with the first sync of a new file.
        kept.exists = true;
        kept.removed = false;
        kept.synced.clear();
        disk.sync_folder(*open->name);
      }
      for (const Disk::Change& change : kept.pending) {
        Disk::apply(kept.synced, change);
      }
    }
    if (befallen == SQLITE_OK || disk.fault_ == Disk::Fault::sync) {
      kept.pending.clear();
    }
    return befallen;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int syncs_folder) {
    Disk& disk = disk_of(vfs);
    if (const int code = disk.befalls(Disk::Operation::remove); code != SQLITE_OK) {
      return code;
    }
    std::unique_lock lock{disk.mutex_};
    disk.note_change(lock);
    // Until the folder is synced it may be there again after a power loss: the worst that can
    // happen, and so that is what happens.
    Disk::File& gone = disk.files_[name];
    gone.removed = true;
    gone.pending.clear();
    if (syncs_folder != 0) {
      disk.sync_folder(name);
    }
    lock.unlock();
    return disk.real_->xDelete(disk.real_, name, 0);
  }

  static void keep(const Open& open, Disk::Change change) {
    std::unique_lock lock{open.disk->mutex_};
    open.disk->note_change(lock);
    if (open.name != nullptr) {
      open.disk->files_[*open.name].pending.push_back(std::move(change));
    }
  }
};

namespace {

constexpr const char* name_of_disk = "attune-test-disk";

bool can_befall(Disk::Fault fault, bool is_write, bool is_sync) {
  switch (fault) {
    case Disk::Fault::none:
      return false;
    case Disk::Fault::error:
      return true;
    case Disk::Fault::short_write:
    case Disk::Fault::full:
      return is_write;
    case Disk::Fault::sync:
      return is_sync;
  }
  return false;
}

}  // namespace

Disk::Disk() : real_{sqlite3_vfs_find(nullptr)} {
  self_ = *real_;
  self_.zName = name_of_disk;
  self_.pNext = nullptr;
  self_.pAppData = this;
  self_.szOsFile = static_cast<int>(sizeof(DiskCalls::Open)) + real_->szOsFile;
  self_.xOpen = DiskCalls::open;
  self_.xDelete = DiskCalls::remove;
  self_.xAccess = [](sqlite3_vfs* vfs, const char* name, int flags, int* result) {
    sqlite3_vfs* real = DiskCalls::disk_of(vfs).real_;
    return real->xAccess(real, name, flags, result);
  };
  self_.xFullPathname = [](sqlite3_vfs* vfs, const char* name, int size, char* full) {
    sqlite3_vfs* real = DiskCalls::disk_of(vfs).real_;
    return real->xFullPathname(real, name, size, full);
  };
  sqlite3_vfs_register(&self_, 1);
}

Disk::~Disk() {
  sqlite3_vfs_unregister(&self_);
  sqlite3_vfs_register(real_, 1);
}

void Disk::fail_at(std::size_t nth, Fault fault) {
  const std::lock_guard lock{mutex_};
  nth_ = nth;
  fault_ = fault;
  has_failed_ = false;
}

bool Disk::has_failed() {
  const std::lock_guard lock{mutex_};
  return has_failed_;
}

void Disk::free_space() {
  const std::lock_guard lock{mutex_};
  is_full_ = false;
}

void Disk::adopt(const std::filesystem::path& from, const std::filesystem::path& to) {
  const std::lock_guard lock{mutex_};
  std::map<std::string, File> copies;
  for (const auto& [name, file] : files_) {
    const std::filesystem::path path{name};
    if (path.parent_path() == from) {
      copies[(to / path.filename()).string()] = file;
    }
  }
  files_.merge(copies);
}

void Disk::forget_syncs() {
  const std::lock_guard lock{mutex_};
  forgets_syncs_ = true;
}

std::size_t Disk::changes() {
  const std::lock_guard lock{mutex_};
  return changes_;
}

void Disk::at_change(std::size_t nth, std::function<void()> call) {
  const std::lock_guard lock{mutex_};
  at_change_[nth] = std::move(call);
}

int Disk::befalls(Operation operation) {
  const std::lock_guard lock{mutex_};
  const bool is_write = operation == Operation::write;
  const bool is_sync = operation == Operation::sync;
  if (is_full_ && is_write) {
    return SQLITE_FULL;
  }
  if (nth_ == 0 || !can_befall(fault_, is_write, is_sync) || --nth_ > 0) {
    return SQLITE_OK;
  }
  has_failed_ = true;
  switch (operation) {
    case Operation::read:
      return SQLITE_IOERR_READ;
    case Operation::write:
      is_full_ = fault_ == Fault::full;
      return fault_ == Fault::error ? SQLITE_IOERR_WRITE : SQLITE_FULL;
    case Operation::sync:
      return SQLITE_IOERR_FSYNC;
    case Operation::truncate:
      return SQLITE_IOERR_TRUNCATE;
    case Operation::remove:
      return SQLITE_IOERR_DELETE;
  }
  return SQLITE_OK;
}

void Disk::sync_folder(const std::string& of) {
  const std::filesystem::path folder = std::filesystem::path{of}.parent_path();
  std::erase_if(files_, [&](const auto& each) {
    return each.second.removed && std::filesystem::path{each.first}.parent_path() == folder;
  });
}

void Disk::note_change(std::unique_lock<std::mutex>& lock) {
  ++changes_;
  const auto call = at_change_.find(changes_);
  if (call == at_change_.end()) {
    return;
  }
  const std::function<void()> now = std::move(call->second);
  at_change_.erase(call);
  lock.unlock();
  now();
  lock.lock();
}

void Disk::apply(std::string& bytes, const Change& change) {
  const auto at = static_cast<std::size_t>(change.at);
  if (change.truncates) {
    bytes.resize(std::min(bytes.size(), at));
    return;
  }
  bytes.resize(std::max(bytes.size(), at + change.bytes.size()));
  bytes.replace(at, change.bytes.size(), change.bytes);
}

void Disk::write_image(
    const std::filesystem::path& from,
    const std::filesystem::path& to,
    const std::function<void(std::string&, const std::vector<Change>&)>& pending
) {
  std::filesystem::create_directories(to);
  const std::lock_guard lock{mutex_};
  for (const auto& [name, file] : files_) {
    const std::filesystem::path path{name};
    if (path.parent_path() != from || !file.exists) {
      continue;
    }
    std::string bytes = file.synced;
    pending(bytes, file.pending);
    std::ofstream{to / path.filename(), std::ios::binary} << bytes;
  }
}

void Disk::lose_power(const std::filesystem::path& from, const std::filesystem::path& to) {
  write_image(from, to, [](std::string&, const std::vector<Change>&) {});
}

void Disk::lose_power(
    const std::filesystem::path& from, const std::filesystem::path& to, std::uint64_t seed
) {
  std::mt19937_64 random{seed};
  constexpr std::size_t sector = 512;
  write_image(from, to, [&](std::string& bytes, const std::vector<Change>& pending) {
    for (const Change& change : pending) {
      switch (random() % 3) {
        case 0:
          break;
        case 1:
          apply(bytes, change);
          break;
        default:
          // Sectors of the file, each written or not.
          for (std::size_t at = 0; at < change.bytes.size();) {
            const std::size_t place = static_cast<std::size_t>(change.at) + at;
            const std::size_t length = std::min(change.bytes.size() - at, sector - place % sector);
            if (random() % 2 == 0) {
              apply(
                  bytes,
                  Change{
                      .at = static_cast<sqlite3_int64>(place),
                      .bytes = change.bytes.substr(at, length),
                      .truncates = false
                  }
              );
            }
            at += length;
          }
      }
    }
  });
}

}  // namespace attune::test
