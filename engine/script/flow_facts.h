#pragma once

#include "engine/script/flow.h"

namespace attune::engine {

// Proves that wherever an answer is quoted, compared or counted there is one, on every road, skips
// and interruptions included; reports each place where there may be none, with one road to it.
void check_facts(
    const Symbols& symbols,
    const Program& program,
    const Layout& layout,
    const Flow& flow,
    Findings& findings
);

}  // namespace attune::engine
