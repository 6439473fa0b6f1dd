#pragma once

#include "engine/program/program.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/walk/coverage.h"
#include "tools/walk/walks.h"

namespace attune::tools {

// How long a walk was.
struct Length {
  std::uint32_t turns = 0;
  std::uint32_t words = 0;
};

// Many random walks, taken together.
struct WalkSummary {
  std::uint64_t seed = 0;
  std::uint64_t runs = 0;
  std::uint64_t turns = 0;
  std::uint64_t ended_well = 0;
  std::vector<Walked> failures;  // limits::walk_listed_max at most, with what was typed
  Length shortest;
  Length median;
  Length longest;
};

// The walks with the seeds `seed`, `seed` + 1, ...
WalkSummary walk_at_random(
    const engine::Program& program,
    const std::string& stage,
    std::uint64_t seed,
    std::uint64_t runs,
    Coverage& coverage
);

// Silent reading of plain English by adults: Brysbaert (2019), "How many words do we read per
// minute? A review and meta-analysis of reading rate", Journal of Memory and Language 109, 104047.
inline constexpr double words_per_minute = 238;

// "18 minutes"; under one, "under a minute".
std::string reading_time(std::uint64_t words);

}  // namespace attune::tools
