#pragma once

#include "engine/program/program.h"
#include "engine/session/event.h"
#include "engine/session/state.h"

namespace attune::engine {

// What the answers given so far come to. A score with too few answered items has no value; the
// items that were skipped count as the mean of the others.
MeasureTaken taking_of(const Program& program, const State& state, const Measure& measure);

// The band that a score lies in; nullptr when it lies in none. Where two meet, the lower one.
const Band* band_of(const MeasureScore& score, double value);

}  // namespace attune::engine
