#pragma once

#include "engine/base/result.h"
#include "engine/program/program.h"
#include "engine/session/step.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// One conversation in memory, typed as in `play --plain`, with a clock that only the typist moves.
namespace attune::tools {

// A line of a transcript.
struct SpokenLine {
  enum class Kind : std::uint8_t { coach, picture, question, answer, rejection };

  Kind kind = Kind::coach;
  std::string text;   // as a transcript has it: "Coach: Hello."
  std::string place;  // "discovery.dialogue:12": the script line that spoke; empty for the person's
  std::optional<engine::PictureShown> picture;  // what stands on it
};

struct ConversationStart {
  std::string stage;  // empty: the course's first
  std::string scene;  // of that stage; empty: its first
  std::string name = "Sam";
  std::uint64_t seed = 1;
  std::string language;  // empty: the one the course was written in
};

class Conversation {
 public:
  // `start` must be a written stage of the program, and a scene of it (find_start). Which steps run
  // is told to `observer`, if there is one.
  using Observer = std::function<void(const engine::Turn& turn, const engine::Trace& trace)>;

  Conversation(
      const engine::Program& program, const ConversationStart& start, Observer observer = {}
  );

  // What was said since the last call.
  std::vector<SpokenLine> take_lines();

  // One typed line: an answer in the forms of protocol.md, or (skip), (back), (help), (continue),
  // (begin STAGE), (language es), (2 days later).
  void type(std::string_view line);

  // "settling", in the stage where the conversation is, or "repair.settling": goes there, whatever
  // stands open. An author's road, and no person's.
  void jump(std::string_view scene);

  // The stage is done and nothing stands open.
  bool over() const;

  // The question that stands open, as it was asked; nullptr when none does.
  const engine::QuestionAsked* open_question() const;

  const engine::State& state() const { return state_; }

 private:
  void take(engine::InputBody body);
  void take_back();
  void jump_to(const engine::Scene& scene);
  void say_lost(const engine::Trace& trace);
  void adopt(engine::Turn turn, const engine::Trace& trace);
  void say(SpokenLine::Kind kind, std::string text, std::string place = {});
  engine::Moment now() const;

  const engine::Program& program_;
  engine::State state_;
  std::vector<engine::Event> events_;
  std::vector<SpokenLine> lines_;
  engine::Instant clock_;
  Observer observer_;
  bool jumped_ = false;
};

// The stage and scene that are meant; the error is a sentence: there are none of that name.
engine::Result<engine::Scene> find_start(
    const engine::Program& program, std::string_view stage, std::string_view scene
);

// Whether the course is said in this language; the error is a sentence that lists those it has.
engine::Result<void> find_language(const engine::Program& program, std::string_view language);

// "2 days later" -> two days; nullopt when it does not say a time.
std::optional<std::chrono::milliseconds> read_later(std::string_view words);

}  // namespace attune::tools
