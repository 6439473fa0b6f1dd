#pragma once

#include "engine/program/program.h"
#include "engine/session/input.h"
#include "engine/session/state.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "tools/walk/random.h"
#include "tools/walk/values.h"

namespace attune::tools {

// What somebody does, and how long after the last thing.
struct Deed {
  engine::InputBody body;
  std::chrono::milliseconds after{0};
};

// As it is typed in `attune play --plain`.
std::string typed(const Deed& deed, engine::QuestionKind open);

// Somebody made up: answers what is asked, at random or mostly with what stands first, skips now
// and then or nearly always, goes away for days, asks for help. The same for the same seed.
class Person {
 public:
  Person(const engine::Program& program, const Values& values, std::uint64_t seed);

  // `asked` is the question that stands open; nullptr during a rest. nullopt: nothing can be done.
  std::optional<Deed> next(
      const engine::State& state, const engine::Wait& wait, const engine::QuestionAsked* asked
  );

  bool chance(std::size_t one_in) { return random_.chance(one_in); }

  std::size_t below(std::size_t bound) { return random_.below(bound); }

 private:
  engine::RawValue answer(const engine::QuestionAsked& asked);
  Deed end_rest(const engine::State& state, const engine::Wait& wait);

  const engine::Program& program_;
  const Values& values_;
  Random random_;
  std::size_t skips_of_16_;
  std::size_t firsts_of_16_;
};

}  // namespace attune::tools
