#include "transport/served_courses.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"
#include "storage/signatures.h"

#include <iostream>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>

namespace attune {
namespace {

namespace fs = std::filesystem;

// Beside the program as it is built or installed, or where it was built from.
std::optional<fs::path> courses_that_come_along() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    for (const char* place : {"../../dialogues", "../share/attune/dialogues"}) {
      fs::path folder = (program.parent_path() / place).lexically_normal();
      if (fs::is_directory(folder, error)) {
        return folder;
      }
    }
  }
#ifdef ATTUNE_DEFAULT_COURSES
  if (fs::is_directory(ATTUNE_DEFAULT_COURSES, error)) {
    return fs::path{ATTUNE_DEFAULT_COURSES};
  }
#endif
  return std::nullopt;
}

// nullopt: it cannot be served, and its author has been told why.
std::optional<Course> load_course(const fs::path& folder) {
  auto sources = storage::read_course_folder(folder);
  if (!sources) {
    std::cerr << sources.error().message << '\n';
    return std::nullopt;
  }
  engine::Compilation compiled = engine::compile(*sources, storage::program_hash);
  for (const engine::Diagnostic& finding : compiled.findings) {
    if (finding.severity == engine::Severity::error) {
      std::cerr << engine::render(finding, *sources) << '\n';
    }
  }
  if (compiled.program == nullptr) {
    return std::nullopt;
  }
  return Course{
      .folder = folder, .sources = *std::move(sources), .program = std::move(compiled.program)
  };
}

// Whether every role has signed these words; why not is on standard error.
bool is_signed(const fs::path& folder, const engine::Program& program) {
  const auto signatures = storage::read_signatures(folder);
  if (!signatures) {
    std::cerr << signatures.error().message << '\n';
    return false;
  }
  if (const auto missing = storage::unsigned_roles(*signatures, program.id)) {
    std::cerr << folder.string() << ": " << *missing << ". \"attune sign " << folder.string()
              << " --list\" shows who has; --as and --role in place of --list sign\n";
    return false;
  }
  return true;
}

// Two folders of one name, such as a copy that was kept: only one of them could be begun.
bool names_differ(const std::vector<Course>& courses) {
  std::map<std::string_view, const fs::path*> folders;
  bool differ = true;
  for (const Course& course : courses) {
    const auto [first, fresh] = folders.try_emplace(course.program->course, &course.folder);
    if (!fresh) {
      differ = false;
      std::cerr << "attune serve: " << first->second->string() << " and " << course.folder.string()
                << " are both the course \"" << course.program->course
                << "\". Move one of them elsewhere, or give it another name in the first line of "
                   "its course.dialogue.\n";
    }
  }
  return differ;
}

}  // namespace

std::optional<std::vector<Course>> load_courses(
    const std::optional<fs::path>& wanted, bool signed_only
) {
  const auto root = wanted ? wanted : courses_that_come_along();
  if (!root) {
    std::cerr << "attune serve: the courses that come with attune are not where it looks for them; "
                 "say where, with --courses\n";
    return std::nullopt;
  }
  const auto folders = storage::find_course_folders(*root);
  if (!folders) {
    std::cerr << "attune serve: " << folders.error().message << '\n';
    return std::nullopt;
  }
  if (folders->empty()) {
    std::cerr << "attune serve: " << root->string()
              << " holds no course (a folder with a course.dialogue)\n";
    return std::nullopt;
  }
  std::vector<Course> courses;
  bool all_compile = true;
  bool all_signed = true;
  for (const fs::path& folder : *folders) {
    auto course = load_course(folder);
    all_compile = all_compile && course.has_value();
    if (course) {
      all_signed = (!signed_only || is_signed(folder, *course->program)) && all_signed;
      courses.push_back(*std::move(course));
    }
  }
  if (!all_compile) {
    std::cerr << "attune serve: a course has errors, so nothing is served\n";
    return std::nullopt;
  }
  if (!names_differ(courses)) {
    return std::nullopt;
  }
  if (!all_signed) {
    std::cerr << "attune serve: only signed courses are to be served, so nothing is\n";
    return std::nullopt;
  }
  return courses;
}

}  // namespace attune
