#pragma once

#include "engine/program/program.h"
#include "engine/script/compiler.h"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "tools/walk/exhaustive.h"
#include "tools/walk/items.h"
#include "tools/walk/loops.h"
#include "tools/walk/summary.h"

namespace attune::tools {

// Everything that walks have found out about a course.
struct WalkReport {
  const engine::Program& program;
  const engine::CourseSources& sources;
  std::string folder;
  std::string stage;  // empty: the whole course
  std::optional<WalkSummary> random;
  std::optional<Exhausted> every_road;
  double seconds = 0;             // of a processor, that the random walks took
  std::uint64_t transcripts = 0;  // that there are
  std::vector<Item> items;
  std::vector<Loop> loops;
};

// Whether every walk ended well and no place is a dead end.
bool is_good(const WalkReport& report);

// For a terminal.
void print(const WalkReport& report, std::ostream& out);

}  // namespace attune::tools
