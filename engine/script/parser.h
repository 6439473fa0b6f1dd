#pragma once

#include "engine/script/ast.h"
#include "engine/script/findings.h"

#include <cstdint>
#include <string_view>

// Lines -> tree. Every line is understood or reported; none is passed over in silence.
namespace attune::engine {

ast::Dialogue parse_dialogue(std::uint32_t file, std::string_view source, Findings& findings);
ast::Course parse_course(std::uint32_t file, std::string_view source, Findings& findings);

}  // namespace attune::engine
