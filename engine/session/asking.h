#pragma once

#include "engine/program/program.h"
#include "engine/session/event.h"
#include "engine/session/state.h"

#include <string>

namespace attune::engine {

// A question as a person would see it now. `line` is the coach's line that is its text when it has
// none of its own.
QuestionAsked as_asked(
    const Program& program,
    const State& state,
    Instant now,
    const Question& question,
    const std::string& line
);

}  // namespace attune::engine
