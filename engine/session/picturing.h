#pragma once

#include "engine/base/instant.h"
#include "engine/program/program.h"
#include "engine/session/event.h"
#include "engine/session/state.h"

#include <optional>

namespace attune::engine {

// The picture as it is now; nullopt when nothing is there to be drawn. An answer in which an
// unretracted match was found counts as skipped, here as elsewhere.
std::optional<PictureShown> picture_of(
    const Program& program, const State& state, Instant now, const Picture& picture
);

}  // namespace attune::engine
