#include "tools/prove/roads.h"

#include "engine/base/check.h"
#include "engine/program/guard.h"

#include <algorithm>

#include "tools/limits.h"

namespace attune::tools {

using engine::none;
using engine::Question;
using engine::QuestionKind;
using engine::Status;
using engine::Step;
using engine::StepKind;

namespace {

bool is_written(QuestionKind kind) {
  return kind == QuestionKind::text || kind == QuestionKind::long_text ||
         kind == QuestionKind::list;
}

bool picks(QuestionKind kind) {
  return kind == QuestionKind::pick || kind == QuestionKind::picks;
}

}  // namespace

Roads::Roads(
    const engine::Program& program, const engine::Promise& promise, KnowledgeBase& knowledge
)
    : program_{program}, promise_{promise}, knowledge_{knowledge} {
  for (const engine::PromisedPlace& target : promise.targets) {
    targets_.insert(target.step);
  }
  for (const engine::Stage& stage : program.stages) {
    guards_.push_back(engine::guard_of(program, stage));
    goes_on_without_welcome_ |= stage.written && stage.welcome_back == none;
  }
}

std::uint32_t Roads::place(Place place) {
  const auto [it, fresh] =
      place_numbers_.try_emplace(place, static_cast<std::uint32_t>(places_.size()));
  if (fresh) {
    places_.push_back(std::move(place));
  }
  return it->second;
}

bool Roads::walk() {
  for (const KnowledgeId known : knowledge_.at_start()) {
    for (std::uint32_t stage = 0; stage < stage_count(); ++stage) {
      if (program_.stages[stage].scene != none) {
        add({.kind = RoadNode::Kind::not_begun, .thread = stage, .known = known, .deed = {}});
      }
    }
  }
  while (!open_.empty() && !broken_) {
    if (nodes_.size() > limits::prove_places_max) {
      return false;
    }
    const NodeId id = open_.front();
    open_.pop_front();
    look_at(id);
  }
  return true;
}

// Adds a place that was not walked yet; the one that was, else. Where the promise's "after" begins,
// and where the promise is broken, is noticed here.
NodeId Roads::add(RoadNode node) {
  const bool arrives = node.kind == RoadNode::Kind::running || node.kind == RoadNode::Kind::waiting;
  bool breaks = false;
  if (arrives) {
    const std::uint32_t step = step_of(node);
    const StepKind kind = program_.steps[step].kind;
    const bool stands =
        node.kind == RoadNode::Kind::waiting || (kind != StepKind::ask && kind != StepKind::pause);
    breaks = stands && knowledge_[node.known].latched && targets_.contains(step);
    if (stands && promise_.trigger && promise_.trigger->step == step) {
      node.known = knowledge_.with_latch(node.known, true);
    }
  }
  if (breaks) {
    // Also where somebody may stand rightly at first, and comes again.
    broken_ = static_cast<NodeId>(nodes_.size());
    nodes_.push_back(node);
    return *broken_;
  }
  const KnowledgeId turn = node.kind == RoadNode::Kind::running ? node.turn_began : 0;
  const auto [it, fresh] = node_numbers_.try_emplace(
      Key{node.kind, node.thread, node.place, node.known, turn}, static_cast<NodeId>(nodes_.size())
  );
  if (fresh) {
    nodes_.push_back(node);
    open_.push_back(it->second);
  }
  return it->second;
}

void Roads::look_at(NodeId id) {
  switch (nodes_[id].kind) {
    case RoadNode::Kind::running:
      look_at_running(id);
      return;
    case RoadNode::Kind::waiting:
      look_at_waiting(id);
      return;
    case RoadNode::Kind::away:
      look_at_away(id);
      return;
    case RoadNode::Kind::not_begun:
      look_at_not_begun(id);
      return;
  }
}

void Roads::go_on(NodeId from, std::uint32_t step, KnowledgeId known) {
  RoadNode next = nodes_[from];
  next.place = place({.step = step, .returns = places_[next.place].returns});
  next.known = known;
  next.from = from;
  next.also = no_node;
  next.deed = {};
  add(next);
}

void Roads::go_on(NodeId from, std::uint32_t step, const std::vector<KnowledgeId>& known) {
  for (const KnowledgeId each : known) {
    go_on(from, step, each);
  }
}

void Roads::begin_turn(NodeId from, Place at, KnowledgeId known, Deed deed, NodeId also) {
  add(
      {.kind = RoadNode::Kind::running,
       .thread = nodes_[from].thread,
       .place = place(std::move(at)),
       .known = known,
       .turn_began = nodes_[from].known,
       .from = from,
       .also = also,
       .deed = deed}
  );
}

// Something stands open now.
void Roads::end_turn(NodeId from) {
  RoadNode next = nodes_[from];
  next.kind = RoadNode::Kind::waiting;
  next.from = from;
  next.also = no_node;
  next.deed = {};
  const NodeId waiting = add(next);
  const KnowledgeId known = nodes_[waiting].known;
  const std::uint32_t thread = next.thread;
  change(is_stage(thread) ? thread : none, next.turn_began, known, waiting);
  if (!is_stage(thread)) {
    come_to(
        thread - stage_count(),
        {.kind = Outcome::Kind::asks, .known = known, .step = 0, .node = waiting}
    );
  }
}

void Roads::look_at_running(NodeId id) {
  const RoadNode node = nodes_[id];
  const std::uint32_t pc = step_of(node);
  const Step& step = program_.steps[pc];
  switch (step.kind) {
    case StepKind::ask:
      end_turn(id);
      if (picks(program_.questions[step.a].kind)) {  // there may be nothing to pick from
        go_on(
            id,
            program_.questions[step.a].next,
            knowledge_.answered(node.known, program_.questions[step.a].id, Status::skipped, 0)
        );
      }
      return;
    case StepKind::pause:
      end_turn(id);
      go_on(id, pc + 1, node.known);  // one that counts from a stage may be over already
      return;
    case StepKind::jump:
      go_on(id, step.a, node.known);
      return;
    case StepKind::enter:
      lead_away(id, step.a);
      return;
    case StepKind::call: {
      Place inside = places_[node.place];
      inside.step = step.a;
      inside.returns.push_back(pc + 1);
      RoadNode next = node;
      next.place = place(std::move(inside));
      next.from = id;
      next.also = no_node;
      next.deed = {};
      add(next);
      return;
    }
    case StepKind::give_back:
      come_back_from_part(id);
      return;
    case StepKind::finish:
      finish(id);
      return;
    case StepKind::branch:
      go_on(id, pc + 1, knowledge_.when(node.known, step.a, true));
      go_on(id, step.b, knowledge_.when(node.known, step.a, false));
      return;
    case StepKind::set:
      go_on(id, pc + 1, knowledge_.set(node.known, step));
      return;
    case StepKind::score: {
      std::vector<KnowledgeId> known{node.known};
      for (const engine::MeasureScore& score : program_.measures[step.a].scores) {
        std::vector<KnowledgeId> after;
        for (const KnowledgeId each : known) {
          for (const std::uint8_t status : {Status::held, Status::skipped}) {
            const auto made = knowledge_.answered(
                each, program_.questions[score.question].id, status, ~std::uint64_t{0}
            );
            after.insert(after.end(), made.begin(), made.end());
          }
        }
        known = std::move(after);
      }
      go_on(id, pc + 1, known);
      return;
    }
    case StepKind::retract: {
      std::vector<KnowledgeId> known = knowledge_.forget_texts(node.known);
      if (!is_stage(node.thread)) {
        const Interruption& heard = interruptions_[node.thread - stage_count()];
        if (promise_.trigger && heard.watch != none && promise_.trigger->watch == heard.watch) {
          for (KnowledgeId& each : known) {
            each = knowledge_.with_latch(each, heard.latched_before);
          }
        }
      }
      go_on(id, pc + 1, known);
      return;
    }
    case StepKind::one_of:
      for (std::uint32_t way = 0; way < step.b; ++way) {
        go_on(id, program_.alternatives[step.a + way], node.known);
      }
      return;
    case StepKind::say:
    case StepKind::resources:
    case StepKind::practice:
    case StepKind::show:
      go_on(id, pc + 1, node.known);
      return;
    case StepKind::run_off:
      ATTUNE_CHECK(step.kind != StepKind::run_off);
      return;
  }
}

void Roads::come_back_from_part(NodeId from) {
  const RoadNode node = nodes_[from];
  Place outside = places_[node.place];
  if (!outside.returns.empty()) {
    outside.step = outside.returns.back();
    outside.returns.pop_back();
    RoadNode next = node;
    next.place = place(std::move(outside));
    next.from = from;
    next.also = no_node;
    next.deed = {};
    add(next);
    return;
  }
  ATTUNE_CHECK(!is_stage(node.thread));
  change(none, node.turn_began, node.known, from);
  come_to(
      node.thread - stage_count(),
      {.kind = Outcome::Kind::is_over, .known = node.known, .step = 0, .node = from}
  );
}

// A `go` drops all returns; in an interruption, what it broke in on as well.
void Roads::lead_away(NodeId from, std::uint32_t step) {
  const RoadNode node = nodes_[from];
  if (is_stage(node.thread)) {
    RoadNode next = node;
    next.place = place({.step = step, .returns = {}});
    next.from = from;
    next.also = no_node;
    next.deed = {};
    add(next);
    return;
  }
  change(none, node.turn_began, node.known, from);
  come_to(
      node.thread - stage_count(),
      {.kind = Outcome::Kind::leads_away, .known = node.known, .step = step, .node = from}
  );
}

void Roads::finish(NodeId from) {
  const RoadNode node = nodes_[from];
  change(is_stage(node.thread) ? node.thread : none, node.turn_began, node.known, from);
  if (!is_stage(node.thread)) {
    come_to(
        node.thread - stage_count(),
        {.kind = Outcome::Kind::finishes, .known = node.known, .step = 0, .node = from}
    );
    return;
  }
  add(
      {.kind = RoadNode::Kind::not_begun,
       .thread = node.thread,
       .known = node.known,
       .from = from,
       .deed = {}}
  );
}

void Roads::look_at_waiting(NodeId id) {
  const RoadNode node = nodes_[id];
  const Step& step = program_.steps[step_of(node)];
  if (step.kind == StepKind::pause) {
    Place after = places_[node.place];
    ++after.step;
    begin_turn(id, std::move(after), node.known, {.kind = Deed::Kind::continued});
  } else {
    answer(id, program_.questions[step.a]);
  }
  if (program_.help != none) {
    interrupt(id, program_.help, node.known, none, false);
  }
  if (is_stage(node.thread)) {
    add(
        {.kind = RoadNode::Kind::away,
         .thread = node.thread,
         .place = node.place,
         .known = node.known,
         .from = id,
         .deed = {}}
    );
  } else if (goes_on_without_welcome_) {
    left_[node.known].push_back(id);
    for (const Change& each : std::vector<Change>{changes_[node.known]}) {
      hear_of(id, each);
    }
  }
}

void Roads::answer(NodeId id, const Question& question) {
  const RoadNode node = nodes_[id];
  const auto index = static_cast<std::uint32_t>(&question - program_.questions.data());
  const auto turn = [&](std::uint32_t step, const std::vector<KnowledgeId>& known, Deed deed) {
    Place at = places_[node.place];
    at.step = step;
    for (const KnowledgeId each : known) {
      begin_turn(id, at, each, deed);
    }
  };
  if (question.kind == QuestionKind::choice) {
    for (std::uint32_t i = 0; i < question.options_count; ++i) {
      const std::uint32_t option = question.options_first + i;
      const std::uint32_t condition = program_.options[option].condition;
      const std::uint64_t bit = std::uint64_t{1} << std::min(i, 63U);
      const auto offered = condition == none ? std::vector{node.known}
                                             : knowledge_.when(node.known, condition, true);
      for (const KnowledgeId each : offered) {
        turn(
            program_.options[option].target,
            knowledge_.answered(each, question.id, Status::held, bit),
            {.kind = Deed::Kind::answered, .what = index, .option = option}
        );
      }
    }
  } else {
    turn(
        question.next,
        knowledge_.answered(node.known, question.id, Status::held, ~std::uint64_t{0}),
        {.kind = Deed::Kind::answered, .what = index}
    );
  }
  if (!question.required) {
    turn(
        question.next,
        knowledge_.answered(node.known, question.id, Status::skipped, 0),
        {.kind = Deed::Kind::skipped, .what = index}
    );
  }
  if (is_written(question.kind)) {
    be_heard(id, question);
  }
}

// A watch may hear something in what is written: the answer counts as skipped, and is asked again.
void Roads::be_heard(NodeId id, const Question& question) {
  const KnowledgeId before = nodes_[id].known;
  const std::uint32_t thread = nodes_[id].thread;
  const bool latched_before = knowledge_[before].latched;
  const auto& watches = program_.listening.watches;
  for (std::uint32_t watch = 0; watch < watches.size(); ++watch) {
    for (KnowledgeId heard : knowledge_.answered(before, question.id, Status::skipped, 0)) {
      if (promise_.trigger && promise_.trigger->watch == watch) {
        heard = knowledge_.with_latch(heard, true);
      }
      change(is_stage(thread) ? thread : none, before, heard, id);
      for (const std::uint32_t part : {watches[watch].clear_part, watches[watch].unclear_part}) {
        interrupt(id, part, heard, watch, latched_before);
      }
    }
  }
}

// Somebody comes back to a stage that they had left.
void Roads::look_at_away(NodeId id) {
  const RoadNode node = nodes_[id];
  const bool rests = program_.steps[step_of(node)].kind == StepKind::pause;
  const std::uint32_t welcome = program_.stages[node.thread].welcome_back;
  if (rests || welcome == none) {
    reopen(id, node.known, {.kind = Deed::Kind::came_back}, no_node);
  }
  if (welcome != none) {
    interrupt(id, welcome, node.known, none, false);
  }
  left_[node.known].push_back(id);
  for (const Change& each : std::vector<Change>{changes_[node.known]}) {
    hear_of(id, each);
  }
}

void Roads::look_at_not_begun(NodeId id) {
  const RoadNode node = nodes_[id];
  const engine::Stage& stage = program_.stages[node.thread];
  begin_turn(
      id,
      {.step = program_.scenes[stage.scene].step, .returns = {}},
      node.known,
      {.kind = Deed::Kind::began, .what = node.thread}
  );
  if (program_.help != none) {  // it can be asked for when a stage is done, too
    interrupt(id, program_.help, node.known, none, false);
  }
  left_[node.known].push_back(id);
  for (const Change& each : std::vector<Change>{changes_[node.known]}) {
    hear_of(id, each);
  }
}

}  // namespace attune::tools
