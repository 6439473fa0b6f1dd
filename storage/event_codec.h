#pragma once

#include "engine/base/result.h"
#include "engine/session/event.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::storage {

// Versioned bytes <-> the events of one turn. Equal events give equal bytes. Every version that was
// ever written stays readable; tests keep one fixture of each.
std::string encode_events(std::span<const engine::Event> events);
engine::Result<std::vector<engine::Event>> decode_events(std::string_view bytes);

}  // namespace attune::storage
