#pragma once

#include "engine/versions/comparison.h"

#include <string>

#include "tools/course.h"

namespace attune::tools {

// What `attune check --format json` prints. The shape is documented in docs/SCRIPT.md ("What the
// check finds") and only ever grows.
// `against`: what --against found; nullptr when nothing was compared.
std::string findings_json(const LoadedCourse& course, const engine::Comparison* against);

}  // namespace attune::tools
