#include "tools/walk/words.h"

#include <array>
#include <utility>

#include "tools/script_lines.h"

namespace attune::tools {
namespace {

constexpr auto spoken = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{" >= ", " is at least "},
     {" <= ", " is at most "},
     {" > ", " is over "},
     {" < ", " is under "},
     {" * ", " times "},
     {" / ", " divided by "},
     {" + ", " plus "},
     {" - ", " minus "},
     {" = ", " becomes "},
     {"days since(", "days since ("},
     {"count(", "the number of ("},
     {"visits", "the number of visits here"}}
);

// Places outside quotation marks.
bool is_quoted(std::string_view text, std::size_t at) {
  bool inside = false;
  for (std::size_t i = 0; i < at; ++i) {
    inside = text[i] == '"' ? !inside : inside;
  }
  return inside;
}

}  // namespace

std::string in_words(std::string_view code) {
  std::string words = spaced_code(code);
  for (const auto& [written, said] : spoken) {
    for (std::size_t at = words.find(written); at != std::string::npos;) {
      if (is_quoted(words, at)) {
        at = words.find(written, at + 1);
      } else {
        words.replace(at, written.size(), said);
        at = words.find(written, at + said.size());
      }
    }
  }
  return words;
}

}  // namespace attune::tools
