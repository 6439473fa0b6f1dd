#pragma once

#include "engine/script/compiler.h"

#include <string>
#include <string_view>

namespace attune::test {

// An example of the documents: one stage without its first line, or several files, each after a
// line "=== NAME". The two characters \xff stand for that byte.
engine::CourseSources example_course(std::string_view example);

}  // namespace attune::test
