#pragma once

#include <cstdint>
#include <span>

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

// Where a stretch of text stands that does not lie in one line as it is read: a translation, with
// its escapes and on several lines. It begins `from` code points into the text, and goes on to the
// next one.
struct Placed {
  std::uint32_t from = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// Where `length` code points stand, from the one at `from` on; what lies on later lines is left
// out. `placed` is not empty, and begins at 0.
SourceSpan span_of(
    std::uint32_t file, std::span<const Placed> placed, std::uint32_t from, std::uint32_t length
);

}  // namespace attune::engine
