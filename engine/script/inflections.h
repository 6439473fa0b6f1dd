#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attune::engine {

// What an English word becomes by rule: "hit", "hits", "hiting", "hitting", "hited", "hitted".
// With each form that the rule could give, since people write them all. a-z only.
std::vector<std::string> regular_forms(std::string_view word);

}  // namespace attune::engine
