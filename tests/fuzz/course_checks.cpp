#include "tests/fuzz/course_checks.h"

#include "engine/session/evolve.h"
#include "engine/session/history.h"
#include "engine/session/state_codec.h"

#include "tests/support/courses.h"
#include "tests/support/scripts.h"
#include "tests/support/walker.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tools/format.h"

namespace attune::fuzz {
namespace {

constexpr int turns = 40;
constexpr std::uint64_t seed = 1;

void check_formatting(const engine::CourseSources& sources, const engine::Program& program) {
  engine::CourseSources formatted = sources;
  for (engine::SourceFile& file : formatted.files) {
    if (engine::is_translation(file)) {
      continue;
    }
    demand(tools::syntax_errors(file.path, file.text).empty());
    file.text = tools::formatted(file.text);
    demand(tools::formatted(file.text) == file.text);
  }
  const auto again = engine::compile(formatted, test::plain_hash).program;
  demand(again != nullptr);
  demand(test::without_spans(*again) == test::without_spans(program));
}

void check_walk(const engine::Program& program) {
  test::random_walk(
      program,
      seed,
      turns,
      [](const test::Walk& walk, const engine::State& before, std::size_t fresh) {
        demand(engine::fold(walk.events) == walk.state);
        demand(fresh < walk.events.size() || walk.state == before);
        const auto again = engine::decode_state(engine::encode_state(walk.state));
        demand(again && *again == walk.state);
        const engine::StagePlace* place = walk.state.current();
        demand(place != nullptr);
        demand(
            place->wait.kind != engine::WaitKind::nothing ||
            place->state == engine::StageState::done
        );
      }
  );
}

}  // namespace

void demand(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check_course(const engine::CourseSources& sources) {
  const engine::Compilation compiled = engine::compile(sources, test::plain_hash);
  bool has_error = false;
  for (const engine::Diagnostic& finding : compiled.findings) {
    has_error = has_error || finding.severity == engine::Severity::error;
    demand(!engine::render(finding, sources).empty());
  }
  demand(has_error == (compiled.program == nullptr));
  if (compiled.program != nullptr) {
    check_formatting(sources, *compiled.program);
    check_walk(*compiled.program);
  }
}

}  // namespace attune::fuzz
