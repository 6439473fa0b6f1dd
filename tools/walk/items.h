#pragma once

#include "engine/program/program.h"
#include "engine/script/compiler.h"

#include <cstdint>
#include <string>
#include <vector>

#include "tools/walk/coverage.h"

namespace attune::tools {

// Something that was written and can happen: a line that is said, an option that is chosen, a road
// that is taken.
struct Item {
  enum class Kind : std::uint8_t { line, option, road };

  Kind kind = Kind::line;
  std::uint32_t step = 0;
  engine::SourceSpan span;
  std::string what;          // of a road: "yes", "no", "skipped", "way 2"; of an option: its id
  std::uint32_t words = 0;   // of a line
  std::uint64_t walked = 0;  // times, in walks
  std::uint64_t told = 0;    // times, in the course's transcripts
};

// Everything within `scope` (one entry a step), in the order of the files.
std::vector<Item> items_of(
    const engine::Program& program,
    const std::vector<bool>& scope,
    const Coverage& walks,
    const Coverage& transcripts
);

struct Share {
  std::uint64_t covered = 0;
  std::uint64_t all = 0;
};

enum class By : std::uint8_t { walks, transcripts };

Share share_of(const std::vector<Item>& items, Item::Kind kind, By by);
Share share_of_words(const std::vector<Item>& items, By by);

// "98.5 %"; never "100 %" while something is missing.
std::string percent(const Share& share);

// A line of a script as it was written, without the blanks around it.
std::string line_at(const engine::CourseSources& sources, const engine::SourceSpan& span);

}  // namespace attune::tools
