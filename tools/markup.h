#pragma once

#include <string>
#include <string_view>

namespace attune::tools {

// Text for XML and HTML, between tags or in an attribute with double quotes. Control characters,
// which XML cannot hold, are left out.
std::string escaped(std::string_view text);

}  // namespace attune::tools
