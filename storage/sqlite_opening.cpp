#include "storage/sqlite_opening.h"

#include "storage/limits.h"
#include "storage/schema/schema.h"

#include <chrono>
#include <cstddef>
#include <string>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

void migrate(Database& database) {
  const std::int64_t version = database.pragma("user_version");
  if (version > static_cast<std::int64_t>(schema_steps.size())) {
    throw SqliteError{
        SQLITE_ERROR, "it was written by a newer version of this program; use that one"
    };
  }
  for (auto step = static_cast<std::size_t>(version); step < schema_steps.size(); ++step) {
    database.execute("BEGIN IMMEDIATE");
    if (database.pragma("user_version") > static_cast<std::int64_t>(step)) {
      database.execute("COMMIT");  // another process took this step meanwhile
      continue;
    }
    database.execute(std::string{schema_steps[step].tables});
    if (schema_steps[step].fill != nullptr) {
      schema_steps[step].fill(database);
    }
    database.execute("PRAGMA user_version = " + std::to_string(step + 1) + "; COMMIT");
  }
}

void prepare(Database& database) {
  database.execute(
      "PRAGMA journal_mode = WAL;"
      "PRAGMA synchronous = FULL;"
      "PRAGMA secure_delete = ON;"
      "PRAGMA wal_autocheckpoint = " +
      std::to_string(limits::wal_pages) + ";"
  );
  migrate(database);
}

bool is_from_before_sealing(const fs::path& path) {
  if (!fs::exists(path)) {
    return false;
  }
  Database database{path.string()};
  const std::int64_t version = database.pragma("user_version");
  if (version == 0 || version > static_cast<std::int64_t>(schema_steps.size())) {
    return false;
  }
  return version < sealed_schema || needs_sweeping(database);
}

// Alone at the file: a server of before would go on writing what people say as it is.
SealedStore seal_store(const fs::path& path) {
  const auto started = std::chrono::steady_clock::now();
  Database database{path.string()};
  try {
    database.execute("PRAGMA locking_mode = EXCLUSIVE");
    prepare(database);
  } catch (const SqliteError& failure) {
    if (failure.is_busy()) {
      throw SqliteError{
          SQLITE_BUSY,
          "what was written in it before sealing has to be sealed first, and another program has "
          "it open; stop that one, and start again"
      };
    }
    throw;
  }
  sweep(database);
  SealedStore sealed;
  sealed.journeys = database.count("journeys");
  sealed.turns = database.count("events");
  sealed.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - started
  );
  return sealed;
}

}  // namespace

void bring_log_to_disk(const fs::path& file) {
  if (fs::exists(file.string() + "-wal")) {
    Database{file.string()}.write_log_again();
  }
}

std::optional<SealedStore> seal_what_is_plain(const fs::path& file) {
  if (!is_from_before_sealing(file)) {
    return std::nullopt;
  }
  return seal_store(file);
}

Database open_store(const fs::path& file) {
  Database database{file.string()};
  prepare(database);
  // What was erased just before a crash.
  database.empty_log();
  return database;
}

}  // namespace attune::storage
