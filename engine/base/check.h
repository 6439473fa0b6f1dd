#pragma once

#include <stdexcept>
#include <string>

namespace attune::engine {

// A broken promise of our own code. One place in the service catches it and sets that one session
// aside; the text names code and never what a person wrote.
class BrokenInvariant : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void invariant_broken(const char* condition, const char* file, int line) {
  throw BrokenInvariant{
      std::string{file} + ":" + std::to_string(line) + ": invariant broken: " + condition
  };
}

}  // namespace attune::engine

// An expression and no `if (!(condition))`: a condition reads as its author wrote it, for
// clang-tidy too, which would have each negated "or" turned into an "and".
#define ATTUNE_CHECK(condition)       \
  ((condition) ? static_cast<void>(0) \
               : ::attune::engine::invariant_broken(#condition, __FILE__, __LINE__))
