#include <algorithm>

#include "tools/prove/roads.h"

// What breaks in on an open question, and what a stage that was left hears of others.
namespace attune::tools {

using engine::none;
using engine::StepKind;

void Roads::reopen(NodeId base, KnowledgeId known, Deed deed, NodeId also) {
  add(
      {.kind = RoadNode::Kind::waiting,
       .thread = nodes_[base].thread,
       .place = nodes_[base].place,
       .known = known,
       .from = base,
       .also = also,
       .deed = deed}
  );
}

void Roads::interrupt(
    NodeId base, std::uint32_t part, KnowledgeId known, std::uint32_t watch, bool latched_before
) {
  const auto [it, fresh] = interruption_numbers_.try_emplace(
      std::tuple{part, known, watch, latched_before},
      static_cast<std::uint32_t>(interruptions_.size())
  );
  const std::uint32_t number = it->second;
  if (fresh) {
    Interruption fresh_one;
    fresh_one.is_guard = is_guard(part);
    fresh_one.watch = watch;
    fresh_one.latched_before = latched_before;
    interruptions_.push_back(std::move(fresh_one));
    const Deed deed = watch != none           ? Deed{.kind = Deed::Kind::was_heard, .what = watch}
                      : is_guard(part)        ? Deed{}
                      : part == program_.help ? Deed{.kind = Deed::Kind::asked_help}
                                              : Deed{.kind = Deed::Kind::came_back};
    add(
        {.kind = RoadNode::Kind::running,
         .thread = stage_count() + number,
         .place = place({.step = part, .returns = {}}),
         .known = known,
         .turn_began = known,
         .deed = deed}
    );
  }
  interruptions_[number].broke_in_on.push_back(base);
  for (const Outcome& outcome : std::vector<Outcome>{interruptions_[number].outcomes}) {
    tell(base, number, outcome);
  }
}

void Roads::come_to(std::uint32_t interruption, const Outcome& outcome) {
  Interruption& which = interruptions_[interruption];
  if (!which.known_outcomes.emplace(outcome.kind, outcome.known, outcome.step).second) {
    return;
  }
  which.outcomes.push_back(outcome);
  for (const NodeId base : std::vector<NodeId>{interruptions_[interruption].broke_in_on}) {
    tell(base, interruption, outcome);
  }
}

// What an interruption came to, where it broke in. An interruption of an interruption takes its
// place: it broke in on the same question.
void Roads::tell(NodeId base, std::uint32_t interruption, const Outcome& outcome) {
  const RoadNode node = nodes_[base];
  if (!is_stage(node.thread)) {
    const std::uint32_t outer = node.thread - stage_count();
    const auto& known = interruptions_[outer].known_outcomes;
    if (outer != interruption && !known.contains({outcome.kind, outcome.known, outcome.step})) {
      Outcome relayed = outcome;
      relayed.node = static_cast<NodeId>(nodes_.size());
      RoadNode relay = node;
      relay.from = base;
      relay.also = outcome.node;
      relay.deed = {};
      nodes_.push_back(relay);  // it is on the road that is told, and leads nowhere else
      come_to(outer, relayed);
    }
    return;
  }
  const bool stands_open = node.kind != RoadNode::Kind::not_begun;
  switch (outcome.kind) {
    case Outcome::Kind::asks:
      add(
          {.kind = stands_open ? RoadNode::Kind::away : RoadNode::Kind::not_begun,
           .thread = node.thread,
           .place = node.place,
           .known = outcome.known,
           .from = base,
           .also = outcome.node,
           .deed = {}}
      );
      return;
    case Outcome::Kind::is_over:
      if (stands_open) {
        end_interruption(base, interruption, outcome);
        return;
      }
      [[fallthrough]];
    case Outcome::Kind::finishes:
      add(
          {.kind = RoadNode::Kind::not_begun,
           .thread = node.thread,
           .known = outcome.known,
           .from = base,
           .also = outcome.node,
           .deed = {}}
      );
      return;
    case Outcome::Kind::leads_away:
      add(
          {.kind = RoadNode::Kind::running,
           .thread = node.thread,
           .place = place({.step = outcome.step, .returns = {}}),
           .known = outcome.known,
           .turn_began = outcome.known,
           .from = base,
           .also = outcome.node,
           .deed = {}}
      );
      return;
  }
}

// The question is asked again, where its stage has no guard or the guard lets it.
void Roads::end_interruption(NodeId base, std::uint32_t interruption, const Outcome& outcome) {
  const RoadNode node = nodes_[base];
  const std::uint32_t guard = guards_[node.thread];
  const bool asks = program_.steps[step_of(node)].kind == StepKind::ask;
  if (guard == none || !asks || interruptions_[interruption].is_guard) {
    reopen(base, outcome.known, {}, outcome.node);
    return;
  }
  if (!guarded_.emplace(node.thread, node.place, outcome.known).second) {
    return;
  }
  // So that the road tells of what the guard stands behind.
  RoadNode behind = node;
  behind.from = base;
  behind.also = outcome.node;
  behind.deed = {};
  const auto relay = static_cast<NodeId>(nodes_.size());
  nodes_.push_back(behind);
  interrupt(relay, guard, outcome.known, none, false);
}

bool Roads::is_guard(std::uint32_t part) const {
  return std::ranges::find(guards_, part) != guards_.end();
}

void Roads::change(std::uint32_t stage, KnowledgeId from, KnowledgeId to, NodeId by) {
  if (from == to || !known_changes_.emplace(stage, from, to).second) {
    return;
  }
  const Change change{.stage = stage, .to = to, .by = by};
  changes_[from].push_back(change);
  for (const NodeId node : std::vector<NodeId>{left_[from]}) {
    hear_of(node, change);
  }
}

// What was changed elsewhere is so for a stage that was left, too.
void Roads::hear_of(NodeId id, const Change& change) {
  RoadNode node = nodes_[id];
  const bool is_of_this_stage =
      change.stage == node.thread || (change.stage == none && stage_count() == 1);
  if (is_stage(node.thread) && is_of_this_stage) {
    return;
  }
  node.known = change.to;
  node.from = id;
  node.also = change.by;
  node.deed = {};
  add(node);
}

}  // namespace attune::tools
