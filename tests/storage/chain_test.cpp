// The chain over the stored bytes: what it depends on, that every turn has its link, and that a
// store from before it gets it at its first start.

#include "storage/chain.h"

#include "storage/schema/schema.h"
#include "storage/sqlite.h"
#include "storage/sqlite_storage.h"

#include "tests/support/lane.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

SessionId session(std::uint8_t byte) {
  SessionId id;
  id.bytes.fill(byte);
  return id;
}

std::string hex(const Chain& chain) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : chain.bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0xfU];
  }
  return text;
}

// The form that lies in files: it may never change. Computed with Python's hashlib.blake2b.
TEST(Chain, IsTheSameForever) {
  const Chain first = chained({}, session(7), Entry{.first = 1, .last = 3, .body = "one"});
  EXPECT_EQ(hex(first), "2d085ea1be2a6d015098052412cbedf7");
  EXPECT_EQ(
      hex(chained(first, session(7), Entry{.first = 4, .last = 4, .body = ""})),
      "7b008e9013f3dc7f87ae4fde3f564e66"
  );
  EXPECT_EQ(
      hex(checksum(session(7), Snapshot{.seq = 4, .body = "state"})),
      "e4481c1fcbfbb7c225722fefe8b44279"
  );
  EXPECT_EQ(hex(tombstone(session(7))), "3937fcb24f727b59c4c70bcab54b4c77");
}

TEST(Chain, DependsOnEverythingThatIsStored) {
  const Entry entry{.first = 4, .last = 6, .body = std::string(300, 'b')};
  Chain before;
  before.bytes.fill(1);
  std::set<Chain> seen{chained(before, session(7), entry)};
  const auto expect_new = [&](const Chain& chain) { EXPECT_TRUE(seen.insert(chain).second); };
  expect_new(chained({}, session(7), entry));
  expect_new(chained(before, session(8), entry));
  expect_new(chained(before, session(7), Entry{.first = 5, .last = 6, .body = entry.body}));
  expect_new(chained(before, session(7), Entry{.first = 4, .last = 7, .body = entry.body}));
  for (std::size_t bit = 0; bit < entry.body.size() * 8; ++bit) {
    Entry flipped = entry;
    flipped.body[bit / 8] = static_cast<char>(flipped.body[bit / 8] ^ (1 << (bit % 8)));
    expect_new(chained(before, session(7), flipped));
  }
}

Append turn(std::uint8_t of, engine::Seq first, engine::Seq last) {
  Append append{
      .session = session(of),
      .entry = Entry{.first = first, .last = last, .body = "turn " + std::to_string(last)},
      .snapshot = std::nullopt,
      .program = std::nullopt
  };
  if (last % 5 == 0) {
    append.snapshot = Snapshot{.seq = last, .body = "state " + std::to_string(last)};
  }
  return append;
}

Stored<void> append(SqliteStorage& storage, test::Lane& lane, Append append) {
  return lane.wait<Stored<void>>([&](auto done) {
    storage.append(std::move(append), std::move(done));
  });
}

Stored<void> create(SqliteStorage& storage, test::Lane& lane, std::uint8_t of) {
  Door device;
  device.lookup.bytes.fill(of);
  NewJourney journey{
      .session = session(of),
      .device = device,
      .words = device,
      .program = {},
      .at = test::day_zero(),
      .first_turn = turn(of, 1, 3)
  };
  return lane.wait<Stored<void>>([&](auto done) {
    storage.create(std::move(journey), std::move(done));
  });
}

// How many turns and snapshots there are, each of which must have its sum.
std::size_t expect_all_chained(const fs::path& folder) {
  Database database{(folder / "attune.db").string()};
  std::map<SessionId, Chain> heads;
  std::size_t count = 0;
  Statement turns{database, "SELECT session, first, last, chain, body FROM events ORDER BY id"};
  while (turns.step()) {
    const auto of = id_from<SessionId>(turns.blob(0));
    const Entry entry{
        .first = static_cast<engine::Seq>(turns.integer(1)),
        .last = static_cast<engine::Seq>(turns.integer(2)),
        .body = turns.blob(4)
    };
    heads[of] = chained(heads[of], of, entry);
    EXPECT_EQ(hex(id_from<Chain>(turns.blob(3))), hex(heads[of])) << "at seq " << entry.first;
    ++count;
  }
  Statement snapshots{database, "SELECT session, seq, checksum, body FROM snapshots"};
  while (snapshots.step()) {
    const Snapshot snapshot{
        .seq = static_cast<engine::Seq>(snapshots.integer(1)), .body = snapshots.blob(3)
    };
    EXPECT_EQ(
        hex(id_from<Chain>(snapshots.blob(2))),
        hex(checksum(id_from<SessionId>(snapshots.blob(0)), snapshot))
    );
    ++count;
  }
  return count;
}

TEST(Chain, GoesOnAcrossTheIndexAndAcrossStarts) {
  test::TempFolder folder;
  for (engine::Seq start = 0; start < 3; ++start) {
    test::Lane lane;
    const auto storage = std::move(SqliteStorage::open(folder.path(), lane.post())).value();
    for (std::uint8_t of = 1; of <= 2; ++of) {
      if (start == 0) {
        ASSERT_TRUE(create(*storage, lane, of));
      }
      for (engine::Seq seq = 4 + 4 * start; seq < 8 + 4 * start; seq += 2) {
        ASSERT_TRUE(append(*storage, lane, turn(of, seq, seq + 1)));
      }
    }
  }
  EXPECT_EQ(expect_all_chained(folder.path()), 2U * 8U);
}

TEST(Chain, IsGivenToAStoreFromBeforeIt) {
  test::TempFolder folder;
  {
    Database old{(folder.path() / "attune.db").string()};
    old.execute(std::string{schema_steps[0].tables});
    old.execute(std::string{schema_steps[1].tables});
    old.execute("PRAGMA user_version = 2");
    Statement event{old, "INSERT INTO events (session, first, last, body) VALUES (?, ?, ?, ?)"};
    Statement place{
        old,
        "INSERT INTO places (session, first, last, event) VALUES (?, ?, ?, last_insert_rowid())"
    };
    Statement journey{old, "INSERT INTO journeys VALUES (?1, ?1, x'', 0)"};
    Statement snapshot{old, "INSERT INTO snapshots VALUES (?, 20, 'state')"};
    // Rows are free where somebody was erased.
    old.execute("INSERT INTO events VALUES (5, x'', 1, 1, '')");
    for (engine::Seq seq = 1; seq <= 20; ++seq) {
      for (std::uint8_t of = 1; of <= 3; ++of) {
        const SessionId id = session(of);
        const std::string body = "turn " + std::to_string(seq);
        const auto at = static_cast<std::int64_t>(seq);
        event.bind_blob(1, id.bytes).bind(2, at).bind(3, at).bind_blob(4, body).run();
        if (seq <= 15) {
          place.bind_blob(1, id.bytes).bind(2, at).bind(3, at).run();
          old.execute("UPDATE indexed SET up_to = last_insert_rowid()");
        }
      }
    }
    for (std::uint8_t of = 1; of <= 3; ++of) {
      const SessionId id = session(of);
      journey.bind_blob(1, id.bytes).run();
      snapshot.bind_blob(1, id.bytes).run();
    }
    old.execute("DELETE FROM events WHERE id = 5");
  }
  {
    test::Lane lane;
    const auto storage = std::move(SqliteStorage::open(folder.path(), lane.post())).value();
    for (std::uint8_t of = 1; of <= 3; ++of) {
      const auto entries = lane.wait<Stored<std::vector<Entry>>>([&](auto done) {
        storage->read(session(of), 0, 10'000, std::move(done));
      });
      ASSERT_TRUE(entries);
      ASSERT_EQ(entries->size(), 20U);
      EXPECT_EQ(entries->at(7).first, 8U);
      EXPECT_TRUE(append(*storage, lane, turn(of, 21, 21)));
    }
  }
  EXPECT_EQ(expect_all_chained(folder.path()), 3U * 21U) << "snapshots are folded anew";
}

TEST(Chain, LeavesATombstoneForWhoIsErased) {
  test::TempFolder folder;
  {
    test::Lane lane;
    const auto storage = std::move(SqliteStorage::open(folder.path(), lane.post())).value();
    ASSERT_TRUE(create(*storage, lane, 1));
    ASSERT_TRUE(lane.wait<Stored<void>>([&](auto done) {
      storage->erase(session(1), std::move(done));
    }));
  }
  Database database{(folder.path() / "attune.db").string()};
  Statement erased{database, "SELECT tombstone FROM erased"};
  ASSERT_TRUE(erased.step());
  EXPECT_EQ(id_from<Chain>(erased.blob(0)), tombstone(session(1)));
  EXPECT_FALSE(erased.step());
}

}  // namespace
}  // namespace attune::storage
