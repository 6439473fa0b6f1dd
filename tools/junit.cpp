#include "tools/junit.h"

#include <algorithm>
#include <fmt/format.h>

#include "tools/markup.h"

namespace attune::tools {

std::string junit_report(const std::string& course, const std::vector<TestResult>& results) {
  const auto failures =
      std::ranges::count_if(results, [](const TestResult& result) { return !result.passed; });
  double seconds = 0;
  for (const TestResult& result : results) {
    seconds += result.seconds;
  }
  std::string report = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites>\n"
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" "
      "time=\"{:.3f}\">\n",
      escaped(course),
      results.size(),
      failures,
      seconds
  );
  for (const TestResult& result : results) {
    report += fmt::format(
        "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"{:.3f}\"",
        escaped(course),
        escaped(result.name),
        escaped(result.path),
        result.seconds
    );
    report += result.passed ? "/>\n"
                            : fmt::format(
                                  ">\n      <failure message=\"{}\">{}</failure>\n    "
                                  "</testcase>\n",
                                  escaped(result.message),
                                  escaped(result.details)
                              );
  }
  return report + "  </testsuite>\n</testsuites>\n";
}

}  // namespace attune::tools
