#pragma once

#include "engine/script/findings.h"
#include "engine/script/symbols.h"

namespace attune::engine {

// Warns of questions whose answer nothing in the course quotes, compares, counts or picks from.
void check_usage(const Symbols& symbols, Findings& findings);

}  // namespace attune::engine
