#pragma once

#include "engine/program/program.h"

#include <array>
#include <cstdint>

namespace attune::engine {

// The first step of a stage's part `guard`, which is done when something that broke in is over and
// the question that stood open is about to be asked again; none where there is no such part.
std::uint32_t guard_of(const Program& program, const Stage& stage);

// The parts that are done by themselves in a stage: welcome_back and guard, none for one that is
// not there.
std::array<std::uint32_t, 2> own_parts_of(const Program& program, const Stage& stage);

}  // namespace attune::engine
