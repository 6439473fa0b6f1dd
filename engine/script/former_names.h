#pragma once

#include "engine/program/program.h"
#include "engine/script/findings.h"
#include "engine/script/symbols.h"

namespace attune::engine {

// What the script says of its older versions: `scene NAME was OLD` and `send NAME to OTHER`, into
// the Program. Reports an old name that is in use, one that is given twice, and a `send` to
// nowhere. Needs the sections and questions of the Program.
void note_former_names(const Symbols& symbols, Program& program, Findings& findings);

// The parts `script_changed` and `guard` are done just before a question is asked again: reports
// what asks or rests in them, or in what they do. A guard may lead away.
void check_silent_parts(const Program& program, Findings& findings);

}  // namespace attune::engine
