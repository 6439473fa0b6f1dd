#pragma once

#include "engine/base/result.h"
#include "engine/session/state.h"

#include <string>
#include <string_view>

namespace attune::engine {

// A snapshot: versioned bytes <-> State. Equal states give equal bytes. A snapshot only makes
// resuming fast: what cannot be read is thrown away and folded anew from the journal.
std::string encode_state(const State& state);
Result<State> decode_state(std::string_view bytes);

}  // namespace attune::engine
