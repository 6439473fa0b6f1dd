#pragma once

#include "engine/script/bits.h"
#include "engine/script/flow.h"
#include "engine/script/known.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace attune::engine {

// What is known of values at every step, over all roads, conditions taken into account; by
// iteration until nothing changes. Only of those that something further on looks at.
class ValueFlow {
 public:
  ValueFlow(
      const Program& program, const Layout& layout, const Flow& flow, const Variables& variables
  );

  // nullopt for a step that no road leads to when conditions are taken into account.
  const std::optional<Values>& at(std::uint32_t step) const { return at_[step]; }

  // At an open question of this step: others may have changed what is not its stage's own.
  Values after_wait(Values values, std::uint32_t step) const;

 private:
  // Those of its scores that some condition looks at.
  template <class Visit>
  void each_score(const Step& step, const Visit& visit) const;

  void note_changes();
  void note_outside();
  void note_live();
  Bits live_before(std::uint32_t pc, const Bits& after) const;
  void add_reads(std::uint32_t node, Bits& reads) const;

  void run();
  void process(std::uint32_t pc);
  void process_ask(std::uint32_t pc, const Values& before);
  void process_choice(const Question& question, std::uint32_t answer, const Values& values);
  void process_set(std::uint32_t pc, Values values);
  void process_call(std::uint32_t pc, const Values& values);
  void process_return(std::uint32_t pc, const Values& values);
  void arrive(std::uint32_t step, Values values);

  const Program& program_;
  const Layout& layout_;
  const Flow& flow_;
  const Variables& variables_;
  std::vector<std::optional<Values>> at_;
  std::vector<std::uint32_t> arrivals_;            // one a step
  std::vector<std::optional<Values>> exits_;       // one a section
  std::vector<std::uint32_t> returns_;             // one a section: how often its exit changed
  std::vector<std::vector<std::uint32_t>> calls_;  // one a section: steps that do it
  std::vector<Bits> changes_;                      // one a section: what it can change
  std::vector<Bits> outside_;                      // one a dialogue: what changes while it waits
  std::vector<Bits> live_;                         // one a step: what is looked at from there on
  std::vector<std::uint32_t> open_;
};

}  // namespace attune::engine
