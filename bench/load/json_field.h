#pragma once

#include <string_view>

namespace attune::bench {

// The raw text of a field of a JSON object, without looking into nested values; empty when it has
// none. Much cheaper than a parser, so that the load costs less than the server that it measures;
// for messages of a server that we trust to write JSON.
std::string_view json_field(std::string_view object, std::string_view key);

// A string without its quotes; escapes stay as they are.
std::string_view unquoted(std::string_view json_string);

}  // namespace attune::bench
