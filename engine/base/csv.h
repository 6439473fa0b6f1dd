#pragma once

#include <span>
#include <string>
#include <string_view>

namespace attune::engine {

// One row of RFC 4180, with its line end (CR LF).
std::string csv_row(std::span<const std::string> fields);

// A person's words for a field: those that a spreadsheet would read as a formula get a ' before
// them, so that opening a file runs nothing.
std::string csv_words(std::string_view words);

}  // namespace attune::engine
