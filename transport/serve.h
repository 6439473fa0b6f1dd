#pragma once

#include "transport/config/config.h"

namespace attune {

// Puts the server together and runs it until SIGTERM or SIGINT. The exit status: 0 when it was
// asked to stop, 1 when it could not run; why is on standard error.
int serve(const Config& config);

}  // namespace attune
