#pragma once

#include <CLI/CLI.hpp>

// What an author runs: attune check, codebook, format, graph, listen, play, publish, sign, strings,
// test, walk; and an operator: attune backup, restore, verify.
namespace attune::tools {

// Adds the commands; the one that was asked for runs while the command line is parsed and puts its
// exit status into `exit_code`: 0 done, 1 findings or a failed test, 2 wrong use.
void add_commands(CLI::App& app, int& exit_code);

}  // namespace attune::tools
