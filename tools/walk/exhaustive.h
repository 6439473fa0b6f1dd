#pragma once

#include "engine/program/program.h"

#include <cstdint>
#include <string>
#include <vector>

#include "tools/walk/coverage.h"
#include "tools/walk/summary.h"

namespace attune::tools {

// A place from which no answers lead to the end.
struct DeadEnd {
  std::string place;               // "discovery.dialogue:12"
  std::string why;                 // empty, or which promise broke
  std::vector<std::string> typed;  // a shortest way there, for play --plain
};

// Every road through a stage or a course.
struct Exhausted {
  bool whole = true;               // false: there are more places than limits::walk_places_max
  std::uint64_t places = 0;        // that differ in where they are, or in what later lines can see
  std::uint64_t ways = 0;          // answers that were tried
  std::vector<DeadEnd> dead_ends;  // one for each question, limits::walk_listed_max at most
  Length shortest;                 // to the end, in turns; and in words
  Length longest;                  // that comes to no place twice; 0 when not whole
};

// Walks every road from the beginning: each answer that the script can tell from others, each skip,
// each rest; help and a long absence once at each question. A stage that is done is not opened
// again.
Exhausted walk_every_road(
    const engine::Program& program, const std::string& stage, Coverage& coverage
);

}  // namespace attune::tools
