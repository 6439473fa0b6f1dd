#pragma once

#include <string>
#include <vector>

#include "tools/prove/roads.h"

namespace attune::tools {

// What a person does on the road to a node, a line each: "gate.fear? > scares".
std::vector<std::string> words_of_road(
    const engine::Program& program, const Roads& roads, NodeId end
);

}  // namespace attune::tools
