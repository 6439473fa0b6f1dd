#pragma once

#include "engine/base/source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune::engine {

enum class Severity : std::uint8_t { error, warning };

// One finding about a script, in words for a psychologist.
struct Diagnostic {
  std::string code;  // stable: "A021"
  Severity severity = Severity::error;
  SourceSpan span;
  std::string message;  // one sentence, with the mend where there is one

  bool operator==(const Diagnostic&) const = default;
};

}  // namespace attune::engine
