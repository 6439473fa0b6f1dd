#pragma once

#include "storage/retention.h"
#include "storage/sqlite.h"

#include <cstddef>
#include <vector>

namespace attune::storage {

// The rule, and whom it is about. For the one thread that owns the connection, inside its
// transactions; the last days are kept by SqliteJourneys.
class SqliteRetention {
 public:
  explicit SqliteRetention(Database& database);

  RetentionPolicy settle(std::uint32_t months, engine::Day today);
  std::vector<SessionId> untouched_before(engine::Day day, std::size_t most);

 private:
  Statement get_policy_;
  Statement put_policy_;
  Statement untouched_;
};

}  // namespace attune::storage
