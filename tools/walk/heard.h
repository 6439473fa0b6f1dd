#pragma once

#include "engine/program/program.h"

#include <string>
#include <vector>

namespace attune::tools {

// Sentences in which the watches of a course hear something, a few of each sort that leads
// elsewhere: so that made-up people come to what is said then. Each was listened to.
std::vector<std::string> heard_texts(const engine::Program& program);

}  // namespace attune::tools
