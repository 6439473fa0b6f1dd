#pragma once

#include "engine/program/program.h"

#include <string>

namespace attune::engine {

// Everything of a Program but its words, as bytes: names, kinds, bounds, conditions, and where each
// road leads. Two versions that differ in words alone have the same. Lines of the coach are words,
// also one more or one fewer of them; so is a `one of` that holds nothing else.
std::string structure_of(const Program& program);

}  // namespace attune::engine
