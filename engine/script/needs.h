#pragma once

#include "engine/script/facts.h"

#include <cstdint>
#include <vector>

// What a step counts on: the answers that it quotes, compares or counts.
namespace attune::engine {

enum class Lack : std::uint8_t {
  no_words,   // a quote that may have nothing to quote
  not_asked,  // a condition on an answer that may not have been asked for yet
  skipped     // a condition on the value of an answer that may have been skipped
};

struct Missing {
  Lack lack = Lack::no_words;
  std::size_t answer = 0;  // as AnswerFacts numbers it
  std::uint32_t at = 0;    // no_words: the segment; else the node

  bool operator==(const Missing&) const = default;
};

// What the step needs and `facts` do not tell. `lasting` is what of them outlasts a wait: all that
// a question may count on, since it can be asked anew after an interruption.
std::vector<Missing> missing_at(
    const Program& program,
    const AnswerFacts& answers,
    std::uint32_t step,
    const Facts& facts,
    const Facts& lasting
);

}  // namespace attune::engine
