#include "engine/script/compiler.h"
#include "engine/session/step.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"
#include "storage/seal.h"
#include "storage/sealed_journey.h"
#include "storage/sqlite_storage.h"

#include "transport/service/identity.h"
#include "transport/service/limits.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <fstream>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// Journeys at rest, written as the server writes them but without its Argon2, which would take
// hours for a million. `attune_load rest` comes back to some of them.
namespace {

using namespace attune;

struct Options {
  std::string course;
  std::string data;
  std::string cookies;
  std::size_t journeys = 1'000'000;
  std::size_t turns = 8;
  std::size_t returning = 2'000;
};

// Appends that were handed to the storage and have not come back.
class UnderWay {
 public:
  void begin_one() {
    std::unique_lock lock{mutex_};
    room_.wait(lock, [this] { return count_ < most; });
    ++count_;
  }

  void end_one(bool kept) {
    {
      const std::lock_guard lock{mutex_};
      --count_;
      failed_ = failed_ || !kept;
    }
    room_.notify_one();
  }

  void finish() {
    std::unique_lock lock{mutex_};
    room_.wait(lock, [this] { return count_ == 0; });
    if (failed_) {
      throw std::runtime_error{"a journey could not be written"};
    }
  }

 private:
  static constexpr std::size_t most = 2'000;
  std::mutex mutex_;
  std::condition_variable room_;
  std::size_t count_ = 0;
  bool failed_ = false;
};

std::shared_ptr<const engine::Program> compile(const std::string& folder) {
  const auto sources = storage::read_course_folder(folder);
  if (!sources) {
    throw std::runtime_error{sources.error().message};
  }
  auto program = engine::compile(*sources, storage::program_hash).program;
  if (program == nullptr) {
    throw std::runtime_error{folder + " does not compile"};
  }
  return program;
}

engine::Input passing(const engine::State& state, engine::Instant at) {
  return {
      .moment = {.at = at, .who = engine::Participant::first, .request = {}},
      .body = engine::QuestionPassed{.question = state.wait().asked}
  };
}

storage::Append append_of(
    const storage::SessionId& session,
    const storage::Key& key,
    const engine::Turn& turn,
    engine::Seq& snapshot
) {
  storage::Append append{
      .session = session,
      .entry = storage::seal_turn(key, session, turn.events),
      .snapshot = std::nullopt,
      .program = std::nullopt
  };
  if (turn.after.seq - snapshot >= service::limits::events_between_snapshots) {
    snapshot = turn.after.seq;
    append.snapshot = storage::seal_snapshot(key, session, turn.after);
  }
  return append;
}

void write_journey(
    const engine::Program& program,
    storage::SqliteStorage& storage,
    UnderWay& under_way,
    const storage::Key& device,
    std::size_t turns
) {
  constexpr engine::Instant at{std::chrono::milliseconds{1'767'225'600'000}};  // 2026-01-01
  const auto kept = [&under_way](const storage::Stored<void>& stored) {
    under_way.end_one(stored.has_value());
  };
  engine::Input input;
  input.moment.at = at;
  input.body = engine::Begun{
      .seed = service::new_seed(), .stage = {}, .language = {}, .profile = {{"name", "Kim"}}
  };
  engine::Turn turn = engine::begin(program, input);
  const storage::SessionId session = service::new_session_id();
  const auto key = storage::Key::random();
  const auto words = storage::Key::random();  // as the Argon2id of six words looks
  engine::Seq snapshot = 0;
  under_way.begin_one();
  storage.create(
      storage::NewJourney{
          .session = session,
          .device = storage::door_of(device, session, key),
          .words = storage::door_of(words, session, key),
          .program = program.id,
          .at = at,
          .first_turn = append_of(session, key, turn, snapshot)
      },
      kept
  );
  for (std::size_t taken = 0; taken < turns; ++taken) {
    const engine::Input next = passing(turn.after, at);
    auto stepped = engine::step(program, std::move(turn.after), next);
    if (!stepped) {
      throw std::runtime_error{"a question could not be passed"};
    }
    turn = *std::move(stepped);
    under_way.begin_one();
    storage.append(append_of(session, key, turn, snapshot), kept);
  }
}

void fill(const Options& options) {
  const auto program = compile(options.course);
  // What is posted runs at once, on whichever thread: the counter above is all that it touches.
  const storage::Post at_once = [](std::move_only_function<void()> what) { what(); };
  auto storage = storage::SqliteStorage::open(options.data, at_once);
  if (!storage) {
    throw std::runtime_error{storage.error().message};
  }
  UnderWay under_way;
  std::ofstream cookies{options.cookies};
  const std::size_t every =
      std::max<std::size_t>(1, options.journeys / std::max<std::size_t>(1, options.returning));
  for (std::size_t journey = 0; journey < options.journeys; ++journey) {
    const std::string token = service::new_device_token();
    const auto device = service::device_secret(token);
    if (!device) {
      throw std::runtime_error{"a fresh token is none"};
    }
    write_journey(*program, **storage, under_way, *device, options.turns);
    if (journey % every == 0) {
      cookies << "attune=" << token << '\n';
    }
  }
  under_way.finish();
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app{"Writes journeys at rest into a data folder. bench/README.md tells more."};
  app.add_option("--course", options.course, "Folder of the course")->required();
  app.add_option("--data", options.data, "Data folder")->required();
  app.add_option("--cookies", options.cookies, "File for the cookies of those who return")
      ->required();
  app.add_option("--journeys", options.journeys, "How many")->capture_default_str();
  app.add_option("--turns", options.turns, "Turns in each")->capture_default_str();
  app.add_option("--returning", options.returning, "How many return")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  fill(options);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "attune_fill: %s\n", error.what());
    return 1;
  }
}
