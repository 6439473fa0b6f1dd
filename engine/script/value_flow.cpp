#include "engine/script/value_flow.h"

#include "engine/program/guard.h"

#include <algorithm>

namespace attune::engine {
namespace {

// A value that still grows after so many arrivals grows in a loop.
constexpr std::uint32_t arrivals_before_widening = 4;
// After so many, nothing is claimed: what is known only shrinks, so this is never needed, and says
// that the iteration ends.
constexpr std::uint32_t arrivals_max = 64;

}  // namespace

ValueFlow::ValueFlow(
    const Program& program, const Layout& layout, const Flow& flow, const Variables& variables
)
    : program_{program}, layout_{layout}, flow_{flow}, variables_{variables} {
  at_.resize(program.steps.size());
  arrivals_.resize(program.steps.size(), 0);
  exits_.resize(layout.sections.size());
  returns_.resize(layout.sections.size(), 0);
  calls_.resize(layout.sections.size());
  note_changes();
  note_outside();
  note_live();
  run();
}

template <class Visit>
void ValueFlow::each_score(const Step& step, const Visit& visit) const {
  for (const MeasureScore& score : program_.measures[step.a].scores) {
    if (const auto variable = variables_.answer(program_.questions[score.question].id)) {
      visit(*variable);
    }
  }
}

void ValueFlow::note_changes() {
  changes_.assign(layout_.sections.size(), Bits{variables_.size()});
  for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
    const Step& step = program_.steps[pc];
    std::optional<std::uint32_t> variable;
    if (step.kind == StepKind::score) {
      each_score(step, [&](std::uint32_t score) {
        changes_[layout_.section_of_step[pc]].add(score);
      });
    } else if (step.kind == StepKind::ask) {
      variable = variables_.answer(program_.questions[step.a].id);
    } else if (step.kind == StepKind::set) {
      variable = variables_.memory(program_.memory[step.b].id);
    }
    if (variable) {
      changes_[layout_.section_of_step[pc]].add(*variable);
    }
  }
  bool changed = true;
  while (changed) {
    changed = false;
    for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
      const Step& step = program_.steps[pc];
      if (step.kind == StepKind::call) {
        const Bits& below = changes_[layout_.section_of_step[step.a]];
        changed = changes_[layout_.section_of_step[pc]].add(below) || changed;
      }
    }
  }
}

// While a question stands open, a person can ask for help, be welcomed back, or take up another
// stage and come back from it.
void ValueFlow::note_outside() {
  outside_.assign(layout_.is_stage.size(), Bits{variables_.size()});
  const auto interrupts = [&](std::uint32_t step) {
    for (Bits& outside : outside_) {
      outside.add(changes_[layout_.section_of_step[step]]);
    }
  };
  if (program_.help != none) {
    interrupts(program_.help);
  }
  for (const Watch& watch : program_.listening.watches) {
    interrupts(watch.clear_part);
    interrupts(watch.unclear_part);
  }
  for (const Stage& stage : program_.stages) {
    for (const std::uint32_t part : own_parts_of(program_, stage)) {
      if (part != none) {
        interrupts(part);
      }
    }
  }
  for (std::uint32_t i = 0; i < layout_.sections.size(); ++i) {
    const Layout::Section& section = layout_.sections[i];
    for (std::uint32_t dialogue = 0; dialogue < outside_.size(); ++dialogue) {
      if (!section.is_part && section.dialogue != dialogue) {
        outside_[dialogue].add(changes_[i]);
      }
    }
  }
  for (std::uint32_t i = 0; i < variables_.size(); ++i) {
    if (variables_[i].passing) {
      std::ranges::for_each(outside_, [i](Bits& outside) { outside.add(i); });
    }
  }
}

void ValueFlow::add_reads(std::uint32_t node, Bits& reads) const {
  variables_.each_read(node, [&](std::uint32_t variable) { reads.add(variable); });
}

Bits ValueFlow::live_before(std::uint32_t pc, const Bits& after) const {
  Bits live = after;
  const Step& step = program_.steps[pc];
  if (step.kind == StepKind::branch) {
    add_reads(step.a, live);
  } else if (step.kind == StepKind::set) {
    if (const auto memory = variables_.memory(program_.memory[step.b].id)) {
      live.remove(*memory);
    }
    add_reads(step.a, live);
  } else if (step.kind == StepKind::score) {
    each_score(step, [&](std::uint32_t score) { live.remove(score); });
  } else if (step.kind == StepKind::show) {
    for (const PictureRow& row : program_.pictures[step.a].rows) {
      if (row.condition != none) {
        add_reads(row.condition, live);
      }
      for (const std::uint32_t number : row.at) {
        add_reads(number, live);
      }
    }
  } else if (step.kind == StepKind::ask) {
    const Question& question = program_.questions[step.a];
    if (const auto answer = variables_.answer(question.id)) {
      live.remove(*answer);
    }
    for (std::uint32_t i = 0; i < question.options_count; ++i) {
      const std::uint32_t condition = program_.options[question.options_first + i].condition;
      if (condition != none) {
        add_reads(condition, live);
      }
    }
  }
  return live;
}

// Backwards: a `do` looks at what its part looks at, and a `return` at what any place that it can
// come back to does.
void ValueFlow::note_live() {
  live_.assign(program_.steps.size(), Bits{variables_.size()});
  std::vector<Bits> after_return(layout_.sections.size(), Bits{variables_.size()});
  bool changed = true;
  while (changed) {
    changed = false;
    for (auto pc = static_cast<std::uint32_t>(program_.steps.size()); pc-- > 0;) {
      if (!flow_.reached[pc]) {
        continue;
      }
      const Step& step = program_.steps[pc];
      Bits after{variables_.size()};
      flow_.each_next(program_, layout_, pc, [&](std::uint32_t next) { after.add(live_[next]); });
      if (step.kind == StepKind::call) {
        const std::uint32_t callee = layout_.section_of_step[step.a];
        changed = after_return[callee].add(after) || changed;
        after.add(live_[step.a]);
      } else if (step.kind == StepKind::give_back) {
        after.add(after_return[layout_.section_of_step[pc]]);
      }
      changed = live_[pc].add(live_before(pc, after)) || changed;
    }
  }
}

Values ValueFlow::after_wait(Values values, std::uint32_t step) const {
  const std::uint32_t dialogue = layout_.sections[layout_.section_of_step[step]].dialogue;
  const bool own = layout_.is_stage[dialogue];
  values.keep_if([&](std::uint32_t variable) { return own && !outside_[dialogue].has(variable); });
  return values;
}

void ValueFlow::run() {
  for (const Root& root : flow_.roots) {
    arrive(root.step, Values{});
  }
  while (!open_.empty()) {
    const std::uint32_t pc = open_.back();
    open_.pop_back();
    process(pc);
  }
}

void ValueFlow::arrive(std::uint32_t step, Values values) {
  values.keep_if([&](std::uint32_t variable) { return live_[step].has(variable); });
  std::optional<Values>& known = at_[step];
  if (known) {
    const bool widen = arrivals_[step] >= arrivals_before_widening;
    values = arrivals_[step] < arrivals_max ? variables_.join(*known, values, widen) : Values{};
    if (values == *known) {
      return;
    }
  }
  known = std::move(values);
  ++arrivals_[step];
  open_.push_back(step);
}

void ValueFlow::process(std::uint32_t pc) {
  const std::optional<Values>& known = at_[pc];
  if (!known) {
    return;  // nothing is opened before values arrive there
  }
  Values values = *known;
  const Step& step = program_.steps[pc];
  switch (step.kind) {
    case StepKind::ask:
      process_ask(pc, values);
      return;
    case StepKind::call:
      process_call(pc, values);
      return;
    case StepKind::give_back:
      process_return(pc, values);
      return;
    case StepKind::branch:
      if (auto holds = variables_.refine(values, step.a, true)) {
        arrive(pc + 1, *std::move(holds));
      }
      if (auto otherwise = variables_.refine(values, step.a, false)) {
        arrive(step.b, *std::move(otherwise));
      }
      return;
    case StepKind::set:
      process_set(pc, std::move(values));
      return;
    case StepKind::pause:
      arrive(pc + 1, after_wait(std::move(values), pc));
      return;
    case StepKind::enter:
      if (const auto visits = variables_.visits(step.name)) {
        values.forget(*visits);
      }
      arrive(step.a, std::move(values));
      return;
    case StepKind::score:
      each_score(step, [&](std::uint32_t score) {
        Known known = variables_[score].any;
        known.status = Status::held | Status::skipped;
        values.set(score, known, variables_[score].any);
      });
      arrive(pc + 1, std::move(values));
      return;
    case StepKind::say:
    case StepKind::resources:
    case StepKind::practice:
    case StepKind::show:
    case StepKind::retract:
    case StepKind::one_of:
    case StepKind::jump:
    case StepKind::finish:
    case StepKind::run_off:
      flow_.each_next(program_, layout_, pc, [&](std::uint32_t next) { arrive(next, values); });
      return;
  }
}

void ValueFlow::process_ask(std::uint32_t pc, const Values& before) {
  const Question& question = program_.questions[program_.steps[pc].a];
  const std::optional<std::uint32_t> answer = variables_.answer(question.id);
  const Values values = after_wait(before, pc);
  if (question.kind == QuestionKind::choice) {
    process_choice(question, answer.value_or(none), values);
  }
  Values after = values;
  const bool may_be_skipped = !question.required || may_pass_over(question);
  if (question.kind == QuestionKind::choice && !may_be_skipped) {
    return;
  }
  if (answer) {
    Known known = variables_[*answer].any;
    known.status = static_cast<std::uint8_t>(
        (question.kind == QuestionKind::choice ? 0 : Status::held) |
        (may_be_skipped ? Status::skipped : 0)
    );
    after.set(*answer, known, variables_[*answer].any);
  }
  arrive(question.next, std::move(after));
}

void ValueFlow::process_choice(
    const Question& question, std::uint32_t answer, const Values& values
) {
  for (std::uint32_t i = 0; i < question.options_count; ++i) {
    const Option& option = program_.options[question.options_first + i];
    std::optional<Values> chosen =
        option.condition == none ? values : variables_.refine(values, option.condition, true);
    if (!chosen) {
      continue;  // never on offer
    }
    if (answer != none) {
      Known known = variables_[answer].any;
      known.status = Status::held;
      known.may = i < 63 ? std::uint64_t{1} << i : std::uint64_t{1} << 63;
      chosen->set(answer, known, variables_[answer].any);
    }
    arrive(option.target, *std::move(chosen));
  }
}

void ValueFlow::process_set(std::uint32_t pc, Values values) {
  const Step& step = program_.steps[pc];
  if (const auto memory = variables_.memory(program_.memory[step.b].id)) {
    const Known value = variables_.evaluate(values, step.a, *memory);
    values.set(*memory, value, variables_[*memory].any);
  }
  arrive(pc + 1, std::move(values));
}

void ValueFlow::process_call(std::uint32_t pc, const Values& values) {
  const std::uint32_t target = program_.steps[pc].a;
  const std::uint32_t callee = layout_.section_of_step[target];
  std::vector<std::uint32_t>& calls = calls_[callee];
  if (std::ranges::find(calls, pc) == calls.end()) {
    calls.push_back(pc);
  }
  arrive(target, values);
  const std::optional<Values>& exit = exits_[callee];
  if (!exit) {
    return;
  }
  // What the part can change is as it left it; all else is as it was.
  Values after = flow_.waits[callee] ? after_wait(values, pc) : values;
  for (std::uint32_t i = 0; i < variables_.size(); ++i) {
    if (changes_[callee].has(i)) {
      after.set(i, variables_.known(*exit, i), variables_[i].any);
    }
  }
  arrive(pc + 1, std::move(after));
}

void ValueFlow::process_return(std::uint32_t pc, const Values& values) {
  const std::uint32_t section = layout_.section_of_step[pc];
  std::optional<Values>& exit = exits_[section];
  Values now = values;
  if (exit) {
    now = variables_.join(*exit, values, returns_[section] >= arrivals_before_widening);
    if (now == *exit) {
      return;
    }
  }
  exit = std::move(now);
  ++returns_[section];
  for (const std::uint32_t call : calls_[section]) {
    open_.push_back(call);
  }
}

}  // namespace attune::engine
