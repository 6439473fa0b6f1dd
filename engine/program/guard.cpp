#include "engine/program/guard.h"

#include <algorithm>

namespace attune::engine {

std::uint32_t guard_of(const Program& program, const Stage& stage) {
  const NameId name = name_id(stage.name + ".guard");
  const auto part = std::ranges::find(program.scenes, name, &Scene::id);
  return part != program.scenes.end() && part->is_part ? part->step : none;
}

std::array<std::uint32_t, 2> own_parts_of(const Program& program, const Stage& stage) {
  return {stage.welcome_back, guard_of(program, stage)};
}

}  // namespace attune::engine
