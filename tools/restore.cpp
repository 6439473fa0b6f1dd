#include "tools/restore.h"

#include "storage/backup.h"
#include "storage/sqlite_storage.h"

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "tools/waiting_lane.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

std::unexpected<engine::Error> refused(std::string sentence) {
  return std::unexpected{engine::Error{std::move(sentence)}};
}

// The half-made folder is gone again, whichever way it ends.
class Staging {
 public:
  explicit Staging(fs::path path) : path_{std::move(path)} {}

  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  ~Staging() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// As a server opens it, so a backup of an older version becomes one of this.
engine::Result<std::uint64_t> open_and_erase(const fs::path& folder, const fs::path& erased_in) {
  WaitingLane lane;
  auto storage = storage::SqliteStorage::open(folder, lane.post());
  if (!storage) {
    return std::unexpected{storage.error()};
  }
  if (erased_in.empty()) {
    return 0;
  }
  std::error_code error;
  const auto erased = storage::erased_elsewhere(
      storage::store_file(folder),
      fs::is_directory(erased_in, error) ? storage::store_file(erased_in) : erased_in
  );
  if (!erased) {
    return std::unexpected{erased.error()};
  }
  for (const storage::SessionId& session : *erased) {
    const auto gone = lane.wait<storage::Stored<void>>([&](auto done) {
      (*storage)->erase(session, std::move(done));
    });
    if (!gone) {
      return refused("Who was erased since could not be left out; the backup cannot be changed.");
    }
  }
  return erased->size();
}

}  // namespace

engine::Result<Restored> restore_backup(
    const fs::path& file, const fs::path& folder, const fs::path& erased_in
) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error)) {
    return refused(
        folder.string() + " is not empty: restore into a new folder, or move what is there away."
    );
  }
  const bool is_new = fs::create_directories(folder, error);
  if (!error && is_new) {
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  const Staging staging{folder / "restoring"};
  if (!error) {
    fs::create_directory(staging.path(), error);
  }
  if (!error) {
    fs::permissions(staging.path(), fs::perms::owner_all, error);
  }
  const fs::path staged = storage::store_file(staging.path());
  if (!error) {
    fs::copy_file(file, staged, error);
  }
  if (error) {
    return refused(
        file.string() + " cannot be copied to " + folder.string() + ": " + error.message() + "."
    );
  }
  const auto erased = open_and_erase(staging.path(), erased_in);
  if (!erased) {
    return std::unexpected{erased.error()};
  }
  auto verification = storage::verify(staged);
  if (!verification) {
    return std::unexpected{verification.error()};
  }
  Restored restored{.verification = *std::move(verification), .erased = *erased};
  if (!restored.verification.is_whole()) {
    return restored;
  }
  if (const auto synced = storage::sync(staged); !synced) {
    return std::unexpected{synced.error()};
  }
  fs::rename(staged, storage::store_file(folder), error);
  if (error) {
    return refused("The journal cannot be put into " + folder.string() + ": " + error.message());
  }
  if (const auto synced = storage::sync(folder); !synced) {
    return std::unexpected{synced.error()};
  }
  return restored;
}

}  // namespace attune::tools
