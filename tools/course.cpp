#include "tools/course.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

namespace attune::tools {

std::unique_ptr<LoadedCourse> compile_sources(engine::CourseSources sources) {
  auto loaded = std::make_unique<LoadedCourse>();
  loaded->sources = std::move(sources);
  loaded->compilation = engine::compile(loaded->sources, storage::program_hash);
  return loaded;
}

std::unique_ptr<LoadedCourse> compile_course(
    const std::filesystem::path& folder, std::ostream& errors
) {
  engine::Result<engine::CourseSources> sources = storage::read_course_folder(folder);
  if (!sources) {
    errors << sources.error().message << '\n';
    return nullptr;
  }
  return compile_sources(*std::move(sources));
}

std::unique_ptr<LoadedCourse> load_course(
    const std::filesystem::path& folder, std::ostream& errors
) {
  auto loaded = compile_course(folder, errors);
  if (loaded != nullptr) {
    show_findings(*loaded, Shown::errors, errors);
  }
  return loaded;
}

void show_findings(const LoadedCourse& course, Shown which, std::ostream& out) {
  for (const engine::Diagnostic& finding : course.compilation.findings) {
    if (which == Shown::all || finding.severity == engine::Severity::error) {
      out << engine::render(finding, course.sources);
    }
  }
}

FindingCounts count_findings(const std::vector<engine::Diagnostic>& findings) {
  FindingCounts counts;
  for (const engine::Diagnostic& finding : findings) {
    (finding.severity == engine::Severity::error ? counts.errors : counts.warnings) += 1;
  }
  return counts;
}

}  // namespace attune::tools
