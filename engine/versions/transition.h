#pragma once

#include "engine/session/step.h"
#include "engine/versions/standing.h"

#include <memory>
#include <optional>
#include <string>

// From one version of a course to another: where each session that waits in the first goes on in
// the second. Pure, and the same for equal arguments.
namespace attune::engine {

class Transition {
 public:
  Transition(std::shared_ptr<const Program> from, std::shared_ptr<const Program> to);

  const Program& from() const { return *from_; }

  const Program& to() const { return *to_; }

  const Shape& from_shape() const { return from_shape_; }

  const Shape& to_shape() const { return to_shape_; }

  const Correspondence& names() const { return names_; }

  // Names, kinds and ways are the same.
  bool words_only() const { return words_only_; }

  // How a session of `from` goes on in `to`; nullopt when it cannot: its place is gone, an answer
  // or a memory is of another kind, or the roads from there count on an answer that it lacks.
  // `save` is a state of the same session in `to`, from before it came to `from`: a stage whose
  // place is gone goes back to where it stood then, and to its beginning when it had not begun.
  std::optional<Move> plan(const State& state, Instant now, const State* save = nullptr) const;

  // The same for a session as it was just before this question of `from` was asked.
  std::optional<Move> plan_asking(
      State then, Instant now, const Question& question, const std::string& line
  ) const;

 private:
  std::shared_ptr<const Program> from_;
  std::shared_ptr<const Program> to_;
  bool words_only_;
  Shape from_shape_;
  Shape to_shape_;
  Correspondence names_;
};

// Whether a question of this kind can have such an answer.
bool is_answer_of(QuestionKind kind, const Value& value);

}  // namespace attune::engine
