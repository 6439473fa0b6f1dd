#pragma once

#include "engine/script/builder.h"
#include "engine/script/findings.h"
#include "engine/script/symbols.h"

namespace attune::engine {

// Resolves what the course file promises of all roads. Needs the steps, and what is listened for.
void make_promises(
    const Symbols& symbols, Program& program, WrittenAt& written, Findings& findings
);

}  // namespace attune::engine
