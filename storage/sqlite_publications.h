#pragma once

#include "storage/publications.h"
#include "storage/sqlite.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune::storage {

// The archive of programs and the log of publications as they lie in SQLite, for the one thread
// that owns the connection.
class SqlitePublications {
 public:
  explicit SqlitePublications(Database& database);

  void keep(const engine::ProgramId& program, std::string_view sources);
  Stored<std::string> find(const engine::ProgramId& program);

  // Archives the sources first, when there are some.
  Stored<std::int64_t> publish(const NewPublication& publication);
  std::vector<Publication> after(std::int64_t id);
  std::vector<HeldVersion> versions();

 private:
  Statement keep_;
  Statement find_;
  Statement latest_;
  Statement is_archived_;
  Statement insert_;
  Statement after_;
  Statement versions_;
};

}  // namespace attune::storage
