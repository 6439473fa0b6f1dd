#pragma once

#include "engine/script/ast.h"
#include "engine/script/findings.h"
#include "engine/script/lexer.h"

#include <cstddef>
#include <vector>

// `listening ... end` and `watch NAME ... end`: what a course listens for.
namespace attune::engine {

// Both begin at lines[at] and leave `at` behind their `end`.
ast::Listening parse_listening(const std::vector<Line>& lines, std::size_t& at, Findings& findings);
ast::Watch parse_watch(const std::vector<Line>& lines, std::size_t& at, Findings& findings);

}  // namespace attune::engine
