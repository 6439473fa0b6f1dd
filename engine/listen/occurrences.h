#pragma once

#include "engine/listen/heard_words.h"
#include "engine/listen/marks.h"
#include "engine/program/listening.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace attune::engine {

// Where the phrases of each list begin in a text, by their length in words.
class Occurrences {
 public:
  Occurrences(const Listening& listening, std::span<const HeardWord> words);

  // nullptr: no phrase of so many words of this list occurs.
  const Marks* at(std::uint32_t list, std::size_t length) const {
    const std::uint32_t slot = slots_[list * lengths_ + length - 1];
    return slot == 0 ? nullptr : &found_[slot];
  }

  std::size_t lengths() const { return lengths_; }

  bool any(std::uint32_t list) const;

  // Every word of a phrase of this list.
  void mark_words(std::uint32_t list, Marks& into) const;

  // No phrase has a word among these any more.
  void cover(const Marks& words);

 private:
  Marks& found(std::uint32_t list, std::size_t length);

  std::size_t lengths_;
  Marks none_;
  std::vector<std::uint32_t> slots_;
  std::vector<Marks> found_;
};

}  // namespace attune::engine
