#pragma once

#include "engine/program/program.h"

#include <cstdint>
#include <string_view>
#include <vector>

// What can follow what in a Program, over whole conversations: answers, skips and rests included.
namespace attune::tools {

class Flow {
 public:
  explicit Flow(const engine::Program& program);

  // Steps that may run next. After a `return`: wherever its part is done from.
  const std::vector<std::uint32_t>& after(std::uint32_t step) const { return next_[step]; }

  // Every step that some road from these leads to, these included.
  std::vector<bool> reached_from(std::vector<std::uint32_t> steps) const;

 private:
  std::vector<std::vector<std::uint32_t>> next_;
};

// The steps where a walk through this stage begins, or may be broken into: its first scene, its
// welcome back, help. Empty: those of all stages.
std::vector<std::uint32_t> entries_of(const engine::Program& program, std::string_view stage);

// The scene or part that a step lies in, as an index in Program::scenes.
std::uint32_t section_of(const engine::Program& program, std::uint32_t step);

}  // namespace attune::tools
