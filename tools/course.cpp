#include "tools/course.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

namespace attune::tools {

std::unique_ptr<LoadedCourse> load_course(
    const std::filesystem::path& folder, std::ostream& errors
) {
  engine::Result<engine::CourseSources> sources = storage::read_course_folder(folder);
  if (!sources) {
    errors << sources.error().message << '\n';
    return nullptr;
  }
  auto loaded = std::make_unique<LoadedCourse>();
  loaded->sources = *std::move(sources);
  loaded->compilation = engine::compile(loaded->sources, storage::program_hash);
  for (const engine::Diagnostic& finding : loaded->compilation.findings) {
    errors << engine::render(finding, loaded->sources);
  }
  return loaded;
}

}  // namespace attune::tools
