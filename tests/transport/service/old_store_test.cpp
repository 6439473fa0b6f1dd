// A store from before sealing (tests/storage/fixtures/store_before_sealing), opened by the program
// of today: every journey opens by its cookies and its words, and no word lies in the file.

#include "storage/sqlite.h"
#include "storage/sqlite_storage.h"

#include "transport/service/identity.h"
#include "transport/service/journey_service.h"
#include "transport/service/program_store.h"
#include "transport/service/session_service.h"

#include "tests/support/lane.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace attune::service {
namespace {

namespace fs = std::filesystem;

struct Person {
  std::string name;
  std::vector<std::string> devices;
  std::string words;
  std::string wrote;
};

const std::vector<Person>& people() {
  static const std::vector<Person> all = {
      {"Ada Old",
       {"7XHuAInsmKsrwJeU6pUCenw3ZNk4tiqqC_DW_xiW5X4", "iIpP1QaqWMYYHdV9W3q3CKFkugRlszvAK8wk3T78_Lo"
       },
       "paparazzi icy related shading lankiness cling",
       "plain sentence 1"},
      {"Bea Old", {}, "kilowatt conduit chaperone unpeeled bless fringe", "plain sentence of Bea"},
      {"Cem Old",
       {"e4Z3JbP9P31Lo_stmrPGu7W5pK-iFd-CNemKdyyfZrQ"},
       "gloomily overfed spur uncharted greedy activate",
       "plain sentence of Cem"}
  };
  return all;
}

class OldStore : public testing::Test {
 protected:
  void SetUp() override {
    const fs::path old =
        fs::path{ATTUNE_SOURCE_DIR} / "tests/storage/fixtures/store_before_sealing";
    for (const char* name : {"attune.db", "attune.db-wal"}) {
      fs::copy_file(old / name, folder_.path() / name);
    }
    ASSERT_NE(files().find("plain sentence"), std::string::npos);
  }

  std::string files() const {
    std::string all;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      std::ifstream file{entry.path(), std::ios::binary};
      all.append(std::istreambuf_iterator<char>{file}, {});
    }
    return all;
  }

  // The server, as far as it concerns journeys.
  struct Server {
    explicit Server(const fs::path& folder)
        : storage{std::move(storage::SqliteStorage::open(folder, lane.post())).value()},
          journeys{
              *storage,
              programs,
              sessions,
              lane.time(),
              lane.post(),
              storage->secret("words", new_salt).value()
          } {}

    test::Lane lane;
    std::unique_ptr<storage::SqliteStorage> storage;
    ProgramStore programs{*storage};
    SessionService sessions{*storage, programs, lane.time()};
    JourneyService journeys;

    std::optional<Pass> pass(const std::string& device) {
      return lane
          .wait<IdentifyResult>([&](auto done) { journeys.identify(device, std::move(done)); })
          .value();
    }

    std::string wrote(const Pass& pass) {
      const auto page = lane.wait<HistoryResult>([&](auto done) {
        sessions.history(pass, 0, 1U << 20U, std::move(done));
      });
      EXPECT_FALSE(page.value().damaged);
      std::string all;
      for (const engine::Event& event : page->events) {
        if (const auto* kept = std::get_if<engine::AnswerKept>(&event.body)) {
          all += kept->label + "\n";
        }
      }
      return all;
    }
  };

  void expect_whole() {
    Server server{folder_.path()};
    for (const Person& person : people()) {
      SCOPED_TRACE(person.name);
      for (const std::string& device : person.devices) {
        const auto pass = server.pass(device);
        ASSERT_TRUE(pass);
        EXPECT_NE(server.wrote(*pass).find(person.wrote), std::string::npos);
      }
      const auto resumed = server.lane.wait<ResumeResult>([&](auto done) {
        server.journeys.resume(person.words, std::move(done));
      });
      ASSERT_TRUE(resumed);
      EXPECT_EQ(resumed->journey.name, person.name);
      const auto pass = server.pass(resumed->device);
      ASSERT_TRUE(pass);
      EXPECT_NE(server.wrote(*pass).find(person.wrote), std::string::npos);
    }
  }

  void expect_nothing_plain() {
    const std::string found = files();
    EXPECT_EQ(found.find("plain sentence"), std::string::npos);
    for (const Person& person : people()) {
      EXPECT_EQ(found.find(person.name), std::string::npos);
      for (const std::string& device : person.devices) {
        const auto secret = device_secret(device);
        const std::string_view hash{
            reinterpret_cast<const char*>(secret.value().bytes()), storage::Key::size
        };
        EXPECT_EQ(found.find(hash), std::string::npos) << "opens the journey, now";
      }
    }
  }

  test::TempFolder folder_;
};

TEST_F(OldStore, IsSealedAtTheFirstStartAndOpensAsBefore) {
  {
    Server server{folder_.path()};
    const auto& sealed = server.storage->sealed();
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealed->journeys, 3);
    EXPECT_EQ(sealed->turns, 62);
    expect_nothing_plain();
  }
  expect_whole();
  expect_nothing_plain();
  EXPECT_FALSE(Server{folder_.path()}.storage->sealed()) << "once";
}

// The sealing is one transaction, and the sweep after it is done again until it ended.
TEST_F(OldStore, IsSweptAgainAfterACrashInBetween) {
  {
    Server server{folder_.path()};
  }
  {
    storage::Database database{(folder_.path() / "attune.db").string()};
    database.execute(
        "INSERT INTO secrets (name, value) VALUES ('to_be_swept', x'');"
        "CREATE TABLE left_over AS SELECT 'plain sentence' AS words; DROP TABLE left_over;"
    );
  }
  ASSERT_TRUE(Server{folder_.path()}.storage->sealed());
  expect_nothing_plain();
  expect_whole();
}

TEST_F(OldStore, IsNotSealedWhileAnotherProgramHasItOpen) {
  storage::Database other{(folder_.path() / "attune.db").string()};
  EXPECT_EQ(other.count("journeys"), 3);
  test::Lane lane;
  const auto refused = storage::SqliteStorage::open(folder_.path(), lane.post());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("another program has it open"), std::string::npos)
      << refused.error().message;
  EXPECT_EQ(other.pragma("user_version"), 2);
}

}  // namespace
}  // namespace attune::service
