#pragma once

#include "tests/support/markdown.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

// Does what a page of docs/ tells its reader to do: writes the files, types the commands, and
// looks whether the screen shows what the page says. What a fence is stands behind its backticks:
//
//   dialogue file=PATH       a whole file, written now (transcript and json the same)
//   dialogue sections=PATH   scenes and parts of a file: each takes the place of the one with its
//                            name; a new scene comes behind the last scene, a new part at the end
//   dialogue example         a stage, with or without its first line, or files behind "=== NAME":
//                            nothing is found in it
//   dialogue lines           lines of a scene: as an example, but nobody needs to use the answers
//   dialogue finds=CODE      an example in which the check finds just that
//   console                  "$ " begins a command; the rest is the screen, what is typed at a "> "
//                            included. A line "..." stands for any lines, "…" for any characters
//
// A fence without such a mark is a fault.
namespace attune::test {

struct Fault {
  std::size_t line = 0;  // of the page
  std::string what;
};

struct PageOutcome {
  std::vector<Fault> faults;
  std::size_t commands = 0;  // that were run
  std::size_t examples = 0;  // that were compiled
  std::string rewritten;     // the page, with each wrong screen as it is now
};

// In the current folder, which is changed by what the page does.
PageOutcome follow(const std::string& page);

}  // namespace attune::test
