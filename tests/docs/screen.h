#pragma once

#include <string>
#include <vector>

// What a terminal shows, as a page has it.
namespace attune::test {

struct Command {
  std::string line;    // without "$ "
  std::string screen;  // up to the next command, without blank lines at the end
};

// Of a console. Throws when it does not begin with a command.
std::vector<Command> commands_of(const std::string& console);

// Words of a command line; those in quotes are one.
std::vector<std::string> words_of(const std::string& command);

// What the reader of the page types into the program, a line each.
std::string typed_in(const std::string& screen);

// A screen with what is another on each day and on each machine as the pages have it.
std::string masked(const std::string& screen);

// Whether a screen is what a page says: a line "..." stands for any lines, "…" for any characters.
bool same_screen(const std::string& expected, const std::string& actual);

std::vector<std::string> lines_of(const std::string& text);

}  // namespace attune::test
