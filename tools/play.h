#pragma once

#include "engine/program/program.h"

#include <filesystem>
#include <istream>
#include <ostream>

#include "tools/conversation.h"
#include "tools/screen.h"

namespace attune::tools {

// A conversation as a transcript, one answer a line: for machines. Ends at the end of the stage or
// of the input.
void play_plain(
    const engine::Program& program,
    const ConversationStart& start,
    std::istream& in,
    std::ostream& out
);

// The same for a person: options by number, hints shown, words with a colon for all that is not an
// answer. Transcripts are saved in `folder`, the course's. Ends at :quit or the end of the input,
// with how to have the conversation again.
void play(
    const engine::Program& program,
    const std::filesystem::path& folder,
    const ConversationStart& start,
    const Screen& screen,
    std::istream& in,
    std::ostream& out
);

}  // namespace attune::tools
