#pragma once

#include "engine/script/flow.h"

namespace attune::engine {

// As Flow::each_next, but only where a turn does not end between the two.
void next_without_wait(
    const Program& program,
    const Layout& layout,
    const Flow& flow,
    std::uint32_t step,
    const std::function<void(std::uint32_t)>& visit
);

void report_flow(
    const Symbols& symbols,
    const Program& program,
    const Layout& layout,
    const Flow& flow,
    Findings& findings
);

}  // namespace attune::engine
