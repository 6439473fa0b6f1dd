#pragma once

#include "engine/program/program.h"
#include "engine/session/state.h"

#include <cstdint>

namespace attune::engine {

// The value of a checked expression. Answers that are not there compare as nothing: `is` is false.
Value evaluate(const Program& program, const State& state, Instant now, std::uint32_t node);

// A condition; `none` holds.
bool holds(const Program& program, const State& state, Instant now, std::uint32_t node);

}  // namespace attune::engine
