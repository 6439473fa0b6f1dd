#pragma once

#include "engine/base/instant.h"

#include <optional>
#include <string>
#include <string_view>

namespace attune::engine {

// "2026-11-23" (ISO 8601); nullopt for anything else and for days that do not exist.
std::optional<Day> parse_day(std::string_view text);
std::string iso_day(Day day);

}  // namespace attune::engine
