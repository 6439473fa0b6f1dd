#include "storage/sqlite_retention.h"

#include <chrono>

namespace attune::storage {
namespace {

std::int64_t as_integer(engine::Day day) {
  return day.time_since_epoch().count();
}

}  // namespace

SqliteRetention::SqliteRetention(Database& database)
    : get_policy_{database, "SELECT months, since FROM retention"},
      put_policy_{database, "UPDATE retention SET months = ?, since = ?"},
      untouched_{database, "SELECT session FROM journeys WHERE touched < ? LIMIT ?"} {}

RetentionPolicy SqliteRetention::settle(std::uint32_t months, engine::Day today) {
  RetentionPolicy before;
  {
    const Reading reading{get_policy_};
    get_policy_.step();
    before.months = static_cast<std::uint32_t>(get_policy_.integer(0));
    before.since = engine::Day{std::chrono::days{get_policy_.integer(1)}};
  }
  const RetentionPolicy now = next_policy(before, months, today);
  put_policy_.bind(1, now.months).bind(2, as_integer(now.since)).run();
  return now;
}

std::vector<SessionId> SqliteRetention::untouched_before(engine::Day day, std::size_t most) {
  std::vector<SessionId> found;
  const Reading reading{untouched_.bind(1, as_integer(day)).bind(2, static_cast<std::int64_t>(most))
  };
  while (untouched_.step()) {
    found.push_back(id_from<SessionId>(untouched_.blob(0)));
  }
  return found;
}

}  // namespace attune::storage
