#include "engine/script/flow.h"

#include "engine/program/guard.h"
#include "engine/script/flow_report.h"

#include <algorithm>
#include <set>

namespace attune::engine {
namespace {

std::uint32_t section_at(const Layout& layout, std::uint32_t step) {
  return layout.section_of_step[step];
}

// A fact about each part that depends on the parts it does: repeated until nothing changes.
class PartFacts {
 public:
  PartFacts(const Program& program, const Layout& layout, Flow& flow)
      : program_{program}, layout_{layout}, flow_{flow} {}

  void compute() {
    const std::size_t count = layout_.sections.size();
    flow_.returns.assign(count, false);
    flow_.passes.assign(count, false);
    flow_.waits.assign(count, false);
    bool changed = true;
    while (changed) {
      changed = false;
      for (std::uint32_t i = 0; i < count; ++i) {
        if (layout_.sections[i].is_part) {
          changed = update(flow_.returns, i, comes_back(i, true)) || changed;
          changed = update(flow_.passes, i, comes_back(i, false)) || changed;
          changed = update(flow_.waits, i, can_wait(i)) || changed;
        }
      }
    }
  }

 private:
  static bool update(std::vector<bool>& facts, std::uint32_t index, bool value) {
    if (!value || facts[index]) {
      return false;
    }
    facts[index] = true;
    return true;
  }

  bool comes_back(std::uint32_t part, bool through_waits) const {
    std::vector<bool> seen(program_.steps.size(), false);
    std::vector<std::uint32_t> open{layout_.sections[part].first};
    bool found = false;
    while (!open.empty() && !found) {
      const std::uint32_t pc = open.back();
      open.pop_back();
      if (seen[pc]) {
        continue;
      }
      seen[pc] = true;
      const Step& step = program_.steps[pc];
      if (step.kind == StepKind::give_back) {
        found = true;
      } else if (step.kind == StepKind::enter) {
        continue;  // a `go` drops the return
      } else if (through_waits) {
        flow_.each_next(program_, layout_, pc, [&](std::uint32_t next) { open.push_back(next); });
      } else {
        next_without_wait(program_, layout_, flow_, pc, [&](std::uint32_t next) {
          open.push_back(next);
        });
      }
    }
    return found;
  }

  bool can_wait(std::uint32_t part) const {
    const Layout::Section& section = layout_.sections[part];
    for (std::uint32_t pc = section.first; pc < section.last; ++pc) {
      const Step& step = program_.steps[pc];
      if (step.kind == StepKind::ask || step.kind == StepKind::pause ||
          (step.kind == StepKind::call && flow_.waits[section_at(layout_, step.a)])) {
        return true;
      }
    }
    return false;
  }

  const Program& program_;
  const Layout& layout_;
  Flow& flow_;
};

void reach(const Program& program, const Layout& layout, std::uint32_t root, Flow& flow) {
  std::vector<std::uint32_t> open{root};
  while (!open.empty()) {
    const std::uint32_t pc = open.back();
    open.pop_back();
    if (flow.reached[pc]) {
      continue;
    }
    flow.reached[pc] = true;
    if (program.steps[pc].kind == StepKind::call) {
      open.push_back(program.steps[pc].a);
    }
    flow.each_next(program, layout, pc, [&](std::uint32_t next) { open.push_back(next); });
  }
}

// Parts that do themselves, directly or round about.
class Recursion {
 public:
  Recursion(const Program& program, const Layout& layout, Findings& findings)
      : program_{program}, layout_{layout}, findings_{findings} {}

  bool report() {
    mark_.assign(layout_.sections.size(), 0);
    for (std::uint32_t i = 0; i < layout_.sections.size(); ++i) {
      if (layout_.sections[i].is_part && mark_[i] == 0) {
        visit(i);
      }
    }
    return found_;
  }

 private:
  void visit(std::uint32_t part) {
    mark_[part] = 1;
    const Layout::Section& section = layout_.sections[part];
    for (std::uint32_t pc = section.first; pc < section.last; ++pc) {
      const Step& step = program_.steps[pc];
      if (step.kind != StepKind::call) {
        continue;
      }
      const std::uint32_t callee = section_at(layout_, step.a);
      if (mark_[callee] == 1) {
        found_ = true;
        findings_.error(
            "A046",
            program_.spans[pc],
            "This part does itself again here, directly or through others.",
            "A part may only do "
            "other "
            "parts."
        );
      } else if (mark_[callee] == 0) {
        visit(callee);
      }
    }
    mark_[part] = 2;
  }

  const Program& program_;
  const Layout& layout_;
  Findings& findings_;
  std::vector<int> mark_;
  bool found_ = false;
};

}  // namespace

bool may_pass_over(const Question& question) {
  return question.kind == QuestionKind::pick || question.kind == QuestionKind::picks;
}

bool goes_on_at_next(const Question& question) {
  return question.kind != QuestionKind::choice || !question.required;
}

void Flow::each_next(
    const Program& program,
    const Layout& layout,
    std::uint32_t step,
    const std::function<void(std::uint32_t)>& visit
) const {
  const Step& at = program.steps[step];
  switch (at.kind) {
    case StepKind::say:
    case StepKind::set:
    case StepKind::resources:
    case StepKind::practice:
    case StepKind::show:
    case StepKind::score:
    case StepKind::retract:
    case StepKind::pause:
      visit(step + 1);
      return;
    case StepKind::one_of:
      for (std::uint32_t i = 0; i < at.b; ++i) {
        visit(program.alternatives[at.a + i]);
      }
      return;
    case StepKind::ask: {
      const Question& question = program.questions[at.a];
      if (question.kind == QuestionKind::choice) {
        for (std::uint32_t i = 0; i < question.options_count; ++i) {
          visit(program.options[question.options_first + i].target);
        }
      }
      if (goes_on_at_next(question)) {
        visit(question.next);
      }
      return;
    }
    case StepKind::jump:
    case StepKind::enter:
      visit(at.a);
      return;
    case StepKind::call:
      if (returns[section_at(layout, at.a)]) {
        visit(step + 1);
      }
      return;
    case StepKind::branch:
      visit(step + 1);
      visit(at.b);
      return;
    case StepKind::give_back:
    case StepKind::finish:
    case StepKind::run_off:
      return;
  }
}

void next_without_wait(
    const Program& program,
    const Layout& layout,
    const Flow& flow,
    std::uint32_t step,
    const std::function<void(std::uint32_t)>& visit
) {
  const Step& at = program.steps[step];
  if (at.kind == StepKind::ask) {
    const Question& question = program.questions[at.a];
    if (may_pass_over(question)) {
      visit(question.next);
    }
    return;
  }
  if (at.kind == StepKind::pause && program.pauses[at.a].after_stage == NameId{}) {
    return;  // one that counts from a stage may be over already
  }
  if (at.kind == StepKind::call) {
    if (flow.passes[section_at(layout, at.a)]) {
      visit(step + 1);
    }
    return;
  }
  flow.each_next(program, layout, step, visit);
}

namespace {

void find_roots(const Program& program, Flow& flow) {
  for (std::uint32_t i = 0; i < program.stages.size(); ++i) {
    const Stage& stage = program.stages[i];
    if (stage.scene != none) {
      flow.roots.push_back(Root{.step = program.scenes[stage.scene].step, .stage = i});
    }
    for (const std::uint32_t part : own_parts_of(program, stage)) {
      if (part != none) {
        flow.roots.push_back(Root{.step = part, .stage = none});
      }
    }
  }
  for (const std::uint32_t part : {program.help, program.script_changed}) {
    if (part != none) {
      flow.roots.push_back(Root{.step = part, .stage = none});
    }
  }
  for (const Watch& watch : program.listening.watches) {
    flow.roots.push_back(Root{.step = watch.clear_part, .stage = none});
    flow.roots.push_back(Root{.step = watch.unclear_part, .stage = none});
  }
}

// The roads from the roots, and then from each part that nothing does, which `spare` is told.
void find_roads(
    const Program& program,
    const Layout& layout,
    Flow& flow,
    const std::function<void(std::uint32_t section)>& spare
) {
  PartFacts{program, layout, flow}.compute();
  find_roots(program, flow);
  flow.reached.assign(program.steps.size(), false);
  for (const Root& root : flow.roots) {
    reach(program, layout, root.step, flow);
  }
  for (std::uint32_t i = 0; i < layout.sections.size(); ++i) {
    const Layout::Section& section = layout.sections[i];
    if (section.is_part && !flow.reached[section.first]) {
      spare(i);
      flow.roots.push_back(Root{.step = section.first, .stage = none});
      reach(program, layout, section.first, flow);
    }
  }
}

}  // namespace

Flow flow_of(const Program& program, const Layout& layout) {
  Flow flow;
  find_roads(program, layout, flow, [](std::uint32_t) {});
  return flow;
}

Flow analyse_flow(
    const Symbols& symbols, const Program& program, const Layout& layout, Findings& findings
) {
  Flow flow;
  flow.recursive = Recursion{program, layout, findings}.report();
  find_roads(program, layout, flow, [&](std::uint32_t section) {
    findings.warning(
        "W041",
        program.scenes[section].span,
        "Nothing does the part \"" + symbols.sections()[section].section->name.text + "\".",
        "Do it from somewhere, or take it out."
    );
  });
  if (!flow.recursive) {
    report_flow(symbols, program, layout, flow, findings);
  }
  return flow;
}

}  // namespace attune::engine
