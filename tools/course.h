#pragma once

#include "engine/program/program.h"
#include "engine/script/compiler.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <ostream>
#include <vector>

namespace attune::tools {

// What a command ends with.
inline constexpr int all_well = 0;
inline constexpr int found_something = 1;
inline constexpr int wrong_use = 2;

struct LoadedCourse {
  engine::CourseSources sources;
  engine::Compilation compilation;
};

std::unique_ptr<LoadedCourse> compile_sources(engine::CourseSources sources);

// Reads and compiles a course. nullptr when the folder cannot be read: why is on `errors`.
std::unique_ptr<LoadedCourse> compile_course(
    const std::filesystem::path& folder, std::ostream& errors
);

// The same for a command that needs the program: errors of the course are on `errors` as well, and
// warnings are not, since nobody asked for them.
std::unique_ptr<LoadedCourse> load_course(
    const std::filesystem::path& folder, std::ostream& errors
);

enum class Shown : std::uint8_t { all, errors };

// Writes findings as a person reads them.
void show_findings(const LoadedCourse& course, Shown which, std::ostream& out);

struct FindingCounts {
  std::size_t errors = 0;
  std::size_t warnings = 0;
};

FindingCounts count_findings(const std::vector<engine::Diagnostic>& findings);

}  // namespace attune::tools
