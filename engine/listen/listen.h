#pragma once

#include "engine/program/listening.h"

#include <cstdint>
#include <optional>
#include <string_view>

// What a course hears in a text. Pure; the time is linear in the text, whatever stands in it.
namespace attune::engine {

struct Heard {
  std::uint32_t watch = 0;  // index in Listening::watches
  Tier tier = Tier::none;   // unclear or clear
  std::uint32_t from = 0;   // the bytes of the text that were understood
  std::uint32_t to = 0;
  std::uint32_t construction = 0;  // index in Listening::constructions
};

// The surest; of equally sure ones that of the watch that heard most constructions, then of the one
// that stands first. nullopt: nothing.
std::optional<Heard> listen(const Listening& listening, std::string_view text);

}  // namespace attune::engine
