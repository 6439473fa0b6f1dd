#pragma once

#include <string>

#include "tools/walk/report.h"

namespace attune::tools {

// One page of HTML that needs nothing else, to be read and printed: every scene, every road, every
// sentence, and what walks and transcripts came through.
std::string page_of(const WalkReport& report);

}  // namespace attune::tools
