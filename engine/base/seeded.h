#pragma once

#include <cstdint>

namespace attune::engine {

// One number from a seed and what it is for. The same inputs give the same number on every machine
// and every library: splitmix64's finaliser (Steele, Lea, Flood 2014), no state.
constexpr std::uint64_t seeded(std::uint64_t seed, std::uint64_t purpose, std::uint64_t nth) {
  std::uint64_t z = seed ^ (purpose * 0x9e3779b97f4a7c15ULL) ^ (nth * 0xd1b54a32d192ed03ULL);
  z += 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

}  // namespace attune::engine
