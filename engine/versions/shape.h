#pragma once

#include "engine/script/facts.h"

#include <memory>

// What the proofs need of a Program beside its steps.
namespace attune::engine {

// Refers to the program, which must outlive it.
class Shape {
 public:
  explicit Shape(const Program& program);
  Shape(const Shape&) = delete;
  Shape& operator=(const Shape&) = delete;

  const Layout& layout() const { return layout_; }

  const Flow& flow() const { return flow_; }

  const AnswerFacts& answers() const { return answers_; }

  // The section that holds a step.
  std::uint32_t section_at(std::uint32_t step) const { return layout_.section_of_step[step]; }

  // Facts at every step that a road from the beginning reaches.
  FactFlow facts() const;

  // A step that counts on what nobody may have answered.
  struct Unmet {
    std::uint32_t step = 0;
    std::size_t answer = 0;  // as answers() numbers it
  };

  // The first of those on the roads from `starts`; nullopt when every answer is there.
  std::optional<Unmet> unmet_from(std::span<const Start> starts) const;

 private:
  const Program& program_;
  Layout layout_;
  Flow flow_;
  AnswerFacts answers_;
};

}  // namespace attune::engine
