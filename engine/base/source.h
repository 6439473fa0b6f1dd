#pragma once

#include <cstdint>

namespace attune::engine {

// A stretch of one line of one source file. Lines and columns count from 1; columns and lengths
// count code points, so a caret lands under the character that a person sees.
struct SourceSpan {
  std::uint32_t file = 0;  // index into the course's files
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 1;

  bool operator==(const SourceSpan&) const = default;
};

}  // namespace attune::engine
