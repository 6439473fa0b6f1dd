#pragma once

#include "engine/program/program.h"
#include "engine/session/event.h"
#include "engine/session/input.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tools/walk/random.h"

// What can be answered to a question.
namespace attune::tools {

// The answers worth trying: where a script compares a number, the numbers on both sides of it.
class Values {
 public:
  explicit Values(const engine::Program& program);

  // An answer that fits; there must be something on offer.
  engine::RawValue at_random(const engine::QuestionAsked& asked, Random& random) const;

  // Answers that fit, one of each sort that the script can tell apart, limits::walk_answers_max at
  // most. `read_ids`: the options that a condition asks about.
  std::vector<engine::RawValue> each(
      const engine::QuestionAsked& asked, const std::vector<std::string>& read_ids
  ) const;

 private:
  std::string text_at_random(std::uint32_t characters_max, Random& random) const;

  // Numbers that some condition compares with this answer, by the question's name.
  std::map<std::string, std::vector<double>> compared_;
  std::vector<std::string> heard_;  // texts in which a watch of the course hears something
};

// Whether an answer that fits can be given at all.
bool can_be_answered(const engine::QuestionAsked& asked);

// What a person types for it (protocol.md, --plain).
std::string typed(engine::QuestionKind kind, const engine::RawValue& value);

}  // namespace attune::tools
