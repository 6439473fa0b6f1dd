// The index that is written in arrears: whatever is in it and whatever is not yet, the same is
// read.

#include "storage/limits.h"
#include "storage/sqlite.h"
#include "storage/sqlite_storage.h"

#include "tests/support/lane.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

SessionId session(std::uint8_t byte) {
  SessionId id;
  id.bytes.fill(byte);
  return id;
}

Door door(std::uint8_t byte) {
  Door made;
  made.lookup.bytes.fill(byte);
  return made;
}

Append turn(std::uint8_t of, engine::Seq seq) {
  return Append{
      .session = session(of),
      .entry = Entry{.first = seq, .last = seq, .body = "turn " + std::to_string(seq)},
      .snapshot = std::nullopt,
      .program = std::nullopt
  };
}

// One storage on a folder, and what a caller does with it.
class Journaled {
 public:
  explicit Journaled(const fs::path& folder)
      : storage_{std::move(SqliteStorage::open(folder, lane_.post())).value()} {}

  void create(std::uint8_t of) {
    NewJourney journey{
        .session = session(of),
        .device = door(of),
        .words = door(static_cast<std::uint8_t>(of + 100)),
        .program = {},
        .at = test::day_zero(),
        .first_turn = turn(of, 1)
    };
    ASSERT_TRUE(lane_.wait<Stored<void>>([&](auto done) {
      storage_->create(std::move(journey), std::move(done));
    }));
  }

  Stored<void> append(std::uint8_t of, engine::Seq seq) {
    return lane_.wait<Stored<void>>([&](auto done) {
      storage_->append(turn(of, seq), std::move(done));
    });
  }

  // Turns [from, to] of each of the sessions 1 to `sessions`, all at once.
  void append_all(std::uint8_t sessions, engine::Seq from, engine::Seq to) {
    std::size_t kept = 0;
    std::size_t asked = 0;
    for (engine::Seq seq = from; seq <= to; ++seq) {
      for (std::uint8_t of = 1; of <= sessions; ++of) {
        ++asked;
        storage_->append(turn(of, seq), [&kept](Stored<void> stored) {
          EXPECT_TRUE(stored);
          ++kept;
        });
      }
    }
    lane_.run_until([&] { return kept == asked; });
  }

  // What is read after `after`: "seq seq ..." of the turns, each of which must be the right one.
  std::vector<Entry> read(std::uint8_t of, engine::Seq after, std::size_t bytes_max) {
    return lane_
        .wait<Stored<std::vector<Entry>>>([&](auto done) {
          storage_->read(session(of), after, bytes_max, std::move(done));
        })
        .value();
  }

  void expect_whole(std::uint8_t of, engine::Seq last) {
    const std::vector<Entry> entries = read(of, 0, static_cast<std::size_t>(-1));
    ASSERT_EQ(entries.size(), last) << "of session " << int{of};
    for (engine::Seq seq = 1; seq <= last; ++seq) {
      EXPECT_EQ(entries[seq - 1], turn(of, seq).entry);
    }
  }

  void erase(std::uint8_t of) {
    ASSERT_TRUE(lane_.wait<Stored<void>>([&](auto done) {
      storage_->erase(session(of), std::move(done));
    }));
  }

 private:
  test::Lane lane_;
  std::unique_ptr<SqliteStorage> storage_;
};

std::int64_t count(const fs::path& folder, std::string_view table) {
  Database database{(folder / "attune.db").string()};
  Statement statement{database, "SELECT count(*) FROM " + std::string{table}};
  statement.step();
  return statement.integer(0);
}

constexpr std::uint8_t sessions = 3;
// Enough for the index to be written on the way, and for more to come after it.
constexpr engine::Seq many = limits::turns_without_index_max / sessions + 500;

TEST(SqliteTurns, ReadsAcrossTheEndOfTheIndex) {
  test::TempFolder folder;
  Journaled journal{folder.path()};
  for (std::uint8_t of = 1; of <= sessions; ++of) {
    journal.create(of);
  }
  journal.append_all(sessions, 2, many);
  const std::int64_t indexed = count(folder.path(), "places");
  EXPECT_GE(indexed, static_cast<std::int64_t>(limits::turns_without_index_max));
  EXPECT_LT(indexed, count(folder.path(), "events"));
  journal.expect_whole(1, many);
  journal.expect_whole(sessions, many);
  const auto end_of_index = static_cast<engine::Seq>(indexed) / sessions;
  const auto across = journal.read(2, end_of_index - 5, 100);
  ASSERT_GE(across.size(), 8U);
  EXPECT_EQ(across.front(), turn(2, end_of_index - 4).entry);
  EXPECT_EQ(across.back().first, end_of_index - 5 + across.size());
  EXPECT_EQ(journal.append(2, many).error(), StoreError::conflict);
  EXPECT_TRUE(journal.append(2, many + 1));
}

TEST(SqliteTurns, FindsAfterACrashWhatTheIndexDidNotHold) {
  test::TempFolder folder;
  test::TempFolder crashed;
  Journaled journal{folder.path()};
  journal.create(1);
  journal.create(2);
  journal.append_all(2, 2, 40);
  // What a SIGKILL leaves: the files as they are, with nobody closing them.
  for (const char* name : {"attune.db", "attune.db-wal"}) {
    fs::copy_file(folder.path() / name, crashed.path() / name);
  }
  {
    Journaled again{crashed.path()};
    again.expect_whole(1, 40);
    EXPECT_EQ(again.append(1, 40).error(), StoreError::conflict);
    EXPECT_TRUE(again.append(1, 41));
  }
  EXPECT_EQ(count(crashed.path(), "places"), 81) << "closing writes the index";
  Journaled third{crashed.path()};
  third.expect_whole(1, 41);
  third.expect_whole(2, 40);
}

TEST(SqliteTurns, ErasesWhatIsInTheIndexAndWhatIsNot) {
  test::TempFolder folder;
  {
    Journaled journal{folder.path()};
    journal.create(1);
    journal.create(2);
    journal.append_all(2, 2, 10);
  }
  {
    Journaled journal{folder.path()};
    journal.append_all(2, 11, 20);
    journal.erase(1);
    EXPECT_EQ(journal.append(1, 21).error(), StoreError::missing);
    EXPECT_TRUE(journal.read(1, 0, 1000).empty());
    journal.expect_whole(2, 20);
    // The rows of what was erased last are free again, and must not be taken for others.
    journal.erase(2);
    journal.create(3);
    journal.expect_whole(3, 1);
  }
  EXPECT_EQ(count(folder.path(), "events"), 1);
  EXPECT_EQ(count(folder.path(), "places"), 1);
  Journaled{folder.path()}.expect_whole(3, 1);
}

TEST(SqliteTurns, TwoServersOnOneFileDoNotTakeASessionApart) {
  test::TempFolder folder;
  Journaled here{folder.path()};
  Journaled there{folder.path()};
  here.create(1);
  EXPECT_TRUE(there.append(1, 2));
  EXPECT_EQ(here.append(1, 2).error(), StoreError::conflict);
  EXPECT_TRUE(here.append(1, 3));
  EXPECT_TRUE(here.append(1, 4));
  EXPECT_EQ(there.append(1, 3).error(), StoreError::conflict);
  EXPECT_TRUE(there.append(1, 5));
  here.expect_whole(1, 5);
  there.expect_whole(1, 5);
}

}  // namespace
}  // namespace attune::storage
