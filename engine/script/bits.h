#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace attune::engine {

// A set of small numbers, joined a word at a time.
class Bits {
 public:
  explicit Bits(std::size_t size = 0) : words_((size + 63) / 64, 0) {}

  bool has(std::size_t i) const { return (words_[i / 64] >> (i % 64) & 1U) != 0; }

  void add(std::size_t i) { words_[i / 64] |= std::uint64_t{1} << (i % 64); }

  void remove(std::size_t i) { words_[i / 64] &= ~(std::uint64_t{1} << (i % 64)); }

  // Whether something was new.
  bool add(const Bits& more) {
    std::uint64_t fresh = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      fresh |= more.words_[i] & ~words_[i];
      words_[i] |= more.words_[i];
    }
    return fresh != 0;
  }

  // Leaves only what is in both.
  void keep(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] &= other.words_[i];
    }
  }

  void remove(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] &= ~other.words_[i];
    }
  }

  // As `from` where `mask` has it, and as before elsewhere.
  void take(const Bits& from, const Bits& mask) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] = (words_[i] & ~mask.words_[i]) | (from.words_[i] & mask.words_[i]);
    }
  }

  bool operator==(const Bits&) const = default;

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace attune::engine
