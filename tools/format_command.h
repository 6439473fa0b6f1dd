#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// attune format [--check] COURSE|FILE...
void add_format_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
