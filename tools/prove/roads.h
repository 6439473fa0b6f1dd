#pragma once

#include "engine/program/program.h"
#include "engine/script/known.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tools/prove/knowledge.h"

// All roads through a course, as far as a promise is concerned (proof.h).
//
// Each stage is walked by itself, from each of its questions with each knowledge that it can stand
// there with. What a turn of one stage changes is noted as a change of knowledge, and reaches every
// other stage that may have been left just so. An interruption (help, a watch, a welcome back) is
// walked once for each knowledge that it can begin with, and what it ends with is given to every
// question that it can break in on.
namespace attune::tools {

// Index in Roads::nodes.
using NodeId = std::uint32_t;
inline constexpr NodeId no_node = 0xffffffffU;

// What a person did, or what happened, on the way to a node.
struct Deed {
  enum class Kind : std::uint8_t {
    nothing,
    began,      // `what` is a stage
    answered,   // `what` is a question; `option` where it was a choice
    skipped,    // `what` is a question
    continued,  // a rest
    asked_help,
    was_heard,  // `what` is a watch
    came_back,
  };

  Kind kind = Kind::nothing;
  std::uint32_t what = 0;
  std::uint32_t option = engine::none;
};

struct RoadNode {
  enum class Kind : std::uint8_t {
    running,    // about to do the step at its place
    waiting,    // the question or rest there is open
    away,       // it is open in a stage that was left
    not_begun,  // the stage is not begun, or is done
  };

  Kind kind = Kind::running;
  std::uint32_t thread = 0;  // a stage; beyond them, an interruption
  std::uint32_t place = 0;   // in Roads' places
  KnowledgeId known = 0;
  KnowledgeId turn_began = 0;  // running: what was known when its turn began
  NodeId from = no_node;
  NodeId also = no_node;  // what went on elsewhere: another stage's turn, or an interruption's end
  Deed deed;
};

class Roads {
 public:
  Roads(const engine::Program& program, const engine::Promise& promise, KnowledgeBase& knowledge);

  // False when there are more places than limits::prove_places_max.
  bool walk();

  // Where nobody may come, and somebody might; nullopt when there is no such road.
  std::optional<NodeId> broken() const { return broken_; }

  const std::vector<RoadNode>& nodes() const { return nodes_; }

  // The step at which a node stands.
  std::uint32_t step_of(const RoadNode& node) const { return places_[node.place].step; }

 private:
  // A step, and where the parts return to that it lies in.
  struct Place {
    std::uint32_t step = 0;
    std::vector<std::uint32_t> returns;

    auto operator<=>(const Place&) const = default;
  };

  // A change of what is known, by one turn of a stage.
  struct Change {
    std::uint32_t stage = 0;  // none: of an interruption, which any stage may have had
    KnowledgeId to = 0;
    NodeId by = no_node;
  };

  // What an interruption came to.
  struct Outcome {
    enum class Kind : std::uint8_t { asks, is_over, leads_away, finishes };

    Kind kind = Kind::asks;
    KnowledgeId known = 0;
    std::uint32_t step = 0;  // leads_away
    NodeId node = no_node;
  };

  // A part that breaks in on an open question, from its beginning.
  struct Interruption {
    bool is_guard = false;  // looks whether the question may be asked again
    std::uint32_t watch = engine::none;
    bool latched_before = false;
    std::vector<Outcome> outcomes;
    std::set<std::tuple<Outcome::Kind, KnowledgeId, std::uint32_t>> known_outcomes;
    std::vector<NodeId> broke_in_on;
  };

  using Key = std::tuple<RoadNode::Kind, std::uint32_t, std::uint32_t, KnowledgeId, KnowledgeId>;

  std::uint32_t stage_count() const { return static_cast<std::uint32_t>(program_.stages.size()); }

  bool is_stage(std::uint32_t thread) const { return thread < stage_count(); }

  std::uint32_t place(Place place);

  NodeId add(RoadNode node);
  void look_at(NodeId id);
  void look_at_running(NodeId id);
  void look_at_waiting(NodeId id);
  void look_at_away(NodeId id);
  void look_at_not_begun(NodeId id);
  void answer(NodeId id, const engine::Question& question);
  void be_heard(NodeId id, const engine::Question& question);

  // The same turn goes on at a step, or with other knowledge.
  void go_on(NodeId from, std::uint32_t step, KnowledgeId known);
  void go_on(NodeId from, std::uint32_t step, const std::vector<KnowledgeId>& known);
  // A new turn.
  void begin_turn(NodeId from, Place at, KnowledgeId known, Deed deed, NodeId also = no_node);
  void end_turn(NodeId from);
  void come_back_from_part(NodeId from);
  void lead_away(NodeId from, std::uint32_t step);
  void finish(NodeId from);
  // The question is open again.
  void reopen(NodeId base, KnowledgeId known, Deed deed, NodeId also);

  void interrupt(
      NodeId base, std::uint32_t part, KnowledgeId known, std::uint32_t watch, bool latched_before
  );
  bool is_guard(std::uint32_t part) const;
  void end_interruption(NodeId base, std::uint32_t interruption, const Outcome& outcome);
  void come_to(std::uint32_t interruption, const Outcome& outcome);
  void tell(NodeId base, std::uint32_t interruption, const Outcome& outcome);
  void change(std::uint32_t stage, KnowledgeId from, KnowledgeId to, NodeId by);
  void hear_of(NodeId node, const Change& change);

  const engine::Program& program_;
  const engine::Promise& promise_;
  KnowledgeBase& knowledge_;
  std::set<std::uint32_t> targets_;
  std::vector<std::uint32_t> guards_;  // one a stage: its part `guard`, or none
  std::set<std::tuple<std::uint32_t, std::uint32_t, KnowledgeId>> guarded_;  // stage, place
  bool goes_on_without_welcome_ = false;  // some stage takes up an interruption where it stood
  std::vector<Place> places_;
  std::map<Place, std::uint32_t> place_numbers_;
  std::vector<RoadNode> nodes_;
  std::map<Key, NodeId> node_numbers_;
  std::vector<Interruption> interruptions_;
  std::map<std::tuple<std::uint32_t, KnowledgeId, std::uint32_t, bool>, std::uint32_t>
      interruption_numbers_;
  std::unordered_map<KnowledgeId, std::vector<Change>> changes_;
  std::set<std::tuple<std::uint32_t, KnowledgeId, KnowledgeId>> known_changes_;
  std::unordered_map<KnowledgeId, std::vector<NodeId>> left_;  // away, or not begun
  std::deque<NodeId> open_;  // the nearest first, so that a road that is shown is short
  std::optional<NodeId> broken_;
};

}  // namespace attune::tools
