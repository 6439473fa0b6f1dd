#pragma once

#include "engine/session/step.h"

#include <cstdint>
#include <functional>
#include <vector>

// Walks a program at random, the same way for the same seed.
namespace attune::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : seed_{seed} {}

  std::uint64_t next();
  // From 0 to below `bound`.
  std::size_t below(std::size_t bound);

  bool chance(std::size_t one_in) { return below(one_in) == 0; }

 private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

struct Walk {
  engine::State state;
  std::vector<engine::Event> events;
};

// An input that a person might give now: mostly one that fits, sometimes one that does not.
engine::Input random_input(const engine::Program& program, const Walk& walk, Random& random);

// Begins and takes `turns` inputs; after each, `check` sees the walk, the turn's events and the
// state before it. Goes back now and then.
Walk random_walk(
    const engine::Program& program,
    std::uint64_t seed,
    int turns,
    const std::function<void(const Walk& walk, const engine::State& before, std::size_t fresh)>&
        check
);

engine::Instant day_zero();

}  // namespace attune::test
