#include "tests/support/markdown.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace attune::test {

std::vector<Fence> fences(std::string_view page) {
  constexpr std::string_view mark = "```";
  std::vector<Fence> all;
  bool open = false;
  std::size_t number = 0;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = std::min(page.find('\n', at), page.size() - 1) + 1;
    const std::string_view line = page.substr(at, end - at);
    ++number;
    if (!line.starts_with(mark)) {
      if (open) {
        all.back().text += line;
      }
    } else if (open) {
      open = false;
    } else {
      open = true;
      all.push_back(Fence{.kind = {}, .marks = {}, .text = {}, .line = number, .begin = end});
      std::istringstream words{std::string{line.substr(mark.size())}};
      words >> all.back().kind;
      for (std::string word; words >> word;) {
        all.back().marks.push_back(word);
      }
    }
    at = end;
  }
  if (open) {
    throw std::runtime_error{"the fence of line " + std::to_string(all.back().line) + " is open"};
  }
  return all;
}

}  // namespace attune::test
