#include "engine/program/program_id.h"

namespace attune::engine {

std::string to_hex(const ProgramId& id) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(id.bytes.size() * 2);
  for (const std::uint8_t byte : id.bytes) {
    text.push_back(digits[byte >> 4U]);
    text.push_back(digits[byte & 0x0fU]);
  }
  return text;
}

}  // namespace attune::engine
