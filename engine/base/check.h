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

#define ATTUNE_CHECK(condition)                                           \
  do {                                                                    \
    if (!(condition)) {                                                   \
      ::attune::engine::invariant_broken(#condition, __FILE__, __LINE__); \
    }                                                                     \
  } while (false)
