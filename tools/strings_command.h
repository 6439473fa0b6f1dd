#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// attune strings: writes and updates translations.
void add_strings_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
