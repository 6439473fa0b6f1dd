#include "storage/backup.h"

#include "storage/chain.h"
#include "storage/sqlite.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <set>
#include <string>
#include <system_error>
#include <unistd.h>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

std::unexpected<engine::Error> refused(std::string sentence) {
  return std::unexpected{engine::Error{std::move(sentence)}};
}

std::string reason(int code) {
  return std::generic_category().message(code);
}

// Only its owner may read it, from the first byte on.
engine::Result<void> make_file(const fs::path& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) {
    return refused(path.string() + " cannot be written: " + reason(errno) + ".");
  }
  ::close(file);
  return {};
}

// All pages in one step, and so as they are at one moment: the write-ahead log lets the server go
// on meanwhile.
void copy_pages(const fs::path& from, const fs::path& to) {
  Database source{from.string(), Access::read_only};
  Database target{to.string()};
  sqlite3_backup* copy = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
  const int stepped =
      copy == nullptr ? sqlite3_extended_errcode(target.handle()) : sqlite3_backup_step(copy, -1);
  const int finished = sqlite3_backup_finish(copy);
  if (stepped != SQLITE_DONE || finished != SQLITE_OK) {
    const int code = stepped != SQLITE_DONE ? stepped : finished;
    throw SqliteError{code, sqlite3_errstr(code)};
  }
}

engine::Result<Verification> write_backup(const fs::path& file, const fs::path& part) {
  if (const auto made = make_file(part); !made) {
    return std::unexpected{made.error()};
  }
  try {
    copy_pages(file, part);
  } catch (const SqliteError& failure) {
    return refused(file.string() + " cannot be backed up: " + failure.what() + ".");
  }
  if (const auto synced = sync(part); !synced) {
    return std::unexpected{synced.error()};
  }
  return verify(part);
}

std::set<Chain> tombstones_in(const fs::path& file) {
  Database database{file.string(), Access::read_only};
  Statement erased{database, "SELECT tombstone FROM erased"};
  std::set<Chain> found;
  while (erased.step()) {
    found.insert(id_from<Chain>(erased.blob(0)));
  }
  return found;
}

}  // namespace

fs::path store_file(const fs::path& folder) {
  return folder / "attune.db";
}

engine::Result<Verification> back_up(const fs::path& file, const fs::path& backup) {
  std::error_code error;
  if (!fs::exists(file, error)) {
    return refused("There is no journal at " + file.string() + ".");
  }
  if (fs::exists(backup, error)) {
    return refused(backup.string() + " is there already, and is not overwritten.");
  }
  const fs::path part = backup.string() + ".part";
  fs::remove(part, error);  // of a backup that was broken off
  auto verification = write_backup(file, part);
  if (!verification) {
    fs::remove(part, error);
    return verification;
  }
  fs::rename(part, backup, error);
  if (error) {
    return refused(backup.string() + " cannot be written: " + error.message() + ".");
  }
  const fs::path folder = backup.has_parent_path() ? backup.parent_path() : fs::path{"."};
  if (const auto synced = sync(folder); !synced) {
    return std::unexpected{synced.error()};
  }
  return verification;
}

engine::Result<std::vector<SessionId>> erased_elsewhere(
    const fs::path& file, const fs::path& elsewhere
) {
  std::vector<SessionId> found;
  try {
    const std::set<Chain> tombstones = tombstones_in(elsewhere);
    Database database{file.string(), Access::read_only};
    Statement journeys{database, "SELECT session FROM journeys"};
    while (journeys.step()) {
      const auto session = id_from<SessionId>(journeys.blob(0));
      if (tombstones.contains(tombstone(session))) {
        found.push_back(session);
      }
    }
  } catch (const SqliteError& failure) {
    return refused(
        "Who was erased cannot be read from " + elsewhere.string() + ": " + failure.what() + "."
    );
  }
  return found;
}

engine::Result<void> sync(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return refused(path.string() + " cannot be opened: " + reason(errno) + ".");
  }
  const int failed = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  if (failed != 0) {
    return refused(path.string() + " cannot be brought to the disk: " + reason(failed) + ".");
  }
  return {};
}

}  // namespace attune::storage
