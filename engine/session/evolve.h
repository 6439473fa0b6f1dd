#pragma once

#include "engine/session/event.h"
#include "engine/session/state.h"

namespace attune::engine {

// State + Event -> State. Total: it knows no script and cannot fail. A TookBack only moves seq;
// what it takes back is left out by the fold over a whole history (session/history.h).
void apply(State& state, const Event& event);

State evolve(State state, const Event& event);

}  // namespace attune::engine
