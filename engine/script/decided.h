#pragma once

#include "engine/script/flow.h"

namespace attune::engine {

// Reports conditions that every road to them has decided already, so that lines under them, or an
// option, can never come: constants, and what repeats or contradicts an answer, a branch or memory.
// One that always holds is a warning as long as what it cuts off is neither a scene nor a question.
void check_decided(
    const Program& program, const Layout& layout, const Flow& flow, Findings& findings
);

}  // namespace attune::engine
