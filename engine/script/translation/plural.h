#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune::engine {

// Which form of a text a number wants, as the header of a translation file says it in C:
// "nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);"
class PluralRule {
 public:
  // The error is a sentence: what is not understood, or a number whose form there is not.
  static Result<PluralRule> read(std::string_view field);

  std::uint32_t forms() const { return forms_; }

  // From 0, below forms().
  std::uint32_t form(std::uint64_t n) const;

  // The expression, made of n, whole numbers, % and comparisons alone: it means the same in C and
  // in JavaScript.
  const std::string& expression() const { return expression_; }

 private:
  std::uint32_t forms_ = 2;
  std::string expression_;
};

}  // namespace attune::engine
