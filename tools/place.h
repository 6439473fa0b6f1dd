#pragma once

#include "engine/program/program.h"

#include <string>

namespace attune::tools {

// "discovery.dialogue:12": the file without its folder, and the line.
std::string place_of(const engine::Program& program, const engine::SourceSpan& span);

}  // namespace attune::tools
