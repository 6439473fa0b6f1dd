// What was erased is in no file any more, as soon as it is said to be erased: neither among the
// rows, nor in free space of the pages, nor in the write-ahead log.

#include "storage/limits.h"
#include "storage/sqlite.h"
#include "storage/sqlite_storage.h"

#include "tests/support/lane.h"
#include "tests/support/temp_folder.h"
#include "tests/support/walker.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

class Erasing : public testing::Test {
 protected:
  // Bytes that are found nowhere else.
  std::string marked(std::size_t size) {
    std::string bytes = "<" + std::to_string(++marks_) + ">";
    while (bytes.size() < size) {
      bytes += static_cast<char>(random_.below(256));
    }
    return bytes;
  }

  template <class Id>
  Id drawn() {
    Id id;
    for (std::uint8_t& byte : id.bytes) {
      byte = static_cast<std::uint8_t>(random_.below(256));
    }
    return id;
  }

  Door door() { return Door{.lookup = drawn<SecretHash>(), .wrapped_key = marked(73)}; }

  struct Kept {
    SessionId session;
    engine::Seq last = 0;
    std::vector<std::string> secrets;  // wrapped keys and bodies
    std::map<SecretHash, std::string> devices;
  };

  template <class Call>
  void run(Call call) {
    ASSERT_TRUE(lane_.wait<Stored<void>>(call));
  }

  Append turn(Kept& kept) {
    ++kept.last;
    Append append{
        .session = kept.session,
        .entry = {.first = kept.last, .last = kept.last, .body = marked(256U << random_.below(6))},
        .snapshot = std::nullopt,
        .program = std::nullopt
    };
    kept.secrets.push_back(append.entry.body);
    if (kept.last % 4 == 0) {
      append.snapshot = Snapshot{.seq = kept.last, .body = marked(512)};
      kept.secrets.push_back(append.snapshot->body);
    }
    return append;
  }

  Kept create() {
    Kept kept{.session = drawn<SessionId>(), .last = 0, .secrets = {}, .devices = {}};
    NewJourney journey{
        .session = kept.session,
        .device = door(),
        .words = door(),
        .program = {},
        .at = test::day_zero(),
        .first_turn = turn(kept)
    };
    kept.secrets.push_back(journey.words.wrapped_key);
    kept.devices[journey.device.lookup] = journey.device.wrapped_key;
    run([&](auto done) { storage_->create(std::move(journey), std::move(done)); });
    return kept;
  }

  void go_on(Kept& kept) {
    run([&](auto done) { storage_->append(turn(kept), std::move(done)); });
  }

  void erase(const Kept& kept) {
    run([&](auto done) { storage_->erase(kept.session, std::move(done)); });
  }

  // The files as they lie there now, with the storage still open.
  std::string files() const {
    std::string all;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      std::ifstream file{entry.path(), std::ios::binary};
      all.append(std::istreambuf_iterator<char>{file}, {});
    }
    return all;
  }

  static bool has(const std::string& files, const std::string& secret) {
    // Any stretch of it would do: bodies are spread over several pages.
    return files.find(secret.substr(0, 40)) != std::string::npos ||
           files.find(secret.substr(secret.size() - 40)) != std::string::npos;
  }

  test::Random random_{20261125};
  int marks_ = 0;
  test::TempFolder folder_;
  test::Lane lane_;
  std::unique_ptr<SqliteStorage> storage_ =
      std::move(SqliteStorage::open(folder_.path(), lane_.post())).value();
};

TEST_F(Erasing, LeavesNothingOfAJourneyAndAllOfTheOthers) {
  std::vector<Kept> here;
  std::vector<Kept> gone;
  for (int round = 0; round < 240; ++round) {
    if (here.size() < 10 || random_.chance(4)) {
      here.push_back(create());
    }
    for (int turns = 0; turns < 4; ++turns) {
      go_on(here[random_.below(here.size())]);
    }
    if (round % 8 == 7) {
      const auto which = static_cast<std::ptrdiff_t>(random_.below(here.size()));
      erase(here[static_cast<std::size_t>(which)]);
      gone.push_back(here[static_cast<std::size_t>(which)]);
      here.erase(here.begin() + which);
    }
  }
  const Kept last = here.back();
  here.pop_back();
  erase(last);
  gone.push_back(last);
  const std::string found = files();
  for (const Kept& kept : gone) {
    for (const std::string& secret : kept.secrets) {
      EXPECT_FALSE(has(found, secret)) << secret.substr(0, secret.find('>') + 1);
    }
    for (const auto& [device, key] : kept.devices) {
      EXPECT_FALSE(has(found, key)) << key.substr(0, key.find('>') + 1);
    }
  }
  for (const Kept& kept : here) {
    EXPECT_TRUE(has(found, kept.devices.begin()->second));
    EXPECT_TRUE(has(found, kept.secrets.front()));
  }
}

TEST_F(Erasing, LeavesNoKeyOfADeviceThatLeft) {
  std::vector<Kept> all;
  std::vector<std::string> gone;
  for (int i = 0; i < 60; ++i) {
    Kept& kept = all.emplace_back(create());
    for (int more = 0; more < 3; ++more) {
      Door another = door();
      kept.devices[another.lookup] = another.wrapped_key;
      run([&](auto done) {
        storage_->add_device(std::move(another), kept.session, test::day_zero(), std::move(done));
      });
    }
    Kept& other = all[random_.below(all.size())];
    const auto leaving = other.devices.begin();
    gone.push_back(leaving->second);
    run([&](auto done) { storage_->forget_device(leaving->first, std::move(done)); });
    other.devices.erase(leaving);
    if (other.devices.empty()) {
      break;
    }
  }
  const std::string found = files();
  for (const std::string& key : gone) {
    EXPECT_FALSE(has(found, key)) << key.substr(0, key.find('>') + 1);
  }
  for (const Kept& kept : all) {
    for (const auto& [device, key] : kept.devices) {
      EXPECT_TRUE(has(found, key)) << key.substr(0, key.find('>') + 1);
    }
  }
}

// A backup, or `attune verify`, holds on to an older state of the file.
TEST_F(Erasing, IsDoneAsSoonAsNobodyElseReads) {
  const Kept kept = create();
  const Kept other = create();
  {
    Database reader{(folder_.path() / "attune.db").string()};
    reader.execute("BEGIN");
    EXPECT_EQ(reader.count("journeys"), 2);
    erase(kept);
    EXPECT_TRUE(has(files(), kept.secrets.front())) << "it is what the reader reads";
    reader.execute("COMMIT");
  }
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (has(files(), kept.secrets.front()) && std::chrono::steady_clock::now() < patience) {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  const std::string found = files();
  for (const std::string& secret : kept.secrets) {
    EXPECT_FALSE(has(found, secret));
  }
  EXPECT_TRUE(has(found, other.secrets.front()));
}

// What a kill between the commit and the emptied log leaves, the next start clears away.
TEST_F(Erasing, IsEndedByTheNextStart) {
  const Kept kept = create();
  const Kept other = create();
  test::TempFolder crashed;
  {
    Database reader{(folder_.path() / "attune.db").string()};
    reader.execute("BEGIN");
    EXPECT_EQ(reader.count("journeys"), 2);
    erase(kept);
    for (const char* name : {"attune.db", "attune.db-wal"}) {
      fs::copy_file(folder_.path() / name, crashed.path() / name);
    }
    reader.execute("COMMIT");
  }
  test::Lane lane;
  const auto again = std::move(SqliteStorage::open(crashed.path(), lane.post())).value();
  std::string found;
  for (const auto& entry : fs::directory_iterator(crashed.path())) {
    std::ifstream file{entry.path(), std::ios::binary};
    found.append(std::istreambuf_iterator<char>{file}, {});
  }
  EXPECT_FALSE(has(found, kept.secrets.front()));
  EXPECT_TRUE(has(found, other.secrets.front()));
}

}  // namespace
}  // namespace attune::storage
