#pragma once

#include "engine/base/seeded.h"

#include <cstddef>
#include <cstdint>

namespace attune::tools {

// Numbers that are the same for the same seed, on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : seed_{seed} {}

  std::uint64_t next() { return engine::seeded(seed_, 1, count_++); }

  // From 0 to below `bound`.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }

  bool chance(std::size_t one_in) { return below(one_in) == 0; }

 private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

}  // namespace attune::tools
