// The last day of each journey, as a file keeps it.

#include "storage/retention.h"

#include "storage/backup.h"
#include "storage/schema/schema.h"
#include "storage/sqlite.h"
#include "storage/sqlite_storage.h"

#include "tests/support/lane.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace attune::storage {
namespace {

using test::Lane;

constexpr engine::Day first_day{std::chrono::days{20'000}};
constexpr auto day = std::chrono::days{1};

TEST(RetentionPolicy, IsAsOldAsItHasBeenThisShort) {
  const RetentionPolicy off;
  const RetentionPolicy on = next_policy(off, 24, first_day);
  EXPECT_EQ(on, (RetentionPolicy{.months = 24, .since = first_day}));
  EXPECT_EQ(next_policy(on, 24, first_day + day), on);
  EXPECT_EQ(
      next_policy(on, 12, first_day + day),
      (RetentionPolicy{.months = 12, .since = first_day + day})
  );
  EXPECT_EQ(
      next_policy(on, 36, first_day + day), (RetentionPolicy{.months = 36, .since = first_day})
  );
  const RetentionPolicy again = next_policy(next_policy(on, 0, first_day), 24, first_day + 9 * day);
  EXPECT_EQ(again.since, first_day + 9 * day);
}

class RetentionInAFile : public testing::Test {
 protected:
  std::unique_ptr<SqliteStorage> open() {
    return std::move(SqliteStorage::open(folder_.path(), lane_.post())).value();
  }

  RetentionPolicy settle(SqliteStorage& storage, std::uint32_t months, engine::Day today) {
    return lane_
        .wait<Stored<RetentionPolicy>>([&](auto done) {
          storage.settle_policy(months, today, std::move(done));
        })
        .value();
  }

  std::vector<SessionId> erase(SqliteStorage& storage, engine::Day before) {
    return lane_
        .wait<Stored<std::vector<SessionId>>>([&](auto done) {
          storage.erase_untouched(before, 10, std::move(done));
        })
        .value();
  }

  void touch(SqliteStorage& storage, const SessionId& session, engine::Day when) {
    ASSERT_TRUE(lane_.wait<Stored<void>>([&](auto done) {
      storage.touch(session, when, std::move(done));
    }));
  }

  Lane lane_;
  test::TempFolder folder_;
};

TEST_F(RetentionInAFile, TheRuleAndItsDayOutlastTheServer) {
  settle(*open(), 24, first_day);
  EXPECT_EQ(settle(*open(), 24, first_day + 5 * day).since, first_day);
  EXPECT_EQ(settle(*open(), 6, first_day + 7 * day).since, first_day + 7 * day);
}

TEST_F(RetentionInAFile, JourneysFromBeforeDaysWereKeptCountFromTheUpgrade) {
  {
    // As far as the step before the one that keeps days.
    Database old{(store_file(folder_.path())).string()};
    std::size_t version = 0;
    for (const SchemaStep& step : schema_steps) {
      if (std::string_view{step.tables}.find("touched INTEGER") != std::string_view::npos) {
        break;
      }
      old.execute(std::string{step.tables});
      ++version;
    }
    old.execute("PRAGMA user_version = " + std::to_string(version));
    old.execute(
        "INSERT INTO journeys (session, words, program, started)"
        " VALUES (x'01010101010101010101010101010101', x'02', x'03', 0)"
    );
  }
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const auto storage = open();
  EXPECT_TRUE(erase(*storage, today).empty());
  SessionId session;
  session.bytes.fill(1);
  EXPECT_EQ(erase(*storage, today + 2 * day), std::vector{session});
}

TEST_F(RetentionInAFile, ALastDayOnlyEverMovesForward) {
  SessionId session;
  session.bytes.fill(1);
  const auto storage = open();
  {
    Database other{(store_file(folder_.path())).string()};
    other.execute(
        "INSERT INTO journeys (session, words, program, started)"
        " VALUES (x'01010101010101010101010101010101', x'02', x'03', 0)"
    );
  }
  touch(*storage, session, first_day + 5 * day);
  touch(*storage, session, first_day);
  EXPECT_TRUE(erase(*storage, first_day + 5 * day).empty());
  EXPECT_EQ(erase(*storage, first_day + 6 * day), std::vector{session});
  EXPECT_TRUE(erase(*storage, first_day + 6 * day).empty());
}

}  // namespace
}  // namespace attune::storage
