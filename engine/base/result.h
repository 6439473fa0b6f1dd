#pragma once

#include <expected>
#include <string>

namespace attune::engine {

// An operation that could not be done, in a sentence for an operator or an author.
// Never holds what a person wrote.
struct Error {
  std::string message;

  bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

}  // namespace attune::engine
