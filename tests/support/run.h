#pragma once

#include <string>
#include <vector>

// The commands for authors, run as from a shell.
namespace attune::test {

struct Ran {
  int status = 0;
  std::string out;
  std::string errors;
  std::string screen;  // what a terminal shows: both in their order, and what is typed
};

// What stands behind "attune" on the command line. Throws CLI::ParseError when it cannot be read.
Ran run(std::vector<std::string> arguments, const std::string& input = {});

}  // namespace attune::test
