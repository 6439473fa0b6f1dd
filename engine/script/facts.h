#pragma once

#include "engine/script/bits.h"
#include "engine/script/flow.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace attune::engine {

// What is known at a place, whichever road led there. Answers are numbered: questions as in the
// program, then fields of the person that no question asks for.
struct Facts {
  Bits asked;         // it was answered or skipped
  Bits answered;      // it holds an answer
  bool said = false;  // the coach has said a line in this turn

  bool operator==(const Facts&) const = default;
};

// Known on both roads.
Facts meet(const Facts& a, const Facts& b);

// Numbers answers, and says what a condition tells of them.
class AnswerFacts {
 public:
  explicit AnswerFacts(const Program& program);

  std::size_t size() const { return count_; }

  // nullopt for a name that is no answer.
  std::optional<std::size_t> index(NameId name) const;

  // What is known when nothing was asked yet: how the person is called.
  Facts at_start() const;

  // What is known as well when the condition turned out true, or false.
  Facts refine(const Facts& facts, std::uint32_t node, bool outcome) const;

 private:
  const Program& program_;
  std::map<NameId, std::size_t> fields_;
  std::size_t count_ = 0;
};

// A place where roads begin, and what is known there.
struct Start {
  std::uint32_t step = 0;
  Facts facts;
};

// Facts at every step, by iteration until nothing changes.
class FactFlow {
 public:
  // From the roots of the flow, where nothing was asked yet.
  FactFlow(
      const Program& program, const Layout& layout, const Flow& flow, const AnswerFacts& answers
  );

  // From these places alone.
  FactFlow(
      const Program& program,
      const Layout& layout,
      const Flow& flow,
      const AnswerFacts& answers,
      std::span<const Start> starts
  );

  // nullopt for a step that nothing reaches.
  const std::optional<Facts>& at(std::uint32_t step) const { return at_[step]; }

  // The facts that outlast a wait in this file: while a question stands open a person can take up
  // another stage, or ask for help, and what was answered there may change.
  Facts after_wait(Facts facts, std::uint32_t dialogue) const;

  bool asks(std::uint32_t section, std::size_t answer) const { return asks_[section].has(answer); }

  const std::optional<Facts>& at_exit(std::uint32_t section) const { return exits_[section]; }

 private:
  void note_asked();
  void note_kept();
  void run(std::span<const Start> starts);
  void process(std::uint32_t pc);
  void process_ask(std::uint32_t pc, Facts facts);
  void process_call(std::uint32_t pc, const Facts& facts);
  void process_return(std::uint32_t pc, const Facts& facts);
  void arrive(std::uint32_t step, const Facts& facts);

  const Program& program_;
  const Layout& layout_;
  const Flow& flow_;
  const AnswerFacts& answers_;
  std::vector<std::optional<Facts>> at_;
  std::vector<std::optional<Facts>> exits_;        // one a section
  std::vector<Bits> asks_;                         // one a section: answers that it can change
  std::vector<Bits> kept_;                         // one a dialogue: answers that outlast a wait
  std::vector<std::vector<std::uint32_t>> calls_;  // one a section: steps that do it
  std::vector<std::uint32_t> open_;
};

}  // namespace attune::engine
