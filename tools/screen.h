#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

// What a terminal can show.
namespace attune::tools {

struct Screen {
  std::size_t width = 76;  // columns
  bool colours = false;

  // The escape sequence for "1" (bold), "2" (faint), "33" (yellow) ...; empty without colours.
  std::string code(std::string_view number) const;

  // Wraps at words; later lines stand under the first, `indent` columns in. The cursor is there
  // already.
  void wrap(std::ostream& out, std::string_view text, std::size_t indent) const;
};

// The screen behind standard output. No colours where it is a file, or where NO_COLOR
// (no-color.org) is set.
Screen standard_screen();

}  // namespace attune::tools
