#include "tools/screen.h"

#include "engine/base/text.h"

#include <algorithm>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tools/limits.h"

namespace attune::tools {

std::string Screen::code(std::string_view number) const {
  return colours ? "\x1b[" + std::string{number} + "m" : std::string{};
}

void Screen::wrap(std::ostream& out, std::string_view text, std::size_t indent) const {
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t length = engine::characters(word);
    if (column > indent && column + 1 + length > width) {
      out << '\n' << std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out << ' ';
      ++column;
    }
    out << word;
    column += length;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out << '\n';
}

Screen standard_screen() {
  Screen screen;
  if (isatty(STDOUT_FILENO) == 0) {
    return screen;
  }
  // Nothing of this program changes the environment.
  const char* no_color = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe)
  screen.colours = no_color == nullptr || *no_color == '\0';
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    screen.width = std::clamp<std::size_t>(
        size.ws_col, limits::screen_columns_min, limits::screen_columns_max
    );
  }
  return screen;
}

}  // namespace attune::tools
