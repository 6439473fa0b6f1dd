// attune backup, restore and verify, as an operator types them.

#include "storage/backup.h"

#include "storage/sqlite.h"

#include "tests/support/run.h"
#include "tests/support/stored_journeys.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

using test::Ran;
using test::run;
using test::StoredJourneys;

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

class Backup : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  std::string data() const { return path("data"); }

  void write_journeys() const {
    StoredJourneys journeys{data()};
    for (std::uint8_t of = 1; of <= 3; ++of) {
      journeys.create(of).value();
      journeys.append_until(of, 9);
    }
  }

  test::TempFolder folder_;
};

TEST_F(Backup, ComesBackAsItWas) {
  write_journeys();
  const Ran backed_up = run({"backup", path("one.backup"), "--data", data()});
  EXPECT_EQ(backed_up.status, 0) << backed_up.errors;
  EXPECT_TRUE(has(backed_up.out, "3 journeys, 27 turns, 3 snapshots")) << backed_up.out;
  EXPECT_TRUE(has(backed_up.out, "all as it was kept")) << backed_up.out;
  EXPECT_FALSE(fs::exists(path("one.backup.part")));
  EXPECT_EQ(
      fs::status(path("one.backup")).permissions(), fs::perms::owner_read | fs::perms::owner_write
  );
  EXPECT_EQ(run({"verify", "--data", path("one.backup")}).status, 0);

  const Ran restored = run({"restore", path("one.backup"), "--data", path("again")});
  EXPECT_EQ(restored.status, 0) << restored.errors;
  EXPECT_TRUE(has(restored.out, "Restored to " + path("again"))) << restored.out;
  EXPECT_EQ(fs::status(path("again")).permissions(), fs::perms::owner_all);
  StoredJourneys before{data()};
  StoredJourneys after{path("again")};
  for (std::uint8_t of = 1; of <= 3; ++of) {
    EXPECT_EQ(after.entries(of), before.entries(of));
    EXPECT_TRUE(after.append(of, 10));
  }
  EXPECT_EQ(run({"verify", "--data", path("again")}).status, 0);
}

TEST_F(Backup, IsWholeWhileAServerWrites) {
  write_journeys();
  StoredJourneys journeys{data()};
  std::atomic<bool> stop = false;
  std::atomic<engine::Seq> kept = 9;
  std::thread server{[&] {
    while (!stop) {
      for (std::uint8_t of = 1; of <= 3; ++of) {
        journeys.append(of, kept + 1).value();
      }
      ++kept;
    }
  }};
  for (int nth = 0; nth < 10; ++nth) {
    const engine::Seq before = kept;
    const std::string name = path("backup" + std::to_string(nth));
    EXPECT_EQ(run({"backup", name, "--data", data()}).status, 0);
    EXPECT_EQ(run({"verify", "--data", data()}).status, 0);
    EXPECT_EQ(run({"restore", name, "--data", name + ".data"}).status, 0);
    EXPECT_GE(StoredJourneys{name + ".data"}.entries(1).size(), before);
  }
  stop = true;
  server.join();
  EXPECT_GT(kept, 9U);
}

TEST_F(Backup, OverwritesNothing) {
  write_journeys();
  std::ofstream{path("letter")} << "dear";
  const Ran backed_up = run({"backup", path("letter"), "--data", data()});
  EXPECT_EQ(backed_up.status, 1);
  EXPECT_EQ(
      backed_up.errors,
      "attune backup: " + path("letter") + " is there already, and is not overwritten.\n"
  );
  EXPECT_EQ(fs::file_size(path("letter")), 4U);
  EXPECT_EQ(run({"backup", path("one"), "--data", data()}).status, 0);
  const Ran restored = run({"restore", path("one"), "--data", data()});
  EXPECT_EQ(restored.status, 1);
  EXPECT_TRUE(has(restored.errors, "is not empty")) << restored.errors;
}

TEST_F(Backup, SaysWhenThereIsNothingToBackUp) {
  const Ran ran = run({"backup", path("one"), "--data", data()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_TRUE(has(ran.errors, "There is no journal at " + data())) << ran.errors;
  EXPECT_FALSE(fs::exists(path("one")));
}

TEST_F(Backup, ThatIsDamagedIsNotRestored) {
  write_journeys();
  EXPECT_EQ(run({"backup", path("one"), "--data", data()}).status, 0);
  {
    storage::Database damaged{path("one")};
    damaged.execute(
        "UPDATE events SET body = CAST('other' AS BLOB) WHERE first = 3 AND hex(session) LIKE '02%'"
    );
  }
  const Ran restored = run({"restore", path("one"), "--data", path("again")});
  EXPECT_EQ(restored.status, 1);
  EXPECT_TRUE(has(
      restored.errors, "journey 020202020202, seqs 3 to 4: what was kept there has changed since"
  )) << restored.errors;
  EXPECT_TRUE(has(restored.errors, "nothing was restored")) << restored.errors;
  EXPECT_TRUE(fs::is_empty(path("again")));

  std::ofstream{path("letter")} << "dear";
  EXPECT_EQ(run({"restore", path("letter"), "--data", path("again")}).status, 1);
  EXPECT_TRUE(fs::is_empty(path("again")));
}

TEST_F(Backup, OfADamagedStoreIsKeptAndSaid) {
  write_journeys();
  {
    storage::Database damaged{storage::store_file(data()).string()};
    damaged.execute(
        "UPDATE events SET body = CAST('other' AS BLOB) WHERE first = 3 AND hex(session) LIKE '02%'"
    );
  }
  const Ran backed_up = run({"backup", path("one"), "--data", data()});
  EXPECT_EQ(backed_up.status, 1);
  EXPECT_TRUE(has(backed_up.errors, "damage included")) << backed_up.errors;
  EXPECT_TRUE(fs::exists(path("one")));
  const Ran verified = run({"verify", "--data", data()});
  EXPECT_EQ(verified.status, 1);
  EXPECT_TRUE(has(verified.out, "1 finding")) << verified.out;
}

TEST_F(Backup, DoesNotBringBackWhoWasErasedSince) {
  write_journeys();
  EXPECT_EQ(run({"backup", path("one"), "--data", data()}).status, 0);
  EXPECT_TRUE(StoredJourneys{data()}.erase(2));
  EXPECT_EQ(run({"backup", path("two"), "--data", data()}).status, 0);
  for (const std::string& erased_in : {data(), path("two")}) {
    const std::string to = erased_in + ".again";
    const Ran restored = run({"restore", path("one"), "--data", to, "--erased-in", erased_in});
    EXPECT_EQ(restored.status, 0) << restored.errors;
    EXPECT_TRUE(has(restored.out, "Erased since, and left out: 1.")) << restored.out;
    StoredJourneys after{to};
    EXPECT_TRUE(after.has(1));
    EXPECT_FALSE(after.has(2));
    EXPECT_EQ(after.entries(3).size(), 9U);
    // Nor does a backup of what was restored, restored again.
    EXPECT_EQ(run({"restore", path("one"), "--data", to + "2", "--erased-in", to}).status, 0);
    EXPECT_FALSE(StoredJourneys{to + "2"}.has(2));
  }
}

}  // namespace
}  // namespace attune::tools
