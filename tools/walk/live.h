#pragma once

#include "engine/program/program.h"
#include "engine/session/state.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/walk/flow.h"

namespace attune::tools {

// What a later condition can still see. Two sessions that stand at the same place, and differ only
// in what no condition on the way ahead looks at, go on in the same way.
class Live {
 public:
  // roads: conditions that decide where somebody goes, or what is remembered. words: also those
  // that only choose among lines to say.
  enum class Of : std::uint8_t { roads, words };

  // The conversation ends with `stage`; empty: with the course.
  Live(const engine::Program& program, const Flow& flow, const std::string& stage, Of of);

  // Equal for states that go on in the same way, whatever is answered.
  std::string key(const engine::State& state) const;

  // Options of a question that a condition asks about.
  std::vector<std::string> read_ids(engine::NameId question) const;

 private:
  // One thing that a condition can ask.
  struct Fact {
    enum class Kind : std::uint8_t {
      answered,  // asked, skipped or answered
      holds,     // the option `id` was chosen
      count,     // how many things it holds
      answer,    // its value, whatever it is
      memory,
      visits
    };

    engine::NameId name;
    Kind kind = Kind::answered;
    std::string id;
    double visits_max = 0;  // more visits than this are all the same

    bool is(engine::NameId other, Kind kind, std::string_view id) const;
  };

  using Set = std::vector<bool>;  // one entry a fact

  std::size_t fact(engine::NameId name, Fact::Kind kind, std::string_view id = {});
  void read_node(std::uint32_t index, std::vector<std::size_t>& reads);
  void read_operands(const engine::Node& node, std::vector<std::size_t>& reads);
  void collect(Of of);
  bool only_speaks(std::uint32_t from, std::uint32_t to) const;
  void solve(const Flow& flow);
  void add_at(const engine::Wait& wait, Set& live) const;
  void put(const Fact& fact, const engine::State& state, std::string& key) const;

  const engine::Program& program_;
  std::vector<Fact> facts_;
  std::map<engine::NameId, std::vector<std::size_t>> facts_of_;
  std::vector<std::vector<std::size_t>> reads_;  // of a step
  std::vector<Set> live_;                        // before a step
  std::vector<std::uint32_t> later_;             // where a stage begins that comes after another
};

}  // namespace attune::tools
