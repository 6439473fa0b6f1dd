#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace attune::engine {

// The stable identity of an authored name ("discovery.pace",
// "discovery.arriving/do:shared.breath#1"). It depends on the name alone, never on a position, so a
// saved session finds its place and its answers in any later version of the script. FNV-1a, 64
// bits; the compiler refuses a course in which two names share one.
struct NameId {
  std::uint64_t value = 0;

  auto operator<=>(const NameId&) const = default;
};

constexpr NameId name_id(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : name) {
    hash ^= static_cast<std::uint8_t>(c);
    hash *= 0x100000001b3ULL;
  }
  return NameId{hash};
}

}  // namespace attune::engine
