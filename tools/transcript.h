#pragma once

#include "engine/base/result.h"
#include "engine/program/program.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tools/conversation.h"

// Tests that clinicians write: what is said, when these answers are given.
namespace attune::tools {

struct TranscriptLine {
  // note: a comment in mid-conversation, which an update keeps.
  enum class Kind : std::uint8_t { coach, picture, question, answer, rejection, anything, note };

  Kind kind = Kind::coach;
  std::string text;
  std::uint32_t number = 0;  // line of the file
};

struct Transcript {
  std::vector<std::string> head;  // comments and headers, as written
  ConversationStart start;
  std::vector<TranscriptLine> lines;
};

// The error is `line:sentence`.
engine::Result<Transcript> parse_transcript(std::string_view text);

struct TranscriptOutcome {
  bool passed = false;
  std::string difference;  // readable; empty when it passed
  std::string rewritten;   // the whole file as it would be now
};

// The file that keeps a conversation.
std::string transcript_text(const ConversationStart& start, const std::vector<SpokenLine>& lines);

// Plays the answers and compares what is said. The error is a sentence: a stage, a scene or a
// language that is not there. `observer` sees every turn.
engine::Result<TranscriptOutcome> run_transcript(
    const engine::Program& program,
    const Transcript& transcript,
    const Conversation::Observer& observer = {}
);

}  // namespace attune::tools
