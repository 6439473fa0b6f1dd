#pragma once

#include "storage/journal.h"
#include "storage/sqlite.h"

namespace attune::storage {

// The snapshots of all sessions as they lie in SQLite, for the one thread that owns the connection:
// of each session at most one that was checked, and a later one that was not.
class SqliteSnapshots {
 public:
  explicit SqliteSnapshots(Database& database);

  void put(const SessionId& session, const Snapshot& snapshot);
  // Without the tail.
  Loaded load(const SessionId& session);
  void confirm(const SessionId& session, engine::Seq seq);
  void erase(const SessionId& session);

 private:
  Statement insert_;
  Statement erase_unchecked_;
  Statement select_;
  Statement confirm_;
  Statement erase_earlier_;
  Statement erase_all_;
};

}  // namespace attune::storage
