#pragma once

#include "engine/program/program.h"
#include "engine/script/known.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

// What a road knows: of the values that are followed, and whether the promise's "after" has come.
namespace attune::tools {

// Number of a Knowledge: equal knowledge has one number.
using KnowledgeId = std::uint32_t;

struct Knowledge {
  engine::Values values;
  bool latched = false;
};

class KnowledgeBase {
 public:
  // `followed`: one for each variable.
  KnowledgeBase(
      const engine::Program& program,
      const engine::Promise& promise,
      const engine::Variables& variables,
      std::vector<bool> followed
  );

  // At the start of a course: nothing was asked, memory is as it was declared.
  std::vector<KnowledgeId> at_start();

  const Knowledge& operator[](KnowledgeId id) const { return all_[id]; }

  // The numbers of what may be so now that values have changed: whether the promise's condition
  // holds is known in each.
  std::vector<KnowledgeId> settle(Knowledge knowledge);

  // With `latched` as it says.
  KnowledgeId with_latch(KnowledgeId id, bool latched);

  // When the condition turns out so; those of its values that are followed are known then.
  std::vector<KnowledgeId> when(KnowledgeId id, std::uint32_t node, bool outcome);

  // The answer may be any of these from now on: `status` as in engine::Status, `may` of an option.
  std::vector<KnowledgeId> answered(
      KnowledgeId id, engine::NameId question, std::uint8_t status, std::uint64_t may
  );
  std::vector<KnowledgeId> set(KnowledgeId id, const engine::Step& step);
  // What was heard in some text was not meant: no text answer is known any more.
  std::vector<KnowledgeId> forget_texts(KnowledgeId id);

 private:
  // The ends of a counter that some condition could tell apart: a number and what lies just below
  // and above it. So there are few ranges, however often it is counted up.
  void note_ends();
  engine::Known between_ends(engine::Known known, std::uint32_t variable) const;
  KnowledgeId number(Knowledge knowledge);

  bool is_followed(std::uint32_t variable) const { return followed_[variable]; }

  std::string key(const Knowledge& knowledge) const;

  const engine::Program& program_;
  const engine::Promise& promise_;
  const engine::Variables& variables_;
  std::vector<bool> followed_;
  std::vector<std::uint32_t> followed_list_;
  std::map<std::uint32_t, std::set<double>> ends_;  // by variable
  std::vector<Knowledge> all_;
  std::unordered_map<std::string, KnowledgeId> numbers_;
};

}  // namespace attune::tools
