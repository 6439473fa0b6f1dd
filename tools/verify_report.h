#pragma once

#include "storage/verify.h"

#include <chrono>
#include <ostream>
#include <string_view>

namespace attune::tools {

// What was looked at and what is wrong with it: findings to `errors`, a line of counts to `out`.
// The exit status.
int report(
    const storage::Verification& verification,
    std::string_view what,
    std::chrono::steady_clock::duration took,
    std::ostream& out,
    std::ostream& errors
);

}  // namespace attune::tools
