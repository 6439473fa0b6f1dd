#pragma once

#include "storage/journal.h"
#include "storage/sqlite.h"
#include "storage/sqlite_journeys.h"
#include "storage/sqlite_publications.h"
#include "storage/sqlite_retention.h"
#include "storage/sqlite_snapshots.h"
#include "storage/sqlite_turns.h"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace attune::storage {

// The connection and what is asked of it, table by table. Only the storage thread touches it.
struct SqliteTables {
  explicit SqliteTables(const std::filesystem::path& file);

  Database database;
  Statement begin_write{database, "BEGIN IMMEDIATE"};
  Statement begin_read{database, "BEGIN"};
  Statement commit{database, "COMMIT"};
  SqliteTurns turns{database};
  SqliteSnapshots snapshots{database};
  SqliteJourneys journeys{database};
  SqlitePublications publications{database};
  SqliteRetention retention{database};
  // Whether the work under way took something away that must be in no file any more.
  bool erased = false;

  // Each inside a transaction.
  Stored<void> append(const Append& append);
  Stored<Loaded> load(const SessionId& session);
  Stored<void> create(const NewJourney& journey);
  Stored<void> add_device(const Door& device, const SessionId& session, engine::Instant at);
  void forget_device(const SecretHash& device);
  void erase(const SessionId& session);
  // Gives those that were.
  std::vector<SessionId> erase_untouched(engine::Day before, std::size_t most);

  void roll_back();

 private:
  void write(const SqliteTurns::Head& head, const Append& append);
};

}  // namespace attune::storage
