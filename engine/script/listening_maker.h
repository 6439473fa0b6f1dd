#pragma once

#include "engine/program/program.h"
#include "engine/script/findings.h"
#include "engine/script/symbols.h"

namespace attune::engine {

// The tables of Program::listening from the lists and watches of the course. Needs the steps of its
// parts.
void make_listening(const Symbols& symbols, Program& program, Findings& findings);

}  // namespace attune::engine
