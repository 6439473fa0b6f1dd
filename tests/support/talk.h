#pragma once

#include "engine/session/history.h"
#include "engine/session/step.h"

#include "tests/support/walker.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::test {

// Nullopt when it was taken.
std::optional<engine::RejectionCode> code_of(const std::optional<engine::Rejection>& rejection);

// A conversation that a test leads: keeps the program, the state and all events.
class Talk {
 public:
  explicit Talk(std::shared_ptr<const engine::Program> program, std::uint64_t seed = 1);

  // Nullopt when it was taken, else the rejection.
  std::optional<engine::Rejection> answer(engine::RawValue value);

  std::optional<engine::Rejection> answer(const char* text) { return answer(std::string{text}); }

  std::optional<engine::Rejection> skip();
  std::optional<engine::Rejection> take(engine::InputBody body);
  void back(engine::Seq target);

  void later(std::chrono::milliseconds time) { clock_ += time; }

  // The coach's lines of the last turn, one after another with "|" between.
  std::string said() const;
  // The pictures of the last turn, as "name [role label: text values day; ...]", with "|" between.
  std::string shown() const;
  // The question that stands open, without its file; empty when none does.
  std::string open() const;

  engine::Seq asked() const { return state.wait().asked; }

  const engine::QuestionAsked& question() const;

  engine::State state;
  std::vector<engine::Event> events;
  std::size_t fresh = 0;  // index of the last turn's first event

 private:
  void adopt(engine::Turn turn);
  engine::Moment now() const;

  std::shared_ptr<const engine::Program> program_;
  engine::Instant clock_ = day_zero();
};

}  // namespace attune::test
