#include "tests/docs/screen.h"

#include "engine/base/calendar.h"

#include <chrono>
#include <ranges>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace attune::test {
namespace {

// On a page it is always this day.
constexpr std::string_view day_of_the_page = "2026-11-24";

bool same_line(std::string_view expected, std::string_view actual) {
  constexpr std::string_view any = "…";
  const std::size_t at = expected.find(any);
  if (at == std::string_view::npos) {
    return expected == actual;
  }
  if (!actual.starts_with(expected.substr(0, at))) {
    return false;
  }
  const std::string_view rest = expected.substr(at + any.size());
  for (std::size_t from = at; from <= actual.size(); ++from) {
    if (same_line(rest, actual.substr(from))) {
      return true;
    }
  }
  return false;
}

using Lines = std::ranges::subrange<std::vector<std::string>::const_iterator>;

bool same_lines(Lines expected, Lines actual) {
  if (expected.empty()) {
    return actual.empty();
  }
  const std::string& first = expected.front();
  const Lines rest{std::next(expected.begin()), expected.end()};
  if (first == "...") {
    for (auto from = actual.begin();; ++from) {
      if (same_lines(rest, Lines{from, actual.end()})) {
        return true;
      }
      if (from == actual.end()) {
        return false;
      }
    }
  }
  return !actual.empty() && same_line(first, actual.front()) &&
         same_lines(rest, Lines{std::next(actual.begin()), actual.end()});
}

}  // namespace

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words;
  bool quoted = false;
  bool in_word = false;
  for (const char c : command) {
    if (c == '"') {
      quoted = !quoted;
    }
    if (c == ' ' && !quoted) {
      in_word = false;
      continue;
    }
    if (!in_word) {
      words.emplace_back();
      in_word = true;
    }
    if (c != '"') {
      words.back().push_back(c);
    }
  }
  return words;
}

std::string masked(const std::string& screen) {
  const std::string today =
      engine::iso_day(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  static const std::regex speed{R"( in [0-9.]+ s of a processor, [0-9]+ a second)"};
  std::string text = std::regex_replace(screen, speed, " in … s of a processor, … a second");
  text = std::regex_replace(text, std::regex{today}, std::string{day_of_the_page});
  // A page cannot show blanks at the end of a line.
  static const std::regex blanks{R"( +\n)"};
  text = std::regex_replace(text, blanks, "\n");
  text.resize(text.find_last_not_of('\n') + 1);
  return text.empty() ? text : text + "\n";
}

bool same_screen(const std::string& expected, const std::string& actual) {
  const std::vector<std::string> one = lines_of(expected);
  const std::vector<std::string> two = lines_of(actual);
  return same_lines(Lines{one}, Lines{two});
}

std::vector<Command> commands_of(const std::string& console) {
  std::vector<Command> commands;
  for (const std::string& line : lines_of(console)) {
    if (line.starts_with("$ ")) {
      commands.push_back(Command{.line = line.substr(2), .screen = {}});
    } else if (commands.empty()) {
      throw std::runtime_error{"a console begins with a command, behind \"$ \""};
    } else {
      commands.back().screen += line + "\n";
    }
  }
  for (Command& command : commands) {
    command.screen = masked(command.screen);
  }
  return commands;
}

std::string typed_in(const std::string& screen) {
  static const std::regex prompt{R"(^(\((the end|resting)\) )?>( (.*))?$)"};
  std::string typed;
  for (const std::string& line : lines_of(screen)) {
    std::smatch match;
    if (std::regex_match(line, match, prompt)) {
      typed += match[4].str() + "\n";
    }
  }
  return typed;
}

}  // namespace attune::test
