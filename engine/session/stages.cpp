#include "engine/session/stages.h"

#include <algorithm>

namespace attune::engine {
namespace {

bool ever_done(const State& state, const Stage& stage) {
  const StagePlace* place = state.stage(stage.id);
  return place != nullptr && place->ever_done;
}

}  // namespace

StageState stage_state(const Program& program, const State& state, const Stage& stage) {
  if (const StagePlace* place = state.stage(stage.id)) {
    return place->state;
  }
  const Stage* next = next_to_open(program, state);
  return next != nullptr && next->id == stage.id ? StageState::open : StageState::ahead;
}

const Stage* next_to_open(const Program& program, const State& state) {
  const auto next = std::ranges::find_if(program.stages, [&](const Stage& stage) {
    return !ever_done(state, stage);
  });
  return next != program.stages.end() && next->written ? &*next : nullptr;
}

}  // namespace attune::engine
