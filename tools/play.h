#pragma once

#include "engine/program/program.h"

#include <istream>
#include <ostream>

#include "tools/conversation.h"

namespace attune::tools {

// A conversation as a transcript, one answer a line: for machines. Ends at the end of the stage or
// of the input.
void play_plain(
    const engine::Program& program,
    const ConversationStart& start,
    std::istream& in,
    std::ostream& out
);

// The same for a person: options by number, hints shown. `colours` when the output is a terminal.
void play(
    const engine::Program& program,
    const ConversationStart& start,
    bool colours,
    std::istream& in,
    std::ostream& out
);

}  // namespace attune::tools
