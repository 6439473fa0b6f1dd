#pragma once

#include "engine/script/compiler.h"

namespace attune::testing {

// A course with every kind of question, help, a pause and a second stage.
engine::CourseSources test_course();

}  // namespace attune::testing
