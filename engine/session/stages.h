#pragma once

#include "engine/program/program.h"
#include "engine/session/state.h"

namespace attune::engine {

// Where a session stands with a stage: `here` while it is the current one and not done. A stage is
// open when it is written and every stage before it was done once.
StageState stage_state(const Program& program, const State& state, const Stage& stage);

// The first stage that was never done, when it is open; nullptr when there is none.
const Stage* next_to_open(const Program& program, const State& state);

}  // namespace attune::engine
