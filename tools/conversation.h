#pragma once

#include "engine/program/program.h"
#include "engine/session/step.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// One conversation in memory, typed as in `play --plain`, with a clock that only the typist moves.
namespace attune::tools {

// A line of a transcript.
struct SpokenLine {
  enum class Kind : std::uint8_t { coach, question, answer, rejection };

  Kind kind = Kind::coach;
  std::string text;   // as a transcript has it: "Coach: Hello."
  std::string place;  // "discovery.dialogue:12": the script line that spoke; empty for the person's
};

struct ConversationStart {
  std::string stage;  // empty: the course's first
  std::string name = "Sam";
  std::uint64_t seed = 1;
};

class Conversation {
 public:
  // `start.stage` must be a written stage of the program.
  Conversation(const engine::Program& program, const ConversationStart& start);

  // What was said since the last call.
  std::vector<SpokenLine> take_lines();

  // One typed line: an answer in the forms of protocol.md, or (skip), (back), (help), (continue),
  // (begin STAGE), (2 days later).
  void type(std::string_view line);

  // The stage is done and nothing stands open.
  bool over() const;

  // The question that stands open, as it was asked; nullptr when none does.
  const engine::QuestionAsked* open_question() const;

  const engine::State& state() const { return state_; }

 private:
  void take(engine::InputBody body);
  void take_back();
  void adopt(engine::Turn turn, const engine::Trace& trace);
  void say(SpokenLine::Kind kind, std::string text, std::string place = {});
  std::string place_of(std::uint32_t step) const;
  engine::Moment now() const;

  const engine::Program& program_;
  engine::State state_;
  std::vector<engine::Event> events_;
  std::vector<SpokenLine> lines_;
  engine::Instant clock_;
};

// "2 days later" -> two days; nullopt when it does not say a time.
std::optional<std::chrono::milliseconds> read_later(std::string_view words);

}  // namespace attune::tools
