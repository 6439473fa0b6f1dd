#pragma once

#include "engine/script/findings.h"
#include "engine/script/symbols.h"

// What the button "I need help now" does in a course.
namespace attune::engine {

// The part `help` of a file under `everywhere:`.
inline constexpr std::string_view help_part = "help";

// A course whose button does nothing of its own is a finding. Gives the part that was meant for it,
// if there is one: that nothing does it follows from the same mistake.
const SectionSymbol* check_help(const Symbols& symbols, Findings& findings);

}  // namespace attune::engine
