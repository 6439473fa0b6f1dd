#include "tools/prove/road_words.h"

#include <algorithm>

namespace attune::tools {
namespace {

std::string words_of(const engine::Program& program, const Deed& deed) {
  switch (deed.kind) {
    case Deed::Kind::nothing:
      return {};
    case Deed::Kind::began:
      return "begins " + program.stages[deed.what].name;
    case Deed::Kind::answered: {
      const engine::Question& question = program.questions[deed.what];
      return question.name + "? > " +
             (deed.option != engine::none ? program.options[deed.option].id : "an answer");
    }
    case Deed::Kind::skipped:
      return program.questions[deed.what].name + "? > (skip)";
    case Deed::Kind::continued:
      return "goes on after the rest";
    case Deed::Kind::asked_help:
      return "asks for help";
    case Deed::Kind::was_heard:
      return program.listening.watches[deed.what].name + " hears something in what was written";
    case Deed::Kind::came_back:
      return "comes back";
  }
  return {};
}

class Telling {
 public:
  Telling(const engine::Program& program, const Roads& roads) : program_{program}, roads_{roads} {}

  std::vector<std::string> tell(NodeId end) {
    for (NodeId at = end; at != no_node; at = roads_.nodes()[at].from) {
      const RoadNode& node = roads_.nodes()[at];
      note(words_of(program_, node.deed));
      if (node.also != no_node) {
        tell_elsewhere(node);
      }
    }
    std::ranges::reverse(lines_);
    return std::move(lines_);
  }

 private:
  void note(std::string words) {
    if (!words.empty() && (lines_.empty() || lines_.back() != words)) {
      lines_.push_back(std::move(words));
    }
  }

  // An interruption from its beginning; of another stage, the turn that changed something.
  void tell_elsewhere(const RoadNode& node) {
    const bool stage = roads_.nodes()[node.also].thread < program_.stages.size();
    for (NodeId at = node.also; at != no_node; at = roads_.nodes()[at].from) {
      const RoadNode& there = roads_.nodes()[at];
      if (!stage && there.also != no_node) {
        tell_elsewhere(there);
      }
      const std::string words = words_of(program_, there.deed);
      if (words.empty()) {
        continue;
      }
      if (stage) {
        note("meanwhile, in " + program_.stages[there.thread].name + ": " + words);
        return;
      }
      note(words);
    }
  }

  const engine::Program& program_;
  const Roads& roads_;
  std::vector<std::string> lines_;  // the last first
};

}  // namespace

std::vector<std::string> words_of_road(
    const engine::Program& program, const Roads& roads, NodeId end
) {
  return Telling{program, roads}.tell(end);
}

}  // namespace attune::tools
