#pragma once

#include "engine/script/ast.h"
#include "engine/script/findings.h"
#include "engine/script/lexer.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace attune::engine {

// Reads `dialogue NAME`, title, about, endless, memory and sends;
// gives the index of the first line after. `unknown` reports a line that starts with no word of the
// language, and says whether it did: such a line does not end the head.
std::size_t parse_dialogue_head(
    const std::vector<Line>& lines,
    ast::Dialogue& dialogue,
    Findings& findings,
    const std::function<bool(const Line&)>& unknown
);

}  // namespace attune::engine
