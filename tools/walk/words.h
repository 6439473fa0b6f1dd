#pragma once

#include <string>
#include <string_view>

namespace attune::tools {

// A condition or a statement as one would say it: "pull >= 7" -> "pull is at least 7".
std::string in_words(std::string_view code);

}  // namespace attune::tools
