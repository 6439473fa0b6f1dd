// A journal that is not as it was written: what a person is told, what the operator is told, and
// that nothing else breaks. And a snapshot that is not what its turns tell.

#include "engine/session/state_codec.h"

#include "storage/sealed_journey.h"
#include "storage/sqlite.h"

#include "transport/service/limits.h"

#include "tests/support/house.h"
#include "tests/support/versioned_house.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace attune::service {
namespace {

using storage::Damage;
using test::Ear;

// Goes round for as long as somebody answers.
engine::CourseSources endless_course() {
  return engine::CourseSources{
      .files =
          {{"rounds/course.dialogue",
            "course rounds\ntitle: Endless\nabout: For tests.\nlanguage: en\nstages: around\n"
            "everywhere: safety\nprofile: name\n"},
           {"rounds/around.dialogue",
            "dialogue around\ntitle: Around\nabout: Two questions.\nendless\n\nscene around\n"
            "Coach: Round {visits}, {you.name}.\nask text words: What comes to mind?\n"
            "ask choice mood: Which word fits?\n- calm: Calm\n- tense: Tense\n  Coach: Hm.\nend\n"
            "go around\n"},
           {"rounds/safety.dialogue",
            "dialogue safety\n\npart help\nCoach: You asked for help.\nreturn\n"}},
      .countries = {}
  };
}

class Sealing : public testing::Test {
 protected:
  void restart() {
    house_.restart(course_);
    house_.sessions->on_damage([this](const DamagedPlace& place) { told_.push_back(place); });
    told_.clear();
  }

  // A journey that went on for so many answers, and was left.
  Pass journey(int answers) {
    const Pass pass = house_.begin();
    Ear ear;
    const Subscription listening{*house_.sessions, pass, ear};
    for (int i = 0; i < answers; ++i) {
      const engine::Seq open = house_.history(pass).open;
      EXPECT_TRUE(
          house_.submit(pass, Request{.id = "s" + std::to_string(i), .what = SkipQuestion{open}})
      );
      if (i % 5 == 4) {
        EXPECT_TRUE(
            house_.submit(pass, Request{.id = "h" + std::to_string(i), .what = AskForHelp{}})
        );
      }
    }
    return pass;
  }

  // With nobody at the file.
  void change(const std::function<void(storage::Database&)>& how) {
    house_.publisher.reset();
    house_.journeys.reset();
    house_.sessions.reset();
    house_.programs.reset();
    house_.storage.reset();
    house_.lane.run_ready();
    {
      storage::Database database{(house_.folder.path() / "data" / "attune.db").string()};
      how(database);
    }
    restart();
  }

  // One bit of the body of the nth turn of a journey, from 0.
  void flip_in_turn(const Pass& pass, int nth) {
    change([&](storage::Database& database) {
      storage::Statement find{
          database, "SELECT id, body FROM events WHERE session = ? ORDER BY first LIMIT 1 OFFSET ?"
      };
      find.bind_blob(1, pass.session.bytes).bind(2, nth);
      ASSERT_TRUE(find.step());
      const std::int64_t id = find.integer(0);
      std::string body = find.blob(1);
      find.reset();
      body[100] = static_cast<char>(body[100] ^ 4);
      storage::Statement set{database, "UPDATE events SET body = ? WHERE id = ?"};
      set.bind_blob(1, body).bind(2, id).run();
    });
  }

  std::int64_t snapshots(const Pass& pass, bool checked) {
    storage::Database database{(house_.folder.path() / "data" / "attune.db").string()};
    storage::Statement count{
        database, "SELECT count(*) FROM snapshots WHERE session = ? AND checked = ?"
    };
    count.bind_blob(1, pass.session.bytes).bind(2, checked ? 1 : 0);
    count.step();
    return count.integer(0);
  }

  // What is done soon after the opening.
  bool in_time(const std::function<bool()>& done) {
    for (int i = 0; i < 1000 && !done(); ++i) {
      house_.lane.move_clock(std::chrono::milliseconds{1});
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
      house_.lane.run_ready();
    }
    return done();
  }

  engine::CourseSources course_ = endless_course();
  test::VersionedHouse house_{course_};
  std::vector<DamagedPlace> told_;
};

TEST_F(Sealing, ADamagedTurnIsNamedAndTheRestIsThere) {
  const Pass pass = journey(60);
  const Pass other = journey(3);
  const Page whole = house_.history(pass);
  const Page whole_other = house_.history(other);
  flip_in_turn(pass, 2);
  Ear ear;
  const Subscription listening{*house_.sessions, pass, ear};
  const auto opened = house_.open(pass);
  ASSERT_TRUE(opened);
  const Page page = house_.history(pass);
  EXPECT_TRUE(page.damaged);
  EXPECT_EQ(page.head, whole.head);
  EXPECT_LT(page.events.size(), whole.events.size());
  ASSERT_FALSE(told_.empty());
  EXPECT_EQ(told_.front().damage.what, Damage::What::turn_does_not_open);
  EXPECT_EQ(told_.front().journey, opened->id);
  for (const engine::Event& event : whole.events) {
    const bool is_in_it =
        event.seq >= told_.front().damage.first && event.seq <= told_.front().damage.last;
    EXPECT_EQ(std::ranges::find(page.events, event) == page.events.end(), is_in_it) << event.seq;
  }
  ASSERT_NE(page.open, 0U);
  EXPECT_TRUE(house_.submit(pass, Request{.id = "on", .what = SkipQuestion{page.open}}));
  // Taking back would have to know all turns.
  EXPECT_EQ(house_.submit(pass, Request{.id = "back", .what = GoBack{}}).error().code, "damaged");
  ASSERT_TRUE(house_.open(other));
  EXPECT_FALSE(house_.history(other).damaged);
  EXPECT_EQ(house_.history(other).events, whole_other.events);
}

TEST_F(Sealing, AJourneyWhoseStateIsLostIsRefusedPlainly) {
  const Pass pass = journey(2);
  const Pass other = journey(2);
  flip_in_turn(pass, 1);
  const auto opened = house_.open(pass);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "damaged");
  EXPECT_FALSE(opened.error().retry);
  EXPECT_EQ(house_.submit(pass, Request{.id = "x", .what = AskForHelp{}}).error().code, "damaged");
  ASSERT_EQ(told_.size(), 2U);
  EXPECT_GT(told_.front().damage.first, 1U);
  EXPECT_TRUE(house_.open(other));
}

TEST_F(Sealing, ATurnThatIsGoneIsNoticed) {
  const Pass pass = journey(4);
  change([&](storage::Database& database) {
    storage::Statement gone{
        database,
        "DELETE FROM places WHERE session = ?1 AND first = (SELECT first FROM places WHERE session"
        " = ?1 ORDER BY first LIMIT 1 OFFSET 1)"
    };
    gone.bind_blob(1, pass.session.bytes).run();
  });
  EXPECT_EQ(house_.open(pass).error().code, "damaged");
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_EQ(told_.front().damage.what, Damage::What::turn_missing);
}

TEST_F(Sealing, AnEndThatIsGoneIsNoticedWhereASnapshotHasIt) {
  const Pass pass = journey(60);
  const engine::Seq head = house_.history(pass).head;
  change([&](storage::Database& database) {
    storage::Statement gone{database, "DELETE FROM places WHERE session = ? AND first > 60"};
    gone.bind_blob(1, pass.session.bytes).run();
  });
  Ear ear;
  const Subscription listening{*house_.sessions, pass, ear};
  ASSERT_TRUE(house_.open(pass));
  engine::Seq at = 0;
  bool damaged = false;
  for (int pages = 0; pages < 1000 && at < head; ++pages) {
    const Page page = house_.history(pass, at);
    damaged = damaged || page.damaged;
    at = std::max(at, page.at);
    if (page.at >= page.head) {
      break;
    }
  }
  EXPECT_TRUE(damaged);
  EXPECT_EQ(house_.history(pass, at).at, house_.history(pass, at).head)
      << "a reader comes to an end";
  ASSERT_FALSE(told_.empty());
  EXPECT_EQ(told_.back().damage.what, Damage::What::turn_missing);
}

TEST_F(Sealing, TurnsThatChangedPlacesDoNotOpen) {
  const Pass pass = journey(4);
  change([&](storage::Database& database) {
    std::vector<std::pair<std::int64_t, std::string>> rows;
    {
      storage::Statement find{
          database, "SELECT id, body FROM events WHERE session = ? ORDER BY first LIMIT 2 OFFSET 1"
      };
      find.bind_blob(1, pass.session.bytes);
      while (find.step()) {
        rows.emplace_back(find.integer(0), find.blob(1));
      }
    }
    storage::Statement set{database, "UPDATE events SET body = ? WHERE id = ?"};
    set.bind_blob(1, rows[1].second).bind(2, rows[0].first).run();
    set.bind_blob(1, rows[0].second).bind(2, rows[1].first).run();
  });
  EXPECT_EQ(house_.open(pass).error().code, "damaged");
  EXPECT_EQ(told_.front().damage.what, Damage::What::turn_does_not_open);
}

TEST_F(Sealing, ASnapshotIsComparedOnceAfterTheOpening) {
  const Pass pass = journey(60);
  ASSERT_EQ(snapshots(pass, false), 1);
  restart();
  Ear ear;
  const Subscription listening{*house_.sessions, pass, ear};
  ASSERT_TRUE(house_.open(pass));
  EXPECT_TRUE(in_time([&] { return snapshots(pass, true) == 1; }));
  EXPECT_EQ(snapshots(pass, false), 0);
  EXPECT_TRUE(told_.empty());
}

TEST_F(Sealing, ASnapshotThatDoesNotOpenIsFoldedAnew) {
  const Pass pass = journey(60);
  const Page whole = house_.history(pass);
  change([&](storage::Database& database) {
    database.execute("UPDATE snapshots SET body = zeroblob(length(body))");
  });
  ASSERT_TRUE(house_.open(pass));
  ASSERT_FALSE(told_.empty());
  EXPECT_EQ(told_.front().damage.what, Damage::What::snapshot_does_not_open);
  const Page page = house_.history(pass);
  EXPECT_EQ(page.events, whole.events);
  EXPECT_EQ(page.open, whole.open);
}

// A state that this journey's key sealed, in its place, and that is not what was said.
TEST_F(Sealing, ASnapshotThatIsNotWhatTheTurnsTellIsThrownAway) {
  const Pass pass = journey(60);
  const Page whole = house_.history(pass);
  change([&](storage::Database& database) {
    storage::Statement find{database, "SELECT seq, body FROM snapshots WHERE session = ?"};
    find.bind_blob(1, pass.session.bytes);
    ASSERT_TRUE(find.step());
    const storage::Snapshot kept{
        .seq = static_cast<engine::Seq>(find.integer(0)), .body = find.blob(1)
    };
    find.reset();
    auto state =
        engine::decode_state(storage::open_snapshot(pass.key, pass.session, kept).value()).value();
    state.seed += 1;
    const auto other = storage::seal_snapshot(pass.key, pass.session, state);
    storage::Statement set{database, "UPDATE snapshots SET body = ? WHERE session = ?"};
    set.bind_blob(1, other.body).bind_blob(2, pass.session.bytes).run();
  });
  Ear ear;
  Subscription listening{*house_.sessions, pass, ear};
  ASSERT_TRUE(house_.open(pass));
  EXPECT_TRUE(in_time([&] { return snapshots(pass, false) == 0; }));
  EXPECT_EQ(snapshots(pass, true), 0);
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_EQ(told_.front().damage.what, Damage::What::snapshot_differs);
  const Page page = house_.history(pass);
  EXPECT_EQ(page.events, whole.events);
  ASSERT_NE(page.open, 0U);
  EXPECT_TRUE(house_.submit(pass, Request{.id = "on", .what = SkipQuestion{page.open}}));
  listening = Subscription{};
  restart();
  ASSERT_TRUE(house_.open(pass));
  EXPECT_TRUE(told_.empty());
}

// Sittings of all kinds, each of which ends with a snapshot that is compared at the next opening:
// what a sitting wrote is always what its turns tell.
TEST_F(Sealing, EverySnapshotIsWhatItsTurnsTell) {
  const Pass pass = house_.begin();
  test::Random random{20261125};
  std::int64_t compared = 0;
  for (int sitting = 0; sitting < 8; ++sitting) {
    restart();
    Ear ear;
    const Subscription listening{*house_.sessions, pass, ear};
    ASSERT_TRUE(house_.open(pass));
    const std::int64_t unchecked = snapshots(pass, false);
    EXPECT_TRUE(in_time([&] { return snapshots(pass, false) == 0; }));
    compared += unchecked;
    EXPECT_TRUE(told_.empty());
    for (int i = 0; i < 30; ++i) {
      const std::string id = std::to_string(sitting) + "." + std::to_string(i);
      const Page page = house_.history(pass);
      if (random.chance(6)) {
        (void)house_.submit(pass, Request{.id = id, .what = GoBack{}});
      } else if (random.chance(5)) {
        (void)house_.submit(pass, Request{.id = id, .what = AskForHelp{}});
      } else {
        (void)house_.submit(pass, Request{.id = id, .what = SkipQuestion{page.open}});
      }
    }
  }
  EXPECT_GT(compared, 3);
}

}  // namespace
}  // namespace attune::service
