#pragma once

#include "engine/program/program.h"
#include "engine/script/compiler.h"

#include <filesystem>
#include <memory>
#include <ostream>

namespace attune::tools {

inline constexpr int done = 0;
inline constexpr int found_something = 1;
inline constexpr int wrong_use = 2;

struct LoadedCourse {
  engine::CourseSources sources;
  engine::Compilation compilation;
};

// Reads and compiles a course and writes every finding to `errors`. nullptr when the folder cannot
// be read: why is on `errors` as well.
std::unique_ptr<LoadedCourse> load_course(
    const std::filesystem::path& folder, std::ostream& errors
);

}  // namespace attune::tools
