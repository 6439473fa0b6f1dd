#include "engine/script/flow.h"

#include <algorithm>
#include <ranges>

// "Step 3 of 10": a question's place on the longest road through its stage.
namespace attune::engine {
namespace {

// Steps of one stage in an order in which every road goes forward, loops cut where they close.
std::vector<std::uint32_t> forward_order(
    const Program& program, const Layout& layout, const Flow& flow, std::uint32_t root
) {
  std::vector<std::uint32_t> order;
  std::vector<bool> seen(program.steps.size(), false);

  struct Visit {
    std::uint32_t step;
    std::vector<std::uint32_t> next;
  };

  const auto open = [&](std::uint32_t pc) {
    seen[pc] = true;
    Visit visit{.step = pc, .next = {}};
    flow.each_next(program, layout, pc, [&](std::uint32_t next) { visit.next.push_back(next); });
    return visit;
  };
  std::vector<Visit> road{open(root)};
  while (!road.empty()) {
    Visit& visit = road.back();
    if (visit.next.empty()) {
      order.push_back(visit.step);
      road.pop_back();
      continue;
    }
    const std::uint32_t next = visit.next.back();
    visit.next.pop_back();
    if (!seen[next]) {
      road.push_back(open(next));
    }
  }
  std::ranges::reverse(order);
  return order;
}

}  // namespace

void place_questions(Program& program, const Layout& layout, const Flow& flow) {
  for (const Root& root : flow.roots) {
    if (root.stage == none || program.stages[root.stage].endless) {
      continue;
    }
    const std::vector<std::uint32_t> order = forward_order(program, layout, flow, root.step);
    std::vector<std::uint32_t> position(program.steps.size(), 0);
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      position[order[i]] = i;
    }
    std::vector<std::uint32_t> asked_before(program.steps.size(), 0);
    for (const std::uint32_t pc : order) {
      std::uint32_t asked = asked_before[pc];
      if (program.steps[pc].kind == StepKind::ask) {
        ++asked;
        program.questions[program.steps[pc].a].place = asked;
      }
      flow.each_next(program, layout, pc, [&](std::uint32_t next) {
        if (position[next] > position[pc]) {
          asked_before[next] = std::max(asked_before[next], asked);
        }
      });
    }
    // What may still come is counted from here: who has taken a short road is shown a short one.
    std::vector<std::uint32_t> to_come(program.steps.size(), 0);
    for (const std::uint32_t pc : std::views::reverse(order)) {
      flow.each_next(program, layout, pc, [&](std::uint32_t next) {
        if (position[next] > position[pc]) {
          const bool asks = program.steps[next].kind == StepKind::ask;
          to_come[pc] = std::max(to_come[pc], to_come[next] + (asks ? 1U : 0U));
        }
      });
      if (program.steps[pc].kind == StepKind::ask) {
        Question& question = program.questions[program.steps[pc].a];
        question.place_of = question.place + to_come[pc];
      }
    }
  }
}

}  // namespace attune::engine
