#pragma once

#include "engine/program/program.h"
#include "engine/script/findings.h"
#include "engine/script/symbols.h"

namespace attune::engine {

// What the script says of its older versions: `scene NAME was OLD` and `send NAME to OTHER`, into
// the Program. Reports an old name that is in use, one that is given twice, and a `send` to
// nowhere. Needs the sections and questions of the Program.
void note_former_names(const Symbols& symbols, Program& program, Findings& findings);

// The part `script_changed` is said between two questions: reports what asks, rests or leads away
// in it, or in what it does.
void check_script_changed(const Program& program, Findings& findings);

}  // namespace attune::engine
