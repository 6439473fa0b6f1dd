#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace attune::test {

// A disk under SQLite that loses power and fails. While one lives, all files of SQLite are opened
// through it (it is SQLite's default VFS); the files themselves lie where they lie, with the real
// page cache's view of them, and here is kept what a sync has brought to the disk.
class Disk {
 public:
  enum class Fault : std::uint8_t {
    none,
    error,        // EIO
    short_write,  // half of a write, then no room
    full,         // from then on there is no room, until `free_space`
    // EIO from a sync; what it should have brought to the disk is taken for clean, as Linux does:
    // the next sync does not write it either
    sync
  };

  Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;
  ~Disk();

  // The nth operation from now, counted from 1, that the fault can befall goes wrong; 0 for none.
  // Errors befall reads, writes, syncs, truncations, deletions; the others what they tell of.
  void fail_at(std::size_t nth, Fault fault);
  bool has_failed();
  void free_space();

  // The files of `to` are copies of those of `from`, as a program that was killed left them: what
  // of them is on the disk is the same.
  void adopt(const std::filesystem::path& from, const std::filesystem::path& to);

  // A planted bug: syncs are said to have worked, and nothing is done.
  void forget_syncs();

  // Operations so far that change something.
  std::size_t changes();
  // Called before the nth change, on the thread that makes it.
  void at_change(std::size_t nth, std::function<void()> call);

  // What the files of `from` hold after the power was lost now, written to `to`: what was synced,
  // and of what was not each change or none of it, or with a seed: some of it, torn at sectors.
  void lose_power(const std::filesystem::path& from, const std::filesystem::path& to);
  void lose_power(
      const std::filesystem::path& from, const std::filesystem::path& to, std::uint64_t seed
  );

 private:
  friend struct DiskCalls;

  struct Change {
    sqlite3_int64 at = 0;
    std::string bytes;
    bool truncates = false;  // to `at`
  };

  struct File {
    bool exists = false;   // on the disk
    bool removed = false;  // since, and the folder was not synced
    std::string synced;
    std::vector<Change> pending;
  };

  enum class Operation : std::uint8_t { read, write, sync, truncate, remove };

  // What to do instead of the operation; SQLITE_OK to do it.
  int befalls(Operation operation);
  void sync_folder(const std::string& of);
  void note_change(std::unique_lock<std::mutex>& lock);
  static void apply(std::string& bytes, const Change& change);
  void write_image(
      const std::filesystem::path& from,
      const std::filesystem::path& to,
      const std::function<void(std::string&, const std::vector<Change>&)>& pending
  );

  std::mutex mutex_;
  std::map<std::string, File> files_;
  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs self_{};
  Fault fault_ = Fault::none;
  std::size_t nth_ = 0;
  bool has_failed_ = false;
  bool is_full_ = false;
  bool forgets_syncs_ = false;
  std::size_t changes_ = 0;
  std::map<std::size_t, std::function<void()>> at_change_;
};

}  // namespace attune::test
