#include "tests/support/examples.h"

#include "tests/support/courses.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace attune::test {

engine::CourseSources example_course(std::string_view example) {
  std::string text{example};
  constexpr std::string_view escape = "\\xff";
  for (std::size_t at = text.find(escape); at != std::string::npos; at = text.find(escape)) {
    text.replace(at, escape.size(), "\xff");
  }
  if (!text.starts_with("=== ")) {
    return one_stage(text);
  }
  std::vector<std::pair<std::string, std::string>> files;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string line = text.substr(start, end - start);
    if (line.starts_with("=== ")) {
      files.emplace_back(line.substr(4), std::string{});
    } else {
      files.back().second += line + "\n";
    }
    start = end + 1;
  }
  return course_of(files);
}

}  // namespace attune::test
