// The log of publications: what every storage promises of it, and which version is in force.

#include "storage/memory_storage.h"
#include "storage/publishing.h"
#include "storage/schema/schema.h"
#include "storage/sqlite.h"
#include "storage/sqlite_storage.h"

#include "tests/support/lane.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

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

NewPublication version(std::uint8_t program, std::int64_t after, bool rolls_back = false) {
  NewPublication fresh;
  fresh.publication.course = "small";
  fresh.publication.program = id_of<engine::ProgramId>(program);
  fresh.publication.at = test::day_zero();
  fresh.publication.urgent = program == 2;
  fresh.publication.rolls_back = rolls_back;
  fresh.publication.note = "version " + std::to_string(program);
  fresh.sources = rolls_back ? std::string{} : "sources " + std::to_string(program);
  fresh.after = after;
  return fresh;
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
class PublicationsContract : public testing::Test {
 protected:
  Stored<std::int64_t> publish(NewPublication fresh) {
    return made_.lane.template wait<Stored<std::int64_t>>([&](auto done) {
      made_.storage.publish(std::move(fresh), std::move(done));
    });
  }

  std::vector<Publication> after(std::int64_t id) {
    return made_.lane
        .template wait<Stored<std::vector<Publication>>>([&](auto done) {
          made_.storage.publications_after(id, std::move(done));
        })
        .value();
  }

  Overview overview() {
    return made_.lane
        .template wait<Stored<Overview>>([&](auto done) { made_.storage.overview(std::move(done)); }
        )
        .value();
  }

  void create(std::uint8_t session, std::uint8_t program) {
    ASSERT_TRUE(made_.lane.template wait<Stored<void>>([&](auto done) {
      made_.storage.create(
          NewJourney{
              .session = id_of<SessionId>(session),
              .device = {.lookup = id_of<SecretHash>(session), .wrapped_key = {}},
              .words =
                  {.lookup = id_of<SecretHash>(static_cast<std::uint8_t>(session + 100)),
                   .wrapped_key = {}},
              .program = id_of<engine::ProgramId>(program),
              .at = test::day_zero(),
              .first_turn =
                  Append{
                      .session = id_of<SessionId>(session),
                      .entry = Entry{.first = 1, .last = 1, .body = "began"},
                      .snapshot = std::nullopt,
                      .program = std::nullopt
                  }
          },
          std::move(done)
      );
    }));
  }

  Stored<void> move(std::uint8_t session, engine::Seq first, std::uint8_t program) {
    return made_.lane.template wait<Stored<void>>([&](auto done) {
      made_.storage.append(
          Append{
              .session = id_of<SessionId>(session),
              .entry = Entry{.first = first, .last = first, .body = "moved"},
              .snapshot = std::nullopt,
              .program = id_of<engine::ProgramId>(program)
          },
          std::move(done)
      );
    });
  }

  std::uint64_t on(std::uint8_t program) {
    for (const HeldVersion& held : overview().versions) {
      if (held.program == id_of<engine::ProgramId>(program)) {
        return held.sessions;
      }
    }
    return 0;
  }

  Made<Storage> made_;
};

using Storages = testing::Types<MemoryStorage, SqliteStorage>;
TYPED_TEST_SUITE(PublicationsContract, Storages);

TYPED_TEST(PublicationsContract, GivesBackTheLogInOrderWithItsNotes) {
  ASSERT_EQ(this->publish(version(1, 0)), 1);
  ASSERT_EQ(this->publish(version(2, 1)), 2);
  const std::vector<Publication> log = this->after(0);
  ASSERT_EQ(log.size(), 2U);
  Publication second = version(2, 1).publication;
  second.id = 2;
  EXPECT_EQ(log[1], second);
  EXPECT_EQ(this->after(1), std::vector{second});
  EXPECT_TRUE(this->after(2).empty());
  EXPECT_EQ(this->overview().log, log);
}

TYPED_TEST(PublicationsContract, OfTwoWhoPublishAtOnceTheLaterIsRefused) {
  ASSERT_TRUE(this->publish(version(1, 0)));
  EXPECT_EQ(this->publish(version(2, 0)).error(), StoreError::conflict);
  EXPECT_EQ(this->after(0).size(), 1U);
}

TYPED_TEST(PublicationsContract, PublishesNothingWhoseSourcesItDoesNotHave) {
  EXPECT_EQ(this->publish(version(3, 0, true)).error(), StoreError::missing);
  EXPECT_TRUE(this->after(0).empty());
}

TYPED_TEST(PublicationsContract, CountsTheSessionsOfEachVersionAsTheyMove) {
  ASSERT_TRUE(this->publish(version(1, 0)));
  ASSERT_TRUE(this->publish(version(2, 1)));
  this->create(1, 1);
  this->create(2, 1);
  EXPECT_EQ(this->on(1), 2U);
  EXPECT_EQ(this->on(2), 0U);
  ASSERT_TRUE(this->move(1, 2, 2));
  EXPECT_EQ(this->on(1), 1U);
  EXPECT_EQ(this->on(2), 1U);
  // A turn that lost its place moves nobody.
  EXPECT_EQ(this->move(2, 7, 2).error(), StoreError::conflict);
  EXPECT_EQ(this->on(1), 1U);
}

TEST(InForce, IsTheLatestThatWasNotRolledBack) {
  std::vector<Publication> log;
  const auto add = [&](std::uint8_t program, bool rolls_back = false) {
    log.push_back(version(program, 0, rolls_back).publication);
  };
  const auto program = [](const std::optional<Publication>& publication) {
    return publication ? int{publication->program.bytes[0]} : 0;
  };
  EXPECT_EQ(program(in_force(log, "small")), 0);
  add(1);
  EXPECT_EQ(program(in_force(log, "small")), 1);
  EXPECT_EQ(program(before_in_force(log, "small")), 0);
  add(2);
  add(3);
  EXPECT_EQ(program(in_force(log, "small")), 3);
  EXPECT_EQ(program(before_in_force(log, "small")), 2);
  add(2, true);
  EXPECT_EQ(program(in_force(log, "small")), 2);
  EXPECT_EQ(program(before_in_force(log, "small")), 1);
  add(4);
  EXPECT_EQ(program(before_in_force(log, "small")), 2);
  EXPECT_EQ(program(in_force(log, "other")), 0);
  EXPECT_TRUE(was_published(log, id_of<engine::ProgramId>(3)));
  EXPECT_FALSE(was_published(log, id_of<engine::ProgramId>(9)));
}

TEST(SqliteStorage, TakesUpAFileOfTheFirstSchema) {
  test::TempFolder folder;
  {
    Database old{(folder.path() / "attune.db").string()};
    old.execute(std::string{schema_steps[0].tables} + "PRAGMA user_version = 1;");
    old.execute("INSERT INTO programs VALUES (zeroblob(32), 'old sources')");
    old.execute("INSERT INTO journeys VALUES (zeroblob(16), zeroblob(32), zeroblob(32), 0)");
  }
  Lane lane;
  const auto storage = SqliteStorage::open(folder.path(), lane.post()).value();
  const auto overview =
      lane.wait<Stored<Overview>>([&](auto done) { storage->overview(std::move(done)); });
  ASSERT_TRUE(overview);
  EXPECT_TRUE(overview->log.empty());
  ASSERT_EQ(overview->versions.size(), 1U);
  EXPECT_EQ(overview->versions[0].sources, "old sources");
  EXPECT_EQ(overview->versions[0].sessions, 1U);
}

}  // namespace
}  // namespace attune::storage
