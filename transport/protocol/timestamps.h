#pragma once

#include "engine/base/instant.h"

#include <string>

namespace attune::protocol {

// ISO 8601 in UTC, to the second: "2026-11-23T09:30:00Z".
std::string iso_instant(engine::Instant instant);
// "2026-11-23"
std::string iso_day(engine::Day day);

}  // namespace attune::protocol
