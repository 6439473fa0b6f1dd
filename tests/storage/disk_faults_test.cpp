// What is acknowledged is on the disk: after a loss of power at any point, and whatever the disk
// fails at.

#include "storage/backup.h"
#include "storage/sqlite_storage.h"
#include "storage/verify.h"

#include "tests/support/disk.h"
#include "tests/support/lane.h"
#include "tests/support/stored_journeys.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

using test::Disk;
using test::StoredJourneys;

constexpr std::uint8_t journeys = 3;

// How many turns of each journey were acknowledged, and were asked for: what is on the disk must
// lie between the two.
struct Bounds {
  std::array<std::size_t, journeys + 1> acknowledged{};
  std::array<std::size_t, journeys + 1> asked{};
};

// People who answer, and whose outboxes send again what was not kept.
class People {
 public:
  explicit People(const fs::path& folder) : folder_{folder} {}

  // Some turns, at once or one after another; a server that cannot go on is started again.
  void talk(std::size_t rounds, std::mt19937_64& random) {
    for (std::size_t round = 0; round < rounds; ++round) {
      if (!open()) {
        continue;
      }
      std::vector<std::uint8_t> answering;
      for (std::uint8_t of = 1; of <= journeys; ++of) {
        if (random() % 3 != 0) {
          answering.push_back(of);
        }
      }
      std::size_t back = 0;
      for (const std::uint8_t of : answering) {
        ask(of, back);
      }
      lane_.run_until([&] { return back == answering.size(); });
      if (random() % 16 == 0) {
        storage_.reset();
      }
    }
  }

  void stop() { storage_.reset(); }

  Bounds bounds() const {
    Bounds now;
    for (std::uint8_t of = 1; of <= journeys; ++of) {
      now.acknowledged[of] = acknowledged_[of];
      now.asked[of] = asked_[of];
    }
    return now;
  }

  std::size_t refused() const { return refused_; }

  // Every one of them gets one more turn kept, or the test's patience ends.
  void settle() {
    ASSERT_TRUE(open()) << "it cannot be opened again";
    for (std::uint8_t of = 1; of <= journeys; ++of) {
      const std::size_t before = acknowledged_[of];
      for (int tries = 0; tries < 5 && acknowledged_[of] == before; ++tries) {
        std::size_t back = 0;
        ask(of, back);
        lane_.run_until([&] { return back == 1; });
      }
      EXPECT_GT(acknowledged_[of], before) << "journey " << int{of} << " cannot go on";
    }
  }

 private:
  bool open() {
    if (storage_ == nullptr) {
      if (auto opened = SqliteStorage::open(folder_, lane_.post())) {
        storage_ = *std::move(opened);
      } else {
        ++refused_;
      }
    }
    return storage_ != nullptr;
  }

  // The next turn of a journey: the one after what is there, as the service does it when it was
  // told that a turn was not kept.
  void ask(std::uint8_t of, std::size_t& back) {
    storage_->read(
        StoredJourneys::session(of),
        0,
        static_cast<std::size_t>(-1),
        [this, of, &back](Stored<std::vector<Entry>> entries) {
          if (!entries) {
            ++refused_;
            ++back;
            return;
          }
          // Kept, though the answer to it was lost.
          acknowledged_[of] = std::max<std::size_t>(acknowledged_[of], entries->size());
          const std::size_t nth = entries->size() + 1;
          asked_[of] = std::max<std::size_t>(asked_[of], nth);
          auto done = [this, of, nth, &back](Stored<void> stored) {
            if (stored) {
              EXPECT_EQ(acknowledged_[of] + 1, nth) << "journey " << int{of};
              acknowledged_[of] = nth;
            } else {
              ++refused_;
            }
            ++back;
          };
          if (nth == 1) {
            storage_->keep({}, "sources", [](Stored<void>) {});  // in the same commit
            storage_->create(StoredJourneys::journey(of), std::move(done));
          } else {
            storage_->append(StoredJourneys::turn(of, nth), std::move(done));
          }
        }
    );
  }

  fs::path folder_;
  test::Lane lane_;
  std::unique_ptr<SqliteStorage> storage_;
  // Read on the storage's thread when the power goes.
  std::array<std::atomic<std::size_t>, journeys + 1> acknowledged_{};
  std::array<std::atomic<std::size_t>, journeys + 1> asked_{};
  std::size_t refused_ = 0;
};

// What a store must hold; empty when it does.
std::string what_is_wrong(const fs::path& folder, const Bounds& bounds) {
  if (!fs::exists(store_file(folder))) {
    const bool nothing_yet =
        std::ranges::all_of(bounds.acknowledged, [](auto n) { return n == 0; });
    return nothing_yet ? "" : "the store is not there";
  }
  test::Lane lane;
  {
    auto opened = SqliteStorage::open(folder, lane.post());
    if (!opened) {
      return opened.error().message;
    }
    for (std::uint8_t of = 1; of <= journeys; ++of) {
      const auto entries = lane.wait<Stored<std::vector<Entry>>>([&](auto done) {
        (*opened)->read(
            StoredJourneys::session(of), 0, static_cast<std::size_t>(-1), std::move(done)
        );
      });
      if (!entries) {
        return "journey " + std::to_string(of) + " cannot be read";
      }
      if (entries->size() < bounds.acknowledged[of]) {
        return "of journey " + std::to_string(of) + " " +
               std::to_string(bounds.acknowledged[of] - entries->size()) +
               " acknowledged turns are gone";
      }
      if (entries->size() > bounds.asked[of]) {
        return "journey " + std::to_string(of) + " has turns that nobody asked for";
      }
      for (std::size_t nth = 1; nth <= entries->size(); ++nth) {
        if (entries->at(nth - 1) != StoredJourneys::turn(of, nth).entry) {
          return "turn " + std::to_string(nth) + " is another one";
        }
      }
    }
  }
  const auto verification = verify(store_file(folder));
  if (!verification) {
    return verification.error().message;
  }
  return verification->is_whole() ? "" : verification->findings.front();
}

// A talk during which the power is lost at many points; what was wrong after one of them.
std::vector<std::string> losses(std::uint64_t seed, bool forgets_syncs) {
  constexpr std::size_t points = 40;

  struct Loss {
    std::unique_ptr<test::TempFolder> folder = std::make_unique<test::TempFolder>();
    Bounds bounds;
    bool happened = false;
  };

  std::mt19937_64 random{seed};
  std::vector<Loss> lost(points * 2);
  test::TempFolder folder;
  {
    Disk disk;
    if (forgets_syncs) {
      disk.forget_syncs();
    }
    People people{folder.path()};
    const std::size_t start = disk.changes();
    for (std::size_t point = 0; point < points; ++point) {
      disk.at_change(start + 1 + random() % 300, [&, point, tear = random()] {
        // First what was acknowledged, then the power: so all of it must be there.
        Loss& clean = lost[point * 2];
        Loss& torn = lost[point * 2 + 1];
        clean.bounds = torn.bounds = people.bounds();
        disk.lose_power(folder.path(), clean.folder->path());
        disk.lose_power(folder.path(), torn.folder->path(), tear);
        // What is asked for meanwhile may be on the disk already.
        clean.bounds.asked = torn.bounds.asked = people.bounds().asked;
        clean.happened = torn.happened = true;
      });
    }
    people.talk(120, random);
  }
  std::vector<std::string> wrong;
  for (const Loss& loss : lost) {
    if (loss.happened) {
      if (std::string what = what_is_wrong(loss.folder->path(), loss.bounds); !what.empty()) {
        wrong.push_back(std::move(what));
      }
    }
  }
  const auto happened = std::ranges::count_if(lost, &Loss::happened);
  EXPECT_GT(happened, static_cast<std::ptrdiff_t>(points)) << "the talk was too short";
  return wrong;
}

TEST(PowerLoss, TakesNothingThatWasAcknowledged) {
  const std::uint64_t start = std::random_device{}();
  for (std::uint64_t seed = start; seed < start + 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    EXPECT_EQ(losses(seed, false), std::vector<std::string>{});
  }
}

// The test of the test: were a sync forgotten, it would be noticed.
TEST(PowerLoss, TellsWhenASyncIsForgotten) {
  EXPECT_FALSE(losses(1, true).empty());
}

class DiskFaults : public testing::TestWithParam<Disk::Fault> {};

// For every N the Nth operation that can fail so does.
TEST_P(DiskFaults, LoseNothingAndDoNothingTwice) {
  std::size_t failed = 0;
  std::size_t refused = 0;
  for (std::size_t nth = 1;; ++nth) {
    SCOPED_TRACE("operation " + std::to_string(nth));
    test::TempFolder folder;
    test::TempFolder after_power_loss;
    Bounds bounds;
    bool happened = false;
    {
      Disk disk;
      disk.fail_at(nth, GetParam());
      std::mt19937_64 random{7};  // the same talk each time
      People people{folder.path()};
      people.talk(6, random);
      happened = disk.has_failed();
      disk.free_space();
      disk.fail_at(0, Disk::Fault::none);
      people.settle();
      bounds = people.bounds();
      disk.lose_power(folder.path(), after_power_loss.path());
      people.stop();
      refused += people.refused();
    }
    EXPECT_EQ(what_is_wrong(folder.path(), bounds), "");
    EXPECT_EQ(what_is_wrong(after_power_loss.path(), bounds), "");
    if (!happened || testing::Test::HasFailure()) {
      break;
    }
    ++failed;
  }
  EXPECT_GT(failed, 5U);
  EXPECT_GT(refused, 0U);
}

std::string name_of(const testing::TestParamInfo<Disk::Fault>& info) {
  switch (info.param) {
    case Disk::Fault::none:
      return "None";
    case Disk::Fault::error:
      return "AnyOperation";
    case Disk::Fault::short_write:
      return "ShortWrites";
    case Disk::Fault::full:
      return "AFullDisk";
    case Disk::Fault::sync:
      return "Syncs";
  }
  return "Unknown";
}

INSTANTIATE_TEST_SUITE_P(
    Of,
    DiskFaults,
    testing::Values(
        Disk::Fault::error, Disk::Fault::short_write, Disk::Fault::full, Disk::Fault::sync
    ),
    name_of
);

// A journey that cannot be read is refused alone, however many others wait with it.
TEST(Damage, IsNamedToWhoAsksForItAndToNobodyElse) {
  test::TempFolder folder;
  {
    StoredJourneys whole{folder.path()};
    for (std::uint8_t of = 1; of <= journeys; ++of) {
      ASSERT_TRUE(whole.create(of));
    }
  }
  {
    // The index tells of a turn that is gone.
    Database database{store_file(folder.path()).string()};
    database.execute("DELETE FROM events WHERE session = x'02020202020202020202020202020202'");
  }
  test::Lane lane;
  std::vector<std::string> troubles;
  const auto storage =
      std::move(SqliteStorage::open(folder.path(), lane.post(), [&](const Trouble& trouble) {
        troubles.push_back(trouble.doing);
      })).value();
  std::array<Stored<void>, journeys + 1> results;
  std::size_t back = 0;
  for (std::uint8_t of = 1; of <= journeys; ++of) {
    storage->append(StoredJourneys::turn(of, 2), [&, of](Stored<void> stored) {
      results[of] = stored;
      ++back;
    });
  }
  lane.run_until([&] { return back == journeys; });
  EXPECT_TRUE(results[1]);
  EXPECT_EQ(results[2].error(), StoreError::damaged);
  EXPECT_TRUE(results[3]);
  ASSERT_FALSE(troubles.empty());
  EXPECT_EQ(troubles.front(), "commit");
}

// A sync that failed may have left in the page cache what is on no disk. A program that starts on
// it sees it, and must not build on it.
TEST(DiskFaults, AStartAfterAFailedSyncBringsToTheDiskWhatItSees) {
  test::TempFolder folder;
  test::TempFolder killed;
  Disk disk;
  {
    StoredJourneys first{folder.path()};
    ASSERT_TRUE(first.create(1));
    disk.fail_at(1, Disk::Fault::sync);
    EXPECT_FALSE(first.append(1, 2));
    ASSERT_TRUE(disk.has_failed());
    // As the page cache has it; on the disk there is no second turn.
    disk.fail_at(0, Disk::Fault::none);
    for (const char* name : {"attune.db", "attune.db-wal"}) {
      fs::copy_file(folder.path() / name, killed.path() / name);
    }
    disk.adopt(folder.path(), killed.path());
  }
  {
    StoredJourneys second{killed.path()};
    const std::size_t turns = second.entries(1).size();
    ASSERT_TRUE(second.append(1, turns + 1));
    test::TempFolder lost;
    disk.lose_power(killed.path(), lost.path());
    EXPECT_EQ(StoredJourneys{lost.path()}.entries(1).size(), turns + 1);
  }
}

}  // namespace
}  // namespace attune::storage
