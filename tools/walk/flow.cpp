#include "tools/walk/flow.h"

#include "engine/program/guard.h"

#include <algorithm>

namespace attune::tools {

using namespace engine;

Flow::Flow(const Program& program) : next_(program.steps.size()) {
  // Where each part is done from, by its first step.
  std::vector<std::vector<std::uint32_t>> returns(program.steps.size());
  for (std::uint32_t at = 0; at < program.steps.size(); ++at) {
    if (program.steps[at].kind == StepKind::call) {
      returns[program.steps[at].a].push_back(at + 1);
    }
  }
  for (std::uint32_t at = 0; at < program.steps.size(); ++at) {
    const Step& step = program.steps[at];
    std::vector<std::uint32_t>& next = next_[at];
    switch (step.kind) {
      case StepKind::say:
      case StepKind::set:
      case StepKind::pause:
      case StepKind::resources:
      case StepKind::practice:
      case StepKind::show:
      case StepKind::score:
      case StepKind::retract:
        next.push_back(at + 1);
        break;
      case StepKind::one_of:
        for (std::uint32_t way = 0; way < step.b; ++way) {
          next.push_back(program.alternatives[step.a + way]);
        }
        break;
      case StepKind::ask: {
        const Question& question = program.questions[step.a];
        next.push_back(question.next);
        for (std::uint32_t i = 0; i < question.options_count; ++i) {
          next.push_back(program.options[question.options_first + i].target);
        }
        break;
      }
      case StepKind::jump:
      case StepKind::enter:
      case StepKind::call:
        next.push_back(step.a);
        break;
      case StepKind::give_back:
        next = returns[program.scenes[section_of(program, at)].step];
        break;
      case StepKind::branch:
        next = {at + 1, step.b};
        break;
      case StepKind::finish:
      case StepKind::run_off:
        break;
    }
  }
}

std::vector<bool> Flow::reached_from(std::vector<std::uint32_t> steps) const {
  std::vector<bool> reached(next_.size());
  while (!steps.empty()) {
    const std::uint32_t at = steps.back();
    steps.pop_back();
    if (!reached[at]) {
      reached[at] = true;
      steps.insert(steps.end(), next_[at].begin(), next_[at].end());
    }
  }
  return reached;
}

std::vector<std::uint32_t> entries_of(const Program& program, std::string_view stage) {
  std::vector<std::uint32_t> entries;
  for (const Stage& each : program.stages) {
    if (each.written && (stage.empty() || each.name == stage)) {
      entries.push_back(program.scenes[each.scene].step);
      for (const std::uint32_t part : own_parts_of(program, each)) {
        if (part != none) {
          entries.push_back(part);
        }
      }
    }
  }
  if (program.help != none) {
    entries.push_back(program.help);
  }
  return entries;
}

std::uint32_t section_of(const Program& program, std::uint32_t step) {
  // Scenes stand in the order of their steps.
  const auto after = std::ranges::upper_bound(program.scenes, step, {}, &Scene::step);
  return static_cast<std::uint32_t>(after - program.scenes.begin()) - 1;
}

}  // namespace attune::tools
