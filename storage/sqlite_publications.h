#pragma once

#include "storage/publications.h"
#include "storage/sqlite.h"

#include <cstdint>
#include <vector>

namespace attune::storage {

// The log of publications as it lies in SQLite, for the one thread that owns the connection.
class SqlitePublications {
 public:
  explicit SqlitePublications(Database& database);

  // The sources are archived already, when there are new ones.
  Stored<std::int64_t> publish(const NewPublication& publication);
  std::vector<Publication> after(std::int64_t id);
  std::vector<HeldVersion> versions();

 private:
  Statement latest_;
  Statement is_archived_;
  Statement insert_;
  Statement after_;
  Statement versions_;
};

}  // namespace attune::storage
