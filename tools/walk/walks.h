#pragma once

#include "engine/program/program.h"

#include <cstdint>
#include <string>
#include <vector>

#include "tools/walk/coverage.h"
#include "tools/walk/values.h"

// Walks at random through a course, or a stage of it.
namespace attune::tools {

enum class WalkEnd : std::uint8_t {
  done,
  dead_end,  // nothing can be answered, and it cannot be skipped
  too_long,  // over limits::walk_turns_max answers, and no end
  broken     // a turn did not come to rest, or an invariant broke
};

struct Walked {
  WalkEnd end = WalkEnd::done;
  std::uint64_t seed = 0;
  std::uint32_t turns = 0;         // what the person did
  std::uint32_t words = 0;         // that there were to read: lines, questions, options
  std::string place;               // where it ended, when not well: "discovery.dialogue:12"
  std::string why;                 // broken: which promise
  std::vector<std::string> typed;  // what was done, for play --plain; only when asked for
};

class Walker {
 public:
  // `stage` is the name of a written stage: walks end with it. Empty: with the course.
  Walker(const engine::Program& program, std::string stage);

  // Equal seeds walk alike. Now and then a stage that is done is opened once more.
  Walked walk(std::uint64_t seed, Coverage& coverage, bool keep_typed) const;

 private:
  const engine::Program& program_;
  std::string stage_;
  Values values_;
};

// Words as a reader counts them: what stands between blanks.
std::uint32_t words_in(std::string_view text);

}  // namespace attune::tools
