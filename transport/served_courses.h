#pragma once

#include "engine/program/program.h"
#include "engine/script/compiler.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace attune {

// A course as it lies in its folder when the server starts.
struct Course {
  std::filesystem::path folder;
  engine::CourseSources sources;
  std::shared_ptr<const engine::Program> program;
};

// Every course under `wanted`, or under the folder that comes along. nullopt when one of them
// cannot be served, or is not signed though it has to be: all that is the matter is on standard
// error then.
std::optional<std::vector<Course>> load_courses(
    const std::optional<std::filesystem::path>& wanted, bool signed_only
);

}  // namespace attune
