#pragma once

#include "bench/load/plan.h"

// Each starts its own server, measures, prints one figure a line, "name value", and returns an exit
// status: 0 when every turn was answered as it should be.
namespace attune::bench {

// Begins journeys and keeps their cookies in a file, so that measuring thousands need not begin
// them each time: six words are hashed slowly on purpose.
int begin_only(const Plan& plan);

// Every connection has one turn under way, always.
int measure_closed_loop(const Plan& plan);

// Turns begin at a fixed rate, whoever is late; each is timed from when it should have begun.
int measure_open_loop(const Plan& plan);

// What connections that do nothing cost in memory.
int measure_idle(const Plan& plan);

// From the start of the process to the answer of its first connection; the median of 11.
int measure_start(const Plan& plan);

// Coming back to a journey of 10,000 events whose end the client has seen, beside one of 10; each
// on a server that was just started, the medians of 15.
int measure_resume(const Plan& plan);

// People who come back, one after another, to journeys that `attune_fill` wrote.
int measure_rest(const Plan& plan);

}  // namespace attune::bench
