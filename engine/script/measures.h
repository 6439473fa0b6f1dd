#pragma once

#include "engine/program/program.h"
#include "engine/script/ast.h"
#include "engine/script/findings.h"
#include "engine/script/lexer.h"
#include "engine/script/symbols.h"

#include <cstddef>
#include <cstdint>
#include <vector>

// `measure NAME` ... `end`: a scale of several items and what is made of them.
namespace attune::engine {

// Reads the measure at line `at`, and adds it and the part that asks its items to the dialogue.
// Gives the index of the line behind it.
std::size_t parse_measure(
    const std::vector<Line>& lines, std::size_t at, ast::Dialogue& dialogue, Findings& findings
);

// `kept`: the questions that its scores are kept as, in the order of the scores.
Measure make_measure(
    const Symbols& symbols,
    std::uint32_t dialogue,
    const ast::Measure& written,
    const std::vector<std::uint32_t>& kept
);

}  // namespace attune::engine
