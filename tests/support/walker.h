#pragma once

#include "engine/session/step.h"

#include <cstdint>
#include <functional>
#include <vector>

#include "tools/walk/random.h"
#include "tools/walk/values.h"

// Walks a program at random, the same way for the same seed: as people do (tools/walk), and as
// nobody should.
namespace attune::test {

using tools::Random;

struct Walk {
  engine::State state;
  std::vector<engine::Event> events;
};

// An input that a person might give now: mostly one that fits, sometimes one that does not.
engine::Input random_input(
    const engine::Program& program, const tools::Values& values, const Walk& walk, Random& random
);

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
