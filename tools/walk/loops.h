#pragma once

#include "engine/program/program.h"

#include <cstdint>
#include <vector>

namespace attune::tools {

// A `go` back to a scene that the road came through: whoever takes it goes round.
struct Loop {
  std::uint32_t step = 0;   // the `go` or the arrow
  std::uint32_t scene = 0;  // in Program::scenes: where it leads back to
};

// Those within `scope` (one entry a step), in the order of the files, found from `entries` on.
std::vector<Loop> loops_of(
    const engine::Program& program,
    const std::vector<std::uint32_t>& entries,
    const std::vector<bool>& scope
);

}  // namespace attune::tools
