#include "engine/versions/shape.h"

#include "engine/script/needs.h"

namespace attune::engine {

Shape::Shape(const Program& program)
    : program_{program},
      layout_{layout_of(program)},
      flow_{flow_of(program, layout_)},
      answers_{program} {}

FactFlow Shape::facts() const {
  return FactFlow{program_, layout_, flow_, answers_};
}

std::optional<Shape::Unmet> Shape::unmet_from(std::span<const Start> starts) const {
  const FactFlow facts{program_, layout_, flow_, answers_, starts};
  for (std::uint32_t step = 0; step < program_.steps.size(); ++step) {
    const std::optional<Facts>& known = facts.at(step);
    if (!known) {
      continue;
    }
    const std::uint32_t dialogue = layout_.sections[section_at(step)].dialogue;
    const std::vector<Missing> missing =
        missing_at(program_, answers_, step, *known, facts.after_wait(*known, dialogue));
    if (!missing.empty()) {
      return Unmet{.step = step, .answer = missing.front().answer};
    }
  }
  return std::nullopt;
}

}  // namespace attune::engine
