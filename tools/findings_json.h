#pragma once

#include <string>

#include "tools/course.h"

namespace attune::tools {

// What `attune check --format json` prints. The shape is documented in docs/SCRIPT.md ("What the
// check finds") and only ever grows.
std::string findings_json(const LoadedCourse& course);

}  // namespace attune::tools
