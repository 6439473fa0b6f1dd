#pragma once

#include "engine/program/listening.h"

#include <filesystem>
#include <ostream>

namespace attune::tools {

// A proportion with its 95% interval (Wilson 1927).
struct Proportion {
  std::size_t part = 0;
  std::size_t whole = 0;

  double low() const;
  double high() const;
};

// Writes recall and precision by topic, false alarms, and what was missed, by class and line
// number, without the words. `path` has lines of text, tier, topic and class with tabs between;
// lines that start with "# " are notes, and a first line may name the columns. False when it cannot
// be read: why is on `errors`.
bool measure_listening(
    const engine::Listening& listening,
    const std::filesystem::path& path,
    std::ostream& out,
    std::ostream& errors
);

}  // namespace attune::tools
