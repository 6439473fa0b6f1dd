#pragma once

#include "engine/script/builder.h"

namespace attune::engine {

// Everything of a question but its steps and its options' steps; its options are added to the
// program in order. Reports details that do not fit its kind.
Question make_question(
    const Symbols& symbols,
    const QuestionSymbol& symbol,
    const Context& context,
    Builder& builder,
    Program& program,
    Findings& findings
);

}  // namespace attune::engine
