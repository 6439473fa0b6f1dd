#pragma once

#include "engine/program/program.h"
#include "engine/session/event.h"
#include "engine/session/evolve.h"
#include "engine/session/state.h"
#include "engine/session/step.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace attune::engine {

// Runs a program from a step until it waits, keeping each event as it happens. The state is only
// ever changed by apply(): what was emitted folds to what the machine saw.
class Machine {
 public:
  Machine(const Program& program, State state, const Moment& moment, Trace* trace);

  const State& state() const { return state_; }

  Instant now() const { return moment_.at; }

  Turn finish() && { return Turn{.events = std::move(events_), .after = std::move(state_)}; }

  template <class Body>
  void emit(Body body) {
    Event& event = events_.emplace_back();
    event.seq = state_.seq + 1;
    event.at = moment_.at;
    event.who = moment_.who;
    event.request = std::exchange(moment_.request, {});
    event.body = std::move(body);
    apply(state_, event);
  }

  void run(std::uint32_t pc);
  void ask(const Question& question, const std::string& line);
  void enter_stage(const Stage& stage, bool afresh);
  void interrupt(std::uint32_t part, bool by_help);
  void reopen(const Wait& wait);
  void resume();
  void choose_language(const std::string& language);
  void go_on_after_move(const Move& move);

 private:
  void say(std::string text);

  std::string last_line() const;

  // Another way than the last time, the same for the same seed.
  std::uint32_t way_at(NameId one_of, std::uint32_t ways) const;

  void say_resources(const Question& question);
  void offer(const Practice& practice);
  void show(const Picture& picture);
  bool pause(const Step& step);
  std::uint32_t guard_to_pass();
  std::optional<std::uint32_t> leave_part();
  const Scene* section_at(NameId id) const;
  void enter(NameId id);
  void finish_stage();

  const Program& program_;
  State state_;
  Moment moment_;
  Trace* trace_;
  std::vector<Event> events_;
  std::size_t bytes_ = 0;
  std::size_t steps_ = 0;
  bool guarded_ = false;  // the guard was passed in this turn
};

}  // namespace attune::engine
