#include "engine/base/source.h"

#include <algorithm>

namespace attune::engine {

SourceSpan span_of(
    std::uint32_t file, std::span<const Placed> placed, std::uint32_t from, std::uint32_t length
) {
  const auto piece_of = [&](std::uint32_t at) {
    return std::prev(std::ranges::upper_bound(placed.subspan(1), at, {}, &Placed::from));
  };
  const auto first = piece_of(from);
  const std::uint32_t column = first->column + from - first->from;
  // The last code point of the stretch that stands on the first one's line.
  auto last = piece_of(from + std::max(length, 1U) - 1);
  std::uint32_t end = from + std::max(length, 1U);
  while (last->line != first->line) {
    end = last->from;
    --last;
  }
  const std::uint32_t last_column = last->column + end - 1 - last->from;
  return SourceSpan{
      .file = file,
      .line = first->line,
      .column = column,
      .length = last_column >= column ? last_column - column + 1 : 1
  };
}

}  // namespace attune::engine
