// What every storage promises, and what only a file can.

#include "storage/memory_storage.h"
#include "storage/sqlite.h"
#include "storage/sqlite_storage.h"

#include "tests/support/lane.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <memory>

namespace attune::storage {
namespace {

using test::Lane;

template <class Id>
Id id_of(std::uint8_t byte) {
  Id id;
  id.bytes.fill(byte);
  return id;
}

Door door(std::uint8_t byte) {
  return Door{.lookup = id_of<SecretHash>(byte), .wrapped_key = "key " + std::to_string(byte)};
}

Append turn(std::uint8_t session, engine::Seq first, engine::Seq last, std::string body) {
  return Append{
      .session = id_of<SessionId>(session),
      .entry = Entry{.first = first, .last = last, .body = std::move(body)},
      .snapshot = std::nullopt,
      .program = std::nullopt
  };
}

NewJourney journey(std::uint8_t session) {
  return NewJourney{
      .session = id_of<SessionId>(session),
      .device = door(session),
      .words = door(static_cast<std::uint8_t>(session + 100)),
      .program = {},
      .at = test::day_zero(),
      .first_turn = turn(session, 1, 3, "first")
  };
}

template <class Storage>
struct Made;

template <>
struct Made<MemoryStorage> {
  Lane lane;
  MemoryStorage storage{lane.post()};
};

template <>
struct Made<SqliteStorage> {
  Lane lane;
  test::TempFolder folder;
  std::unique_ptr<SqliteStorage> opened =
      std::move(SqliteStorage::open(folder.path() / "data", lane.post())).value();
  SqliteStorage& storage = *opened;
};

template <class Storage>
class Contract : public testing::Test {
 protected:
  Stored<void> create(std::uint8_t session) {
    return made_.lane.template wait<Stored<void>>([&](auto done) {
      made_.storage.create(journey(session), std::move(done));
    });
  }

  Stored<void> append(Append append) {
    return made_.lane.template wait<Stored<void>>([&](auto done) {
      made_.storage.append(std::move(append), std::move(done));
    });
  }

  Stored<Loaded> load(std::uint8_t session) {
    return made_.lane.template wait<Stored<Loaded>>([&](auto done) {
      made_.storage.load(id_of<SessionId>(session), std::move(done));
    });
  }

  std::vector<Entry> read(std::uint8_t session, engine::Seq after, std::size_t bytes_max) {
    return made_.lane
        .template wait<Stored<std::vector<Entry>>>([&](auto done) {
          made_.storage.read(id_of<SessionId>(session), after, bytes_max, std::move(done));
        })
        .value();
  }

  Stored<Found> by_device(std::uint8_t device) {
    return made_.lane.template wait<Stored<Found>>([&](auto done) {
      made_.storage.find_by_device(id_of<SecretHash>(device), std::move(done));
    });
  }

  Stored<Found> by_words(std::uint8_t words) {
    return made_.lane.template wait<Stored<Found>>([&](auto done) {
      made_.storage.find_by_words(id_of<SecretHash>(words), std::move(done));
    });
  }

  Made<Storage> made_;
};

using Storages = testing::Types<MemoryStorage, SqliteStorage>;
TYPED_TEST_SUITE(Contract, Storages);

TYPED_TEST(Contract, KeepsTurnsInOrder) {
  ASSERT_TRUE(this->create(1));
  ASSERT_TRUE(this->append(turn(1, 4, 6, "second")));
  ASSERT_TRUE(this->append(turn(1, 7, 7, "third")));
  const auto loaded = this->load(1);
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->checked);
  EXPECT_FALSE(loaded->unchecked);
  EXPECT_EQ(loaded->tail, (std::vector<Entry>{{1, 3, "first"}, {4, 6, "second"}, {7, 7, "third"}}));
}

TYPED_TEST(Contract, RefusesATurnThatLostItsPlace) {
  ASSERT_TRUE(this->create(1));
  ASSERT_TRUE(this->append(turn(1, 4, 6, "second")));
  EXPECT_EQ(this->append(turn(1, 4, 5, "late")).error(), StoreError::conflict);
  EXPECT_EQ(this->append(turn(1, 5, 5, "inside")).error(), StoreError::conflict);
  EXPECT_EQ(this->append(turn(1, 9, 9, "ahead")).error(), StoreError::conflict);
  EXPECT_EQ(this->append(turn(2, 1, 1, "nobody's")).error(), StoreError::missing);
  EXPECT_EQ(this->load(1)->tail.size(), 2U);
  EXPECT_EQ(this->load(2).error(), StoreError::missing);
}

TYPED_TEST(Contract, RefusesALostTurnAloneWithinOneBatch) {
  ASSERT_TRUE(this->create(1));
  ASSERT_TRUE(this->create(2));
  std::vector<Stored<void>> results;
  for (Append& each : std::array{turn(1, 4, 4, "a"), turn(1, 4, 4, "b"), turn(2, 4, 4, "c")}) {
    this->made_.storage.append(std::move(each), [&](Stored<void> result) {
      results.push_back(result);
    });
  }
  this->made_.lane.run_until([&] { return results.size() == 3; });
  EXPECT_TRUE(results[0]);
  EXPECT_EQ(results[1].error(), StoreError::conflict);
  EXPECT_TRUE(results[2]);
}

TYPED_TEST(Contract, ReadsFromTheMiddleOfATurnAndAtLeastOne) {
  ASSERT_TRUE(this->create(1));
  ASSERT_TRUE(this->append(turn(1, 4, 6, std::string(100, 'x'))));
  ASSERT_TRUE(this->append(turn(1, 7, 9, std::string(100, 'y'))));
  EXPECT_EQ(this->read(1, 0, 1000).size(), 3U);
  EXPECT_EQ(this->read(1, 2, 1000).front().first, 1U);
  EXPECT_EQ(this->read(1, 3, 1000).front().first, 4U);
  EXPECT_EQ(this->read(1, 5, 1000).front().first, 4U);
  EXPECT_EQ(this->read(1, 3, 1).size(), 1U);
  EXPECT_TRUE(this->read(1, 9, 1000).empty());
  EXPECT_TRUE(this->read(7, 0, 1000).empty());
}

TYPED_TEST(Contract, LoadsTheLatestSnapshotAndWhatFollows) {
  ASSERT_TRUE(this->create(1));
  Append second = turn(1, 4, 6, "second");
  second.snapshot = Snapshot{.seq = 6, .body = "state"};
  ASSERT_TRUE(this->append(std::move(second)));
  ASSERT_TRUE(this->append(turn(1, 7, 8, "third")));
  const auto loaded = this->load(1);
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->checked);
  EXPECT_EQ(loaded->unchecked, (Snapshot{6, "state"}));
  EXPECT_EQ(loaded->tail, (std::vector<Entry>{{7, 8, "third"}}));
}

TYPED_TEST(Contract, KeepsTheCheckedSnapshotBesideALaterOne) {
  auto& made = this->made_;
  const auto session = id_of<SessionId>(1);
  const auto confirm = [&](engine::Seq seq) {
    EXPECT_TRUE(made.lane.template wait<Stored<void>>([&](auto done) {
      made.storage.confirm_snapshot(session, seq, std::move(done));
    }));
  };
  const auto append = [&](engine::Seq seq) {
    Append next = turn(1, seq, seq, "turn");
    next.snapshot = Snapshot{.seq = seq, .body = "state " + std::to_string(seq)};
    ASSERT_TRUE(this->append(std::move(next)));
  };
  ASSERT_TRUE(this->create(1));
  append(4);
  append(5);
  confirm(4);  // another took its place: nothing is confirmed
  EXPECT_FALSE(this->load(1)->checked);
  EXPECT_EQ(this->load(1)->unchecked, (Snapshot{5, "state 5"}));
  confirm(5);
  EXPECT_EQ(this->load(1)->checked, (Snapshot{5, "state 5"}));
  EXPECT_FALSE(this->load(1)->unchecked);
  append(6);
  append(7);
  ASSERT_TRUE(this->append(turn(1, 8, 8, "last")));
  EXPECT_EQ(this->load(1)->checked, (Snapshot{5, "state 5"}));
  EXPECT_EQ(this->load(1)->unchecked, (Snapshot{7, "state 7"}));
  EXPECT_EQ(this->load(1)->tail, (std::vector<Entry>{{8, 8, "last"}}));
  confirm(7);
  EXPECT_EQ(this->load(1)->checked, (Snapshot{7, "state 7"}));
  EXPECT_FALSE(this->load(1)->unchecked);
  EXPECT_TRUE(made.lane.template wait<Stored<void>>([&](auto done) {
    made.storage.forget_snapshots(session, std::move(done));
  }));
  EXPECT_FALSE(this->load(1)->checked);
  EXPECT_EQ(this->load(1)->tail.size(), 6U);
}

TYPED_TEST(Contract, KnowsDevicesAndWordsUntilTheyAreForgotten) {
  ASSERT_TRUE(this->create(1));
  EXPECT_EQ(this->by_device(1).value(), (Found{id_of<SessionId>(1), "key 1"}));
  EXPECT_EQ(this->by_words(101).value(), (Found{id_of<SessionId>(1), "key 101"}));
  EXPECT_EQ(this->by_device(9).error(), StoreError::missing);
  auto& made = this->made_;
  EXPECT_TRUE(made.lane.template wait<Stored<void>>([&](auto done) {
    made.storage.add_device(door(5), id_of<SessionId>(1), test::day_zero(), std::move(done));
  }));
  EXPECT_TRUE(made.lane.template wait<Stored<void>>([&](auto done) {
    made.storage.forget_device(id_of<SecretHash>(1), std::move(done));
  }));
  EXPECT_EQ(this->by_device(1).error(), StoreError::missing);
  EXPECT_EQ(this->by_device(5).value(), (Found{id_of<SessionId>(1), "key 5"}));
  EXPECT_TRUE(made.lane.template wait<Stored<void>>([&](auto done) {
    made.storage.erase(id_of<SessionId>(1), std::move(done));
  }));
  EXPECT_EQ(this->by_device(5).error(), StoreError::missing);
  EXPECT_EQ(this->by_words(101).error(), StoreError::missing);
  EXPECT_EQ(this->load(1).error(), StoreError::missing);
  EXPECT_EQ(this->append(turn(1, 4, 4, "after")).error(), StoreError::missing);
}

TYPED_TEST(Contract, KeepsTheSourcesOfPrograms) {
  auto& made = this->made_;
  const auto id = id_of<engine::ProgramId>(3);
  EXPECT_TRUE(made.lane.template wait<Stored<void>>([&](auto done) {
    made.storage.keep(id, "sources", std::move(done));
  }));
  EXPECT_EQ(
      made.lane
          .template wait<Stored<std::string>>([&](auto done) {
            made.storage.find(id, std::move(done));
          })
          .value(),
      "sources"
  );
}

TEST(SqliteStorage, OutlastsBeingClosedAndKeepsItsSecrets) {
  test::TempFolder folder;
  std::string secret;
  {
    Lane lane;
    const auto storage = SqliteStorage::open(folder.path() / "data", lane.post()).value();
    secret = storage->secret("salt", [] { return std::string{"one"}; }).value();
    ASSERT_TRUE(lane.wait<Stored<void>>([&](auto done) {
      storage->create(journey(1), std::move(done));
    }));
  }
  Lane lane;
  const auto storage = SqliteStorage::open(folder.path() / "data", lane.post()).value();
  EXPECT_EQ(storage->secret("salt", [] { return std::string{"two"}; }).value(), secret);
  EXPECT_TRUE(lane.wait<Stored<Loaded>>([&](auto done) {
    storage->load(id_of<SessionId>(1), std::move(done));
  }));
  const auto mode = std::filesystem::status(folder.path() / "data").permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_all);
}

TEST(SqliteStorage, CommitsHundredsOfTurnsThatWaitTogether) {
  test::TempFolder folder;
  Lane lane;
  const auto storage = SqliteStorage::open(folder.path(), lane.post()).value();
  std::size_t kept = 0;
  for (int i = 0; i < 200; ++i) {
    storage->create(journey(static_cast<std::uint8_t>(i % 100)), [&](Stored<void>) { ++kept; });
  }
  lane.run_until([&] { return kept == 200; });
  kept = 0;
  for (engine::Seq seq = 4; seq < 9; ++seq) {
    for (int i = 0; i < 100; ++i) {
      storage->append(
          turn(static_cast<std::uint8_t>(i), seq, seq, "body"),
          [&](Stored<void> stored) {
            EXPECT_TRUE(stored);
            ++kept;
          }
      );
    }
  }
  lane.run_until([&] { return kept == 500; });
}

TEST(SqliteStorage, SaysWhyAJournalCannotBeOpened) {
  test::TempFolder folder;
  Lane lane;
  std::ofstream{folder.path() / "attune.db"} << "this is a letter, not a database, and long enough";
  const auto not_a_database = SqliteStorage::open(folder.path(), lane.post());
  ASSERT_FALSE(not_a_database);
  EXPECT_NE(not_a_database.error().message.find("cannot be opened"), std::string::npos);
  std::filesystem::remove(folder.path() / "attune.db");
  {
    Database newer{(folder.path() / "attune.db").string()};
    newer.execute("PRAGMA user_version = 99");
  }
  const auto from_the_future = SqliteStorage::open(folder.path(), lane.post());
  ASSERT_FALSE(from_the_future);
  EXPECT_NE(from_the_future.error().message.find("newer version"), std::string::npos);
}

// Another connection holds the write lock for longer than the busy timeout: that batch is refused
// as a whole, and the next one is kept.
TEST(SqliteStorage, GoesOnAfterABatchThatCouldNotBeKept) {
  test::TempFolder folder;
  Lane lane;
  const auto storage = SqliteStorage::open(folder.path(), lane.post()).value();
  ASSERT_TRUE(lane.wait<Stored<void>>([&](auto done) {
    storage->create(journey(1), std::move(done));
  }));
  {
    Database other{(folder.path() / "attune.db").string()};
    other.execute("BEGIN IMMEDIATE");
    const auto refused = lane.wait<Stored<void>>([&](auto done) {
      storage->append(turn(1, 4, 4, "held up"), std::move(done));
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), StoreError::unavailable);
  }
  EXPECT_TRUE(lane.wait<Stored<void>>([&](auto done) {
    storage->append(turn(1, 4, 4, "again"), std::move(done));
  }));
}

}  // namespace
}  // namespace attune::storage
