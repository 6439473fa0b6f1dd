#pragma once

#include "engine/program/program.h"

#include <string>

namespace attune::tools {

// What the answers of an export mean: CSV with one row a question, in the order of the scripts, and
// one a score with the rule that makes it.
std::string codebook(const engine::Program& program);

}  // namespace attune::tools
