#pragma once

#include "engine/program/program.h"
#include "engine/session/event.h"
#include "engine/session/input.h"
#include "engine/session/rejection.h"
#include "engine/session/state.h"

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

// The machine: Program + State + Input -> Turn | Refusal. Pure: equal arguments give equal bytes.
namespace attune::engine {

struct Turn {
  std::vector<Event> events;  // empty when nothing was to be done (a clock tick in mid-question)
  State after;                // the fold of `events` over the state before
};

struct Refusal {
  Rejection rejection;
  State before;  // handed back untouched
};

using StepResult = std::expected<Turn, Refusal>;

// Which steps of the Program ran, in order: for an author's tools, never kept.
struct Trace {
  std::vector<std::uint32_t> steps;
};

// The first turn of a session. `stage` of `begun` must be one of the program's written stages.
Turn begin(const Program& program, const Input& input, Trace* trace = nullptr);

// Every later turn. `before` must be a session of `program`.
StepResult step(const Program& program, State before, const Input& input, Trace* trace = nullptr);

// How a session comes to another version of its course: engine/versions works it out.
struct Move {
  Moved moved;
  bool is_told = false;     // more than words changed: the person is told
  bool asks_again = false;  // what is asked now reads otherwise, or means something else
};

// Takes back everything from a question on and asks it again.
//   now:   the state as it is, whose seq and requests go on
//   then:  state_before(history, asked.seq)
//   asked: the event of a QuestionAsked that holds
//   move:  from the version in which it was asked to `program`, for `then` with that question open;
//          nullptr when it was asked in `program`
Turn take_back(
    const Program& program,
    const State& now,
    State then,
    const Event& asked,
    const Moment& moment,
    const Move* move = nullptr,
    Trace* trace = nullptr
);

// Moves a session to `program`, where it waits.
Turn move_on(
    const Program& program,
    State before,
    const Move& move,
    const Moment& moment,
    Trace* trace = nullptr
);

// For an author's tools: takes up a stage at one of its scenes, whatever stood open. Nothing is
// proved about such a road: a quote whose answer was never asked for breaks an invariant.
Turn jump(
    const Program& program,
    State before,
    const Scene& scene,
    const Moment& moment,
    Trace* trace = nullptr
);

}  // namespace attune::engine
