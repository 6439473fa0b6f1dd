#include "engine/script/facts.h"

#include "engine/program/guard.h"

#include <algorithm>

namespace attune::engine {
Facts meet(const Facts& a, const Facts& b) {
  Facts both = a;
  both.asked.keep(b.asked);
  both.answered.keep(b.answered);
  both.said = both.said && b.said;
  return both;
}

AnswerFacts::AnswerFacts(const Program& program) : program_{program} {
  count_ = program.questions.size();
  for (const std::string& field : program.profile) {
    const NameId name = name_id("you." + field);
    if (program.find_question(name) == nullptr) {
      fields_.emplace(name, count_++);
    }
  }
}

std::optional<std::size_t> AnswerFacts::index(NameId name) const {
  if (const Question* question = program_.find_question(name)) {
    return static_cast<std::size_t>(question - program_.questions.data());
  }
  const auto it = fields_.find(name);
  return it != fields_.end() ? std::optional{it->second} : std::nullopt;
}

Facts AnswerFacts::at_start() const {
  Facts facts;
  facts.asked = Bits{count_};
  facts.answered = Bits{count_};
  // A journey cannot begin without a name.
  if (const auto name = fields_.find(name_id("you.name")); name != fields_.end()) {
    facts.asked.add(name->second);
    facts.answered.add(name->second);
  }
  return facts;
}

Facts AnswerFacts::refine(const Facts& facts, std::uint32_t index_of_node, bool outcome) const {
  const Node& node = program_.nodes[index_of_node];
  Facts known = facts;
  const auto learn = [&](NameId name) {
    if (const auto answer = index(name)) {
      known.asked.add(*answer);
      known.answered.add(*answer);
    }
  };
  const auto learn_side = [&](std::uint32_t side) {
    if (program_.nodes[side].op == Op::answer) {
      learn(program_.nodes[side].name);
    }
  };
  switch (node.op) {
    case Op::is_answered:
      if (outcome) {
        learn(node.name);
      }
      return known;
    case Op::is_skipped: {
      const auto answer = index(node.name);
      if (answer && outcome) {
        known.asked.add(*answer);
      } else if (answer && known.asked.has(*answer)) {
        learn(node.name);
      }
      return known;
    }
    case Op::equal:
    case Op::includes:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      if (outcome) {
        learn_side(node.left);
        learn_side(node.right);
      }
      return known;
    case Op::not_equal:
      if (!outcome) {
        learn_side(node.left);
      }
      return known;
    case Op::logical_not:
      return refine(facts, node.left, !outcome);
    case Op::logical_and:
    case Op::logical_or: {
      // Both sides decided it, or the left one alone did.
      const bool whole = node.op == Op::logical_and;
      const Facts both = refine(refine(facts, node.left, whole), node.right, outcome);
      return outcome == whole ? both : meet(refine(facts, node.left, outcome), both);
    }
    case Op::answer:
      if (outcome) {
        learn(node.name);
      }
      return known;
    case Op::number:
    case Op::boolean:
    case Op::text:
    case Op::option:
    case Op::memory:
    case Op::visits:
    case Op::days_since:
    case Op::count:
    case Op::negate:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
      return known;
  }
  return known;
}

namespace {

std::vector<Start> starts_of(const Flow& flow, const AnswerFacts& answers) {
  std::vector<Start> starts;
  starts.reserve(flow.roots.size());
  for (const Root& root : flow.roots) {
    starts.push_back(Start{.step = root.step, .facts = answers.at_start()});
  }
  return starts;
}

}  // namespace

FactFlow::FactFlow(
    const Program& program, const Layout& layout, const Flow& flow, const AnswerFacts& answers
)
    : FactFlow{program, layout, flow, answers, starts_of(flow, answers)} {}

FactFlow::FactFlow(
    const Program& program,
    const Layout& layout,
    const Flow& flow,
    const AnswerFacts& answers,
    std::span<const Start> starts
)
    : program_{program}, layout_{layout}, flow_{flow}, answers_{answers} {
  at_.resize(program.steps.size());
  exits_.resize(layout.sections.size());
  calls_.resize(layout.sections.size());
  note_asked();
  note_kept();
  run(starts);
}

void FactFlow::note_asked() {
  asks_.assign(layout_.sections.size(), Bits{answers_.size()});
  bool changed = true;
  while (changed) {
    changed = false;
    for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
      const Step& step = program_.steps[pc];
      Bits& asked = asks_[layout_.section_of_step[pc]];
      if (step.kind == StepKind::ask) {
        asked.add(step.a);
      } else if (step.kind == StepKind::score) {
        for (const MeasureScore& score : program_.measures[step.a].scores) {
          asked.add(score.question);
        }
      } else if (step.kind == StepKind::call) {
        changed = asked.add(asks_[layout_.section_of_step[step.a]]) || changed;
      }
    }
  }
}

void FactFlow::note_kept() {
  kept_.assign(layout_.is_stage.size(), Bits{answers_.size()});
  for (std::size_t dialogue = 0; dialogue < kept_.size(); ++dialogue) {
    for (std::size_t i = 0; i < answers_.size(); ++i) {
      const bool field = i >= program_.questions.size();
      if (field || (layout_.is_stage[dialogue] && layout_.dialogue_of_question[i] == dialogue)) {
        kept_[dialogue].add(i);
      }
    }
  }
  const auto interrupts = [&](std::uint32_t step) {
    for (Bits& kept : kept_) {
      kept.remove(asks_[layout_.section_of_step[step]]);
    }
  };
  if (program_.help != none) {
    interrupts(program_.help);
  }
  for (const Stage& stage : program_.stages) {
    for (const std::uint32_t part : own_parts_of(program_, stage)) {
      if (part != none) {
        interrupts(part);
      }
    }
  }
  // Another stage may do a part of this file that asks.
  for (std::uint32_t i = 0; i < layout_.sections.size(); ++i) {
    const Layout::Section& section = layout_.sections[i];
    for (std::size_t dialogue = 0; dialogue < kept_.size(); ++dialogue) {
      if (!section.is_part && section.dialogue != dialogue) {
        kept_[dialogue].remove(asks_[i]);
      }
    }
  }
}

Facts FactFlow::after_wait(Facts facts, std::uint32_t dialogue) const {
  facts.answered.keep(kept_[dialogue]);
  facts.said = false;
  return facts;
}

void FactFlow::run(std::span<const Start> starts) {
  for (const Start& start : starts) {
    arrive(start.step, start.facts);
  }
  while (!open_.empty()) {
    const std::uint32_t pc = open_.back();
    open_.pop_back();
    process(pc);
  }
}

void FactFlow::arrive(std::uint32_t step, const Facts& facts) {
  std::optional<Facts>& known = at_[step];
  Facts now = known ? meet(*known, facts) : facts;
  if (!known || !(now == *known)) {
    known = std::move(now);
    open_.push_back(step);
  }
}

void FactFlow::process(std::uint32_t pc) {
  const std::optional<Facts>& known = at_[pc];
  if (!known) {
    return;  // nothing is opened before facts arrive there
  }
  const Facts facts = *known;
  const Step& step = program_.steps[pc];
  switch (step.kind) {
    case StepKind::ask:
      process_ask(pc, facts);
      return;
    case StepKind::call:
      process_call(pc, facts);
      return;
    case StepKind::give_back:
      process_return(pc, facts);
      return;
    case StepKind::branch:
      arrive(pc + 1, answers_.refine(facts, step.a, true));
      arrive(step.b, answers_.refine(facts, step.a, false));
      return;
    case StepKind::pause:
      arrive(pc + 1, after_wait(facts, layout_.sections[layout_.section_of_step[pc]].dialogue));
      return;
    case StepKind::score: {
      Facts after = facts;
      for (const MeasureScore& score : program_.measures[step.a].scores) {
        after.asked.add(score.question);
        after.answered.remove(score.question);  // too few of its items may have been answered
      }
      arrive(pc + 1, after);
      return;
    }
    case StepKind::say:
    case StepKind::resources: {
      Facts after = facts;
      after.said = true;
      arrive(pc + 1, after);
      return;
    }
    case StepKind::practice:
    case StepKind::show:
    case StepKind::one_of:
    case StepKind::retract:
    case StepKind::jump:
    case StepKind::enter:
    case StepKind::set:
    case StepKind::finish:
    case StepKind::run_off:
      flow_.each_next(program_, layout_, pc, [&](std::uint32_t next) { arrive(next, facts); });
      return;
  }
}

void FactFlow::process_ask(std::uint32_t pc, Facts facts) {
  const std::uint32_t index = program_.steps[pc].a;
  const Question& question = program_.questions[index];
  facts = after_wait(std::move(facts), layout_.sections[layout_.section_of_step[pc]].dialogue);
  facts.asked.add(index);
  Facts skipped = facts;
  skipped.answered.remove(index);
  facts.answered.add(index);
  const bool may_be_skipped = !question.required || may_pass_over(question);
  if (question.kind == QuestionKind::choice) {
    for (std::uint32_t i = 0; i < question.options_count; ++i) {
      arrive(program_.options[question.options_first + i].target, facts);
    }
    if (may_be_skipped) {
      arrive(question.next, skipped);
    }
    return;
  }
  arrive(question.next, may_be_skipped ? skipped : facts);
}

void FactFlow::process_call(std::uint32_t pc, const Facts& facts) {
  const std::uint32_t target = program_.steps[pc].a;
  const std::uint32_t callee = layout_.section_of_step[target];
  std::vector<std::uint32_t>& calls = calls_[callee];
  if (std::ranges::find(calls, pc) == calls.end()) {
    calls.push_back(pc);
  }
  arrive(target, facts);
  const std::optional<Facts>& left = exits_[callee];
  if (!left) {
    return;
  }
  // What the part can change is as it left it; all else is as it was.
  const Facts& exit = *left;
  const std::uint32_t dialogue = layout_.sections[layout_.section_of_step[pc]].dialogue;
  Facts after = flow_.waits[callee] ? after_wait(facts, dialogue) : facts;
  after.asked.take(exit.asked, asks_[callee]);
  after.answered.take(exit.answered, asks_[callee]);
  after.said = exit.said || (!flow_.waits[callee] && facts.said);
  arrive(pc + 1, after);
}

void FactFlow::process_return(std::uint32_t pc, const Facts& facts) {
  const std::uint32_t section = layout_.section_of_step[pc];
  std::optional<Facts>& exit = exits_[section];
  Facts now = exit ? meet(*exit, facts) : facts;
  if (exit && now == *exit) {
    return;
  }
  exit = std::move(now);
  for (const std::uint32_t call : calls_[section]) {
    open_.push_back(call);
  }
}

}  // namespace attune::engine
