#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// `attune listen`: what a course hears in lines from standard input, or how well it hears those of
// a file that says what should be heard.
void add_listen_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
