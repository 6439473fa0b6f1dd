#pragma once

#include "engine/listen/heard_words.h"
#include "engine/listen/marks.h"
#include "engine/listen/occurrences.h"
#include "engine/program/listening.h"

#include <cstddef>
#include <span>

namespace attune::engine {

// Whether a sentence of these words says something of the one before it: "I was six."
bool is_remark(std::size_t from, std::size_t to);

// What stands around each word: who it is about, and whether it is claimed at all.
struct Setting {
  Marks breaks;   // places before which punctuation stands
  Marks gaps;     // words that "..." may pass over
  Marks claimed;  // not negated, and not in a story
  Marks others;   // about somebody else
  Marks past;     // in a sentence about what is long over
  Marks over;     // of which a later word says that it is over
  Marks quoted;
};

Setting settle(
    const Listening& listening, std::span<const HeardWord> words, const Occurrences& occurrences
);

}  // namespace attune::engine
