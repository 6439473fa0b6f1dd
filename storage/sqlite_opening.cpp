#include "storage/sqlite_opening.h"

#include "storage/limits.h"
#include "storage/schema/schema.h"

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

}  // namespace

void bring_log_to_disk(const fs::path& file) {
  if (fs::exists(file.string() + "-wal")) {
    Database{file.string()}.write_log_again();
  }
}

Database open_store(const fs::path& file) {
  Database database{file.string()};
  database.execute(
      "PRAGMA journal_mode = WAL;"
      "PRAGMA synchronous = FULL;"
      "PRAGMA secure_delete = ON;"
      "PRAGMA wal_autocheckpoint = " +
      std::to_string(limits::wal_pages) + ";"
  );
  migrate(database);
  return database;
}

}  // namespace attune::storage
