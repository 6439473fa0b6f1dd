#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// The pages of docs/, as far as tests read them.
namespace attune::test {

// What stands between two lines of three backticks.
struct Fence {
  std::string kind;                // the first word behind the backticks: "dialogue", "console"
  std::vector<std::string> marks;  // the others: "file=hard_week/course.dialogue"
  std::string text;                // every line with its end
  std::size_t line = 0;            // of the opening backticks, from 1
  std::size_t begin = 0;           // where `text` begins in the page, in bytes
};

// In order. Throws when the last one is not closed.
std::vector<Fence> fences(std::string_view page);

}  // namespace attune::test
