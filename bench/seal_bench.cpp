#include "engine/script/compiler.h"
#include "engine/session/state_codec.h"
#include "engine/session/step.h"

#include "storage/course_folder.h"
#include "storage/event_codec.h"
#include "storage/program_hash.h"
#include "storage/seal.h"
#include "storage/sealed_journey.h"

#include "transport/service/identity.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// What sealing adds to a turn, on turns of a real course: processor time, the median of many.
namespace {

using namespace attune;

// Of this process: a wall clock would measure who else uses the machine.
double processor_us() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

template <class Work>
double median_us(std::size_t times, std::size_t in_one, Work work) {
  std::vector<double> took;
  for (std::size_t i = 0; i < times; ++i) {
    const double before = processor_us();
    work();
    took.push_back((processor_us() - before) / static_cast<double>(in_one));
  }
  std::ranges::sort(took);
  return took[took.size() / 2];
}

// Every question passed, to the end or so many turns.
std::vector<engine::Turn> turns_of(const engine::Program& program, std::size_t turns_max) {
  constexpr engine::Instant at{std::chrono::milliseconds{1'767'225'600'000}};  // 2026-01-01
  engine::Input input;
  input.moment.at = at;
  input.body = engine::Begun{.seed = 1, .stage = {}, .language = {}, .profile = {{"name", "Kim"}}};
  std::vector<engine::Turn> turns{engine::begin(program, input)};
  while (turns.size() < turns_max) {
    input.body = engine::QuestionPassed{.question = turns.back().after.wait().asked};
    auto stepped = engine::step(program, turns.back().after, input);
    if (!stepped) {
      break;
    }
    turns.push_back(*std::move(stepped));
  }
  return turns;
}

void measure(const std::string& folder, std::size_t times) {
  const auto sources = storage::read_course_folder(folder);
  if (!sources) {
    throw std::runtime_error{sources.error().message};
  }
  const auto program = engine::compile(*sources, storage::program_hash).program;
  if (program == nullptr) {
    throw std::runtime_error{folder + " does not compile"};
  }
  const std::vector<engine::Turn> turns = turns_of(*program, 60);
  const auto key = storage::Key::random();
  const storage::SessionId session = service::new_session_id();
  std::vector<storage::Entry> entries;
  std::size_t plain = 0;
  std::size_t sealed = 0;
  for (const engine::Turn& turn : turns) {
    plain += storage::encode_events(turn.events).size();
    entries.push_back(storage::seal_turn(key, session, turn.events));
    sealed += entries.back().body.size();
  }
  std::size_t seen = 0;  // so that no work can be left out
  const double encoding = median_us(times, turns.size(), [&] {
    for (const engine::Turn& turn : turns) {
      seen += storage::encode_events(turn.events).size();
    }
  });
  const double sealing = median_us(times, turns.size(), [&] {
    for (const engine::Turn& turn : turns) {
      seen += storage::seal_turn(key, session, turn.events).body.size();
    }
  });
  const double opening = median_us(times, turns.size(), [&] {
    for (const storage::Entry& entry : entries) {
      const auto events = storage::open_turn(key, session, entry);
      if (!events) {
        throw std::runtime_error{"a turn did not open"};
      }
      seen += events->size();
    }
  });
  const auto secret = storage::Key::random();
  const storage::Door door = storage::door_of(secret, session, key);
  const double doors = median_us(times, 1, [&] {
    seen += storage::open_door(secret, session, door.wrapped_key) ? 1U : 0U;
  });
  const std::string salt = service::new_salt();
  const double words = median_us(std::min<std::size_t>(times, 11), 1, [&] {
    seen += service::words_secret("abacus abdomen abdominal abide abiding ability", salt) ? 1U : 0U;
  });
  const auto count = static_cast<double>(turns.size());
  std::printf("turns                    %zu\n", turns.size());
  std::printf("plain_bytes_a_turn       %.0f\n", static_cast<double>(plain) / count);
  std::printf("sealed_bytes_a_turn      %.0f\n", static_cast<double>(sealed) / count);
  std::printf("encode_us                %.2f\n", encoding);
  std::printf("encode_and_seal_us       %.2f\n", sealing);
  std::printf("open_and_decode_us       %.2f\n", opening);
  std::printf("open_a_door_us           %.2f\n", doors);
  std::printf("six_words_ms             %.1f\n", words / 1e3);
  if (seen == 0) {
    throw std::runtime_error{"nothing was measured"};
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    measure(argc > 1 ? argv[1] : ATTUNE_DREAM_DIR, argc > 2 ? std::stoul(argv[2]) : 101);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "attune_seal_bench: %s\n", error.what());
    return 1;
  }
}
