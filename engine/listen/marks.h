#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace attune::engine {

// A set of places in a text, one bit each: what is done to all of them at once takes one operation
// for each 64. All sets of one text have the same size.
class Marks {
 public:
  explicit Marks(std::size_t places) : words_((places + 63) / 64, 0) {}

  std::size_t blocks() const { return words_.size(); }

  void set(std::size_t at) { words_[at / 64] |= std::uint64_t{1} << (at % 64); }

  void reset(std::size_t at) { words_[at / 64] &= ~(std::uint64_t{1} << (at % 64)); }

  bool has(std::size_t at) const { return (words_[at / 64] >> (at % 64) & 1U) != 0; }

  void clear() { words_.assign(words_.size(), 0); }

  void fill() { words_.assign(words_.size(), ~std::uint64_t{0}); }

  bool any() const {
    std::uint64_t all = 0;
    for (const std::uint64_t word : words_) {
      all |= word;
    }
    return all != 0;
  }

  // The first place; only when there is any.
  std::size_t first() const {
    std::size_t block = 0;
    while (words_[block] == 0) {
      ++block;
    }
    return block * 64 + static_cast<std::size_t>(std::countr_zero(words_[block]));
  }

  // The last place; only when there is any.
  std::size_t last() const {
    std::size_t block = words_.size() - 1;
    while (words_[block] == 0) {
      --block;
    }
    return block * 64 + 63 - static_cast<std::size_t>(std::countl_zero(words_[block]));
  }

  // The first place after this one, and the last before it; only when there is any.
  std::size_t first_after(std::size_t at) const {
    do {
      ++at;
    } while (!has(at));
    return at;
  }

  std::size_t last_before(std::size_t at) const {
    do {
      --at;
    } while (!has(at));
    return at;
  }

  Marks& operator|=(const Marks& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] |= other.words_[i];
    }
    return *this;
  }

  Marks& operator&=(const Marks& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] &= other.words_[i];
    }
    return *this;
  }

  Marks& remove(const Marks& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] &= ~other.words_[i];
    }
    return *this;
  }

  // Adds what lies `by` places later in (`a` and `b`); by < 64.
  void add_later(const Marks& a, const Marks& b, std::size_t by) {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const std::uint64_t both = a.words_[i] & b.words_[i];
      words_[i] |= (both << by) | carry;
      carry = by == 0 ? 0 : both >> (64 - by);
    }
  }

  // Adds what lies `by` places earlier in `a`, where `b` has it too; by < 64.
  void add_earlier(const Marks& a, const Marks& b, std::size_t by) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const std::uint64_t above =
          i + 1 < words_.size() && by != 0 ? a.words_[i + 1] << (64 - by) : 0;
      words_[i] |= ((a.words_[i] >> by) | above) & b.words_[i];
    }
  }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace attune::engine
