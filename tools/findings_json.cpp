#include "tools/findings_json.h"

#include <nlohmann/json.hpp>

#include "tools/versions_report.h"

namespace attune::tools {
namespace {

using nlohmann::ordered_json;

ordered_json as_json(const engine::Diagnostic& finding, const engine::CourseSources& sources) {
  const engine::SourceSpan& span = finding.span;
  return ordered_json{
      {"code", finding.code},
      {"severity", finding.severity == engine::Severity::error ? "error" : "warning"},
      {"file", span.file < sources.files.size() ? sources.files[span.file].path : ""},
      {"line", span.line},
      {"column", span.column},
      {"length", span.length},
      {"message", finding.message},
      {"mend", finding.mend},
      {"road", finding.road}
  };
}

}  // namespace

std::string findings_json(const LoadedCourse& course, const engine::Comparison* against) {
  const std::vector<engine::Diagnostic>& findings = course.compilation.findings;
  const FindingCounts counts = count_findings(findings);
  ordered_json all = ordered_json::array();
  for (const engine::Diagnostic& finding : findings) {
    all.push_back(as_json(finding, course.sources));
  }
  ordered_json shown{
      {"errors", counts.errors}, {"warnings", counts.warnings}, {"findings", std::move(all)}
  };
  if (against != nullptr) {
    shown["against"] = comparison_json(*against);
  }
  // A word of the script may stand in a sentence with a character cut in half.
  return shown.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace attune::tools
