#pragma once

namespace attune::engine {

// Visits a std::variant with one lambda an alternative: a forgotten alternative does not compile.
template <class... Arms>
struct Overloaded : Arms... {
  using Arms::operator()...;
};

}  // namespace attune::engine
