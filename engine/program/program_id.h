#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace attune::engine {

// The hash of a course's sources in a fixed order and of the language version: the same words
// always have the same id, and a changed word changes it.
struct ProgramId {
  std::array<std::uint8_t, 32> bytes{};

  auto operator<=>(const ProgramId&) const = default;
};

// 64 lower-case hexadecimal digits.
std::string to_hex(const ProgramId& id);

// A cryptographic 256-bit hash. It comes from outside, so that the engine needs only the standard
// library; every caller passes the same one (BLAKE2b, storage/program_hash.h).
using ProgramHash = ProgramId (*)(std::string_view bytes);

}  // namespace attune::engine
