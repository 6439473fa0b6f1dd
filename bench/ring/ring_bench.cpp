// The ring workload (design: numbers.md, "The engine"): the transcript is checked, then one figure
// is printed a line, "name value", as bench/node/ring_xstate.mjs does. CPU time is this process's
// own.
//   attune_ring_bench [--check]

#include "engine/base/name_id.h"
#include "engine/program/program.h"
#include "engine/script/compiler.h"
#include "engine/session/state_codec.h"
#include "engine/session/step.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <malloc.h>
#include <memory>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

namespace {

using namespace attune;

constexpr std::size_t sessions_live = 10'000;
constexpr std::array<std::string_view, 3> moods{"calm", "tense", "unsure"};

std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) {
    throw std::runtime_error{"cannot read " + path};
  }
  return {std::istreambuf_iterator<char>{file}, {}};
}

// Only tells this run's one program from another; the server's hash is in storage/program_hash.h.
engine::ProgramId hash_of(std::string_view bytes) {
  engine::ProgramId id;
  std::uint64_t hash = engine::name_id(bytes).value;
  for (std::size_t at = 0; at < id.bytes.size(); ++at) {
    id.bytes[at] = static_cast<std::uint8_t>(hash >> (8 * (at % 8)));
  }
  return id;
}

std::shared_ptr<const engine::Program> compile_ring(const std::string& folder) {
  engine::CourseSources sources;
  for (const std::string_view name : {"course.dialogue", "ring.dialogue"}) {
    const std::string path = folder + "/course/" + std::string{name};
    sources.files.push_back({path, read_file(path)});
  }
  const engine::Compilation compiled = engine::compile(sources, hash_of);
  if (!compiled.program) {
    for (const engine::Diagnostic& finding : compiled.findings) {
      std::fputs((engine::render(finding, sources) + "\n").c_str(), stderr);
    }
    throw std::runtime_error{"the ring does not compile"};
  }
  return compiled.program;
}

using Inputs = std::vector<std::vector<engine::RawValue>>;  // a session, a turn

Inputs read_inputs(const std::string& path) {
  Inputs inputs;
  std::istringstream rows{read_file(path)};
  std::string session;
  std::string turn;
  std::string kind;
  std::string value;
  while (std::getline(rows, session, '\t') && std::getline(rows, turn, '\t') &&
         std::getline(rows, kind, '\t') && std::getline(rows, value)) {
    inputs.resize(std::max<std::size_t>(inputs.size(), std::stoul(session) + 1));
    if (kind == "choice") {
      inputs.back().emplace_back(std::string{moods.at(std::stoul(value))});
    } else if (kind == "scale") {
      inputs.back().emplace_back(std::stod(value));
    } else {
      inputs.back().emplace_back(value);
    }
  }
  return inputs;
}

class Ring {
 public:
  explicit Ring(std::shared_ptr<const engine::Program> program) : program_(std::move(program)) {}

  engine::Turn begin(std::uint64_t seed) const {
    engine::Begun begun;
    begun.seed = seed;
    engine::Input input;
    input.body = std::move(begun);
    return engine::begin(*program_, input);
  }

  // One input and all that is said until the next question.
  engine::Turn answer(engine::State state, const engine::RawValue& value) const {
    engine::Answered answered;
    answered.question = state.current()->wait.asked;
    answered.value = value;
    engine::Input input;
    input.body = std::move(answered);
    engine::StepResult result = engine::step(*program_, std::move(state), input);
    if (!result) {
      throw std::runtime_error{"refused: " + result.error().rejection.message};
    }
    return std::move(*result);
  }

 private:
  std::shared_ptr<const engine::Program> program_;
};

void append_lines(std::string& transcript, std::span<const engine::Event> events) {
  for (const engine::Event& event : events) {
    if (const auto* said = std::get_if<engine::LineSaid>(&event.body)) {
      transcript += said->text;
      transcript += '\n';
    }
  }
}

// A reader that touches what was said, so that no work can be left out.
std::size_t bytes_said = 0;

void hear(std::span<const engine::Event> events) {
  for (const engine::Event& event : events) {
    if (const auto* said = std::get_if<engine::LineSaid>(&event.body)) {
      bytes_said += said->text.size();
    }
  }
}

engine::State restored(const std::string& bytes) {
  engine::Result<engine::State> state = engine::decode_state(bytes);
  if (!state) {
    throw std::runtime_error{state.error().message};
  }
  return std::move(*state);
}

std::string transcript_of(
    const Ring& ring, const Inputs& inputs, const std::function<bool(std::size_t)>& restores_after
) {
  std::string transcript;
  for (const std::vector<engine::RawValue>& session : inputs) {
    engine::Turn turn = ring.begin(1);
    append_lines(transcript, turn.events);
    for (std::size_t at = 0; at < session.size(); ++at) {
      turn = ring.answer(std::move(turn.after), session[at]);
      append_lines(transcript, turn.events);
      if (restores_after(at + 1)) {
        turn.after = restored(engine::encode_state(turn.after));
      }
    }
    transcript += "--\n";
  }
  return transcript;
}

// Names the first line that differs.
void require_equal(std::string_view name, const std::string& actual, const std::string& expected) {
  if (actual == expected) {
    return;
  }
  std::istringstream actual_lines{actual};
  std::istringstream expected_lines{expected};
  std::string ours;
  std::string theirs;
  for (int line = 1;; ++line) {
    const bool more = static_cast<bool>(std::getline(actual_lines, ours));
    if (!std::getline(expected_lines, theirs) || !more || ours != theirs) {
      std::string message = "the transcript differs (" + std::string{name} + ") at line ";
      message += std::to_string(line);
      message.append("\n  expected: ").append(theirs).append("\n  said:     ").append(ours);
      throw std::runtime_error{message};
    }
  }
}

void check(const Ring& ring, const Inputs& inputs, const std::string& expected) {
  require_equal(
      "as it is", transcript_of(ring, inputs, [](std::size_t) { return false; }), expected
  );
  require_equal(
      "restored after turn 50",
      transcript_of(ring, inputs, [](std::size_t turn) { return turn == 50; }),
      expected
  );
  require_equal(
      "restored after every turn",
      transcript_of(ring, inputs, [](std::size_t) { return true; }),
      expected
  );
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double resident_bytes() {
  std::ifstream statm{"/proc/self/statm"};
  double size = 0;
  double resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

void print(std::string_view name, double value) {
  std::printf("%.*s %.6g\n", static_cast<int>(name.size()), name.data(), value);
}

void measure_many(const Ring& ring, const Inputs& inputs) {
  constexpr double count = sessions_live;
  malloc_trim(0);
  const double resident_before = resident_bytes();
  const double begun = cpu_seconds();
  std::vector<engine::State> live;
  live.reserve(sessions_live);
  for (std::size_t at = 0; at < sessions_live; ++at) {
    engine::Turn turn = ring.begin(at);
    hear(turn.events);
    live.push_back(std::move(turn.after));
  }
  print("create_us", (cpu_seconds() - begun) / count * 1e6);

  // A turn of every session, then the next turn of every session: each finds its caches cold.
  constexpr std::size_t rounds = 30;
  std::size_t played = 0;
  const auto play_rounds = [&] {
    for (std::size_t round = 0; round < rounds; ++round, ++played) {
      for (std::size_t at = 0; at < live.size(); ++at) {
        const std::vector<engine::RawValue>& session = inputs[at % inputs.size()];
        engine::Turn turn = ring.answer(std::move(live[at]), session[played % session.size()]);
        hear(turn.events);
        live[at] = std::move(turn.after);
      }
    }
  };
  play_rounds();
  print("session_kb", (resident_bytes() - resident_before) / count / 1000);

  const double turns_begun = cpu_seconds();
  play_rounds();
  print("turns_per_cpu_s_10000", count * rounds / (cpu_seconds() - turns_begun));

  std::vector<std::string> saved;
  saved.reserve(live.size());
  const double save_begun = cpu_seconds();
  for (const engine::State& state : live) {
    saved.push_back(engine::encode_state(state));
  }
  print("save_us", (cpu_seconds() - save_begun) / count * 1e6);

  std::vector<engine::State> back;
  back.reserve(saved.size());
  const double restore_begun = cpu_seconds();
  for (const std::string& bytes : saved) {
    back.push_back(restored(bytes));
  }
  print("restore_us", (cpu_seconds() - restore_begun) / count * 1e6);
  if (back != live) {
    throw std::runtime_error{"a restored session differs"};
  }
}

void measure_one(const Ring& ring, const std::vector<engine::RawValue>& session) {
  engine::Turn turn = ring.begin(1);
  const auto play = [&](std::size_t turns) {
    for (std::size_t at = 0; at < turns; ++at) {
      turn = ring.answer(std::move(turn.after), session[at % session.size()]);
      hear(turn.events);
    }
  };
  play(session.size() * 100);
  const std::size_t turns = session.size() * 5000;
  const double begun = cpu_seconds();
  play(turns);
  print("turns_per_cpu_s_1", static_cast<double>(turns) / (cpu_seconds() - begun));
}

void measure_bytes(
    const Ring& ring, const std::vector<engine::RawValue>& session, std::size_t turns
) {
  engine::Turn turn = ring.begin(1);
  for (std::size_t at = 0; at < turns; ++at) {
    turn = ring.answer(std::move(turn.after), session[at % session.size()]);
  }
  print(
      "bytes_after_" + std::to_string(turns),
      static_cast<double>(engine::encode_state(turn.after).size())
  );
}

int run(bool only_check) {
  const std::string folder = ATTUNE_RING_DIR;
  const Ring ring{compile_ring(folder)};
  const Inputs inputs = read_inputs(folder + "/data/inputs_10x105.tsv");
  check(ring, inputs, read_file(folder + "/data/expected_transcript.txt"));
  if (only_check) {
    std::puts("the transcripts are equal");
    return 0;
  }
  measure_many(ring, inputs);
  measure_one(ring, inputs.front());
  measure_bytes(ring, inputs.front(), 10);
  measure_bytes(ring, inputs.front(), 2100);
  return bytes_said > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc > 1 && std::string_view{argv[1]} == "--check");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "attune_ring_bench: %s\n", error.what());
    return 1;
  }
}
