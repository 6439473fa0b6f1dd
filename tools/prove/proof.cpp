#include "tools/prove/proof.h"

#include "engine/script/known.h"

#include <algorithm>
#include <array>
#include <deque>
#include <set>

#include "tools/limits.h"
#include "tools/prove/knowledge.h"
#include "tools/prove/road_words.h"
#include "tools/prove/roads.h"

namespace attune::tools {
namespace {

using engine::StepKind;
using engine::ValueKind;
using engine::Variables;

// Not how often somebody was somewhere, nor how long ago: nothing in a script sets them.
bool can_be_followed(const engine::Program& program, const engine::Variable& variable) {
  return !variable.passing && (variable.answer || program.find_memory(variable.name) != nullptr);
}

// What a road hangs on: values that conditions on it looked at and that are not followed yet. Flags
// and words that the script remembers come first, since those are what forks are made of; then what
// somebody chose, then all else. Of a kind those that are nearest to the road's end.
class Refinement {
 public:
  Refinement(
      const engine::Program& program,
      const Variables& variables,
      const Roads& roads,
      std::vector<bool>& followed
  )
      : program_{program}, variables_{variables}, roads_{roads}, followed_{followed} {}

  // False when there is nothing left to follow: the road is true to its conditions.
  bool refine(NodeId end) {
    std::set<NodeId> seen;
    std::deque<NodeId> open{end};
    while (!open.empty()) {
      const NodeId at = open.front();
      open.pop_front();
      if (at == no_node || !seen.insert(at).second) {
        continue;
      }
      look_at(roads_.nodes()[at]);
      open.push_back(roads_.nodes()[at].from);
      open.push_back(roads_.nodes()[at].also);
    }
    for (const std::vector<std::uint32_t>& kind : found_) {
      const std::size_t count = std::min(kind.size(), limits::prove_follows_each_round);
      for (std::size_t i = 0; i < count; ++i) {
        followed_[kind[i]] = true;
      }
      if (count > 0) {
        return true;
      }
    }
    return false;
  }

 private:
  void note(std::uint32_t node) {
    variables_.each_read(node, [&](std::uint32_t variable) {
      const engine::Variable& read = variables_[variable];
      if (followed_[variable] || !can_be_followed(program_, read)) {
        return;
      }
      const bool flag = !read.answer && read.kind != ValueKind::number;
      const bool chosen = read.kind == ValueKind::option || read.kind == ValueKind::boolean;
      std::vector<std::uint32_t>& kind = found_[flag ? 0U : chosen ? 1U : 2U];
      if (std::ranges::find(kind, variable) == kind.end()) {
        kind.push_back(variable);
      }
    });
  }

  void look_at(const RoadNode& node) {
    if (node.kind == RoadNode::Kind::not_begun) {
      return;
    }
    const engine::Step& step = program_.steps[roads_.step_of(node)];
    if (step.kind == StepKind::branch) {
      note(step.a);
    } else if (step.kind == StepKind::set) {
      const auto memory = variables_.memory(program_.memory[step.b].id);
      if (memory && followed_[*memory]) {
        note(step.a);
      }
    } else if (step.kind == StepKind::ask) {
      const engine::Question& question = program_.questions[step.a];
      for (std::uint32_t i = 0; i < question.options_count; ++i) {
        const std::uint32_t condition = program_.options[question.options_first + i].condition;
        if (condition != engine::none) {
          note(condition);
        }
      }
    }
  }

  const engine::Program& program_;
  const Variables& variables_;
  const Roads& roads_;
  std::vector<bool>& followed_;
  std::array<std::vector<std::uint32_t>, 3> found_;
};

std::string name_of(const engine::Program& program, const engine::Variable& variable) {
  if (const engine::Memory* memory = program.find_memory(variable.name)) {
    return memory->name;
  }
  const engine::Question* question = program.find_question(variable.name);
  return question != nullptr ? question->name : "you";
}

std::string target_at(const engine::Promise& promise, std::uint32_t step) {
  const auto it = std::ranges::find(promise.targets, step, &engine::PromisedPlace::step);
  return it != promise.targets.end() ? it->name : std::string{};
}

}  // namespace

Proof prove(const engine::Program& program, const engine::Promise& promise) {
  const Variables variables{program};
  std::vector<bool> followed(variables.size(), false);
  if (promise.condition != engine::none) {
    variables.each_read(promise.condition, [&](std::uint32_t variable) {
      followed[variable] = can_be_followed(program, variables[variable]);
    });
  }
  Proof proof;
  while (true) {
    KnowledgeBase knowledge{program, promise, variables, followed};
    Roads roads{program, promise, knowledge};
    const bool whole = roads.walk();
    proof.places = roads.nodes().size();
    if (!whole) {
      proof.verdict = Verdict::undecided;
      break;
    }
    const auto broken = roads.broken();
    if (!broken) {
      proof.verdict = Verdict::holds;
      proof.target.clear();
      proof.road.clear();
      break;
    }
    proof.target = target_at(promise, roads.step_of(roads.nodes()[*broken]));
    proof.road = words_of_road(program, roads, *broken);
    if (!Refinement{program, variables, roads, followed}.refine(*broken)) {
      proof.verdict = Verdict::broken;
      break;
    }
  }
  for (std::uint32_t variable = 0; variable < variables.size(); ++variable) {
    if (followed[variable]) {
      proof.followed.push_back(name_of(program, variables[variable]));
    }
  }
  std::ranges::sort(proof.followed);
  return proof;
}

}  // namespace attune::tools
