#pragma once

#include "engine/program/program.h"
#include "engine/script/emitter.h"
#include "engine/script/findings.h"
#include "engine/script/symbols.h"

#include <cstdint>
#include <functional>
#include <vector>

// The roads through a Program: where each step can lead, and what that proves.
namespace attune::engine {

// Where roads start: nothing that was asked before is known there.
struct Root {
  std::uint32_t step = 0;
  std::uint32_t stage = none;  // index in Program::stages; none for an interruption or a spare part
};

struct Flow {
  std::vector<bool> reached;  // one a step
  std::vector<bool> returns;  // one a section: a part that can come back
  std::vector<bool> passes;   // one a section: a part that can come back without waiting
  std::vector<bool> waits;    // one a section: a part that can ask or rest, in it or below it
  std::vector<Root> roots;
  bool recursive = false;  // some part does itself

  // Steps that can follow a step; a `do` is followed by what comes after it, where the part
  // returns.
  void each_next(
      const Program& program,
      const Layout& layout,
      std::uint32_t step,
      const std::function<void(std::uint32_t)>& visit
  ) const;
};

// Whether the question may be passed over without being asked (an empty list to pick from).
bool may_pass_over(const Question& question);

// Whether the script can go on after this question other than through one of its options.
bool goes_on_at_next(const Question& question);

// The roads of a Program that is known to be sound.
Flow flow_of(const Program& program, const Layout& layout);

// Finds all roads and reports jumps off an end, what no road reaches, loops without a question,
// parts that do themselves, and stages without an end.
Flow analyse_flow(
    const Symbols& symbols, const Program& program, const Layout& layout, Findings& findings
);

// Each question's place on the longest road through its stage.
void place_questions(Program& program, const Layout& layout, const Flow& flow);

}  // namespace attune::engine
