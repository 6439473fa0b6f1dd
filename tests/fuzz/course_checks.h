#pragma once

#include "engine/script/compiler.h"

namespace attune::fuzz {

// Ends the process where it does not hold: a finding for libFuzzer.
void demand(bool holds);

// A course is compiled, or refused with findings. What compiles says and does the same after it was
// formatted, and can be walked, in every language that it has.
void check_course(const engine::CourseSources& sources);

}  // namespace attune::fuzz
