#pragma once

#include "engine/program/program.h"
#include "engine/session/state.h"

#include <cstdint>
#include <optional>

namespace attune::engine {

// What a course heard in an answer, and the part that it does then.
struct Hearing {
  const Watch* watch = nullptr;
  Tier tier = Tier::none;
  std::uint32_t part = 0;  // its first step
};

// Listens to what a person wrote: texts, and each item of a list. nullopt: go on. What they said
// they did not mean is not asked about again: the same words not at all, others at this question
// only when they are clear.
std::optional<Hearing> hear(
    const Program& program, const State& state, const Question& question, const Value& value
);

}  // namespace attune::engine
