#pragma once

#include <cstddef>
#include <string_view>

namespace attune::engine {

// How many syllables an English word is spoken with, by its spelling; at least one. Letters of any
// case, with apostrophes. docs/diagnostics/W002.md says how often it is wrong.
std::size_t syllables(std::string_view word);

}  // namespace attune::engine
