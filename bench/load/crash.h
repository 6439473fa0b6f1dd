#pragma once

#include "bench/load/plan.h"

namespace attune::bench {

// Clients answer in a closed loop; the server is killed with SIGKILL at a moment nobody chose, and
// started again on the same data, as often as the plan says. After each time every client reads its
// whole journey and checks: each answer that was acknowledged is there once, with the same
// question, value and seq; no request happened twice; and it goes on from where it was. Before
// each start, `attune verify` looks at what the killed server left. Returns an exit status.
int crash(const Plan& plan);

}  // namespace attune::bench
