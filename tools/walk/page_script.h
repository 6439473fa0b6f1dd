#pragma once

#include <string>

#include "tools/walk/report.h"

namespace attune::tools {

// The scripts of a course as HTML: a part of page_of.
std::string contents_of(const WalkReport& report);
std::string scripts_of(const WalkReport& report);

}  // namespace attune::tools
