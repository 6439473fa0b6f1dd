#pragma once

#include "engine/session/state.h"
#include "engine/versions/correspondence.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace attune::engine {

// A stage's wait, or what an interruption broke in on, with the `do`s to come back from between it
// and the interruption above it.
struct Held {
  Wait wait;
  std::vector<NameId> calls;     // outermost first
  bool interrupts = false;       // it broke in on another
  const Stage* stage = nullptr;  // of the newer version; nullptr when it has no such stage
};

enum class Outcome : std::uint8_t {
  same,      // under the same name
  moved,     // under another name, or in another scene
  sent,      // at the place that the author names (send)
  stranded,  // nowhere
};

// Where that stands in the newer version.
struct Standing {
  Outcome outcome = Outcome::stranded;
  std::vector<NameId> calls;
  Wait wait;
};

Standing standing_of(
    const Program& from,
    const Shape& from_shape,
    const Program& to,
    const Shape& to_shape,
    const Correspondence& names,
    const Held& held
);

}  // namespace attune::engine
