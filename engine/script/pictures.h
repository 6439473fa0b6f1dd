#pragma once

#include "engine/program/program.h"
#include "engine/script/ast.h"
#include "engine/script/builder.h"
#include "engine/script/findings.h"
#include "engine/script/lexer.h"
#include "engine/script/symbols.h"

#include <cstddef>
#include <optional>
#include <vector>

// `show KIND NAME: TITLE` ... `end`: what a person said, drawn.
namespace attune::engine {

// Reads the picture whose first line stands before `at`, and leaves `at` behind its end.
std::optional<ast::Statement> parse_picture(
    const std::vector<Line>& lines, std::size_t& at, Findings& findings
);

// Resolves what it shows. Reports what does not fit its kind, and goes on.
Picture make_picture(
    const Symbols& symbols,
    const ast::Show& written,
    const Context& context,
    Builder& builder,
    Findings& findings
);

}  // namespace attune::engine
