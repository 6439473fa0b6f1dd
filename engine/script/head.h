#pragma once

#include "engine/script/ast.h"
#include "engine/script/findings.h"
#include "engine/script/lexer.h"

#include <cstddef>
#include <vector>

namespace attune::engine {

// Reads `dialogue NAME`, title, about, endless, memory and sends;
// gives the index of the first line after.
std::size_t parse_dialogue_head(
    const std::vector<Line>& lines, ast::Dialogue& dialogue, Findings& findings
);

}  // namespace attune::engine
