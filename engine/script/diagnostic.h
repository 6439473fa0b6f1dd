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
  std::string message;            // one sentence: what is wrong
  std::string mend;               // what to do about it; may be empty
  std::vector<std::string> road;  // one road on which it goes wrong, stop by stop; may be empty

  bool operator==(const Diagnostic&) const = default;
};

}  // namespace attune::engine
