#include "tools/walk/loops.h"

#include <algorithm>
#include <utility>

#include "tools/walk/flow.h"

namespace attune::tools {

using namespace engine;

std::vector<Loop> loops_of(
    const Program& program,
    const std::vector<std::uint32_t>& entries,
    const std::vector<bool>& scope
) {
  const Flow flow{program};
  // A part comes back to where it was done from, and to no other place.
  const auto after = [&](std::uint32_t at) {
    const Step& step = program.steps[at];
    if (step.kind == StepKind::call) {
      return std::vector<std::uint32_t>{at + 1, step.a};
    }
    return step.kind == StepKind::give_back ? std::vector<std::uint32_t>{} : flow.after(at);
  };
  enum class Mark : std::uint8_t { unseen, on_way, done };
  std::vector<Mark> marks(program.steps.size(), Mark::unseen);
  std::vector<Loop> loops;
  for (const std::uint32_t entry : entries) {
    std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> way;
    const auto enter = [&](std::uint32_t at) {
      if (marks[at] == Mark::unseen) {
        marks[at] = Mark::on_way;
        way.emplace_back(at, after(at));
        std::ranges::reverse(way.back().second);
      }
    };
    enter(entry);
    while (!way.empty()) {
      auto& [at, rest] = way.back();
      if (rest.empty()) {
        marks[at] = Mark::done;
        way.pop_back();
        continue;
      }
      const std::uint32_t next = rest.back();
      rest.pop_back();
      if (program.steps[at].kind == StepKind::enter && marks[next] == Mark::on_way && scope[at]) {
        loops.push_back(Loop{.step = at, .scene = section_of(program, next)});
      }
      enter(next);
    }
  }
  std::ranges::sort(loops, {}, &Loop::step);
  return loops;
}

}  // namespace attune::tools
