#pragma once

#include "engine/listen/fold.h"
#include "engine/program/listening.h"

#include <cstdint>
#include <string_view>
#include <vector>

// A text as the words that a course has listed.
namespace attune::engine {

struct HeardWord {
  WordId id = unlisted;
  std::uint32_t from = 0;  // bytes of the text
  std::uint32_t to = 0;
  Break before = Break::none;
  bool quoted = false;
};

// Reads digits and marks as the letters they stand for ("k1ll"), letters that stand alone as one
// word ("k i l l"), letters said too often ("killlll") and, in the words that the course names, one
// slip ("suicdie"). Other spellings and short forms are written out ("cant": can not), fillers are
// left out. Linear in the text.
std::vector<HeardWord> heard_words(const Listening& listening, std::string_view text);

// One word, as above; without other spellings.
WordId heard_word(const Listening& listening, std::string_view letters);

}  // namespace attune::engine
