#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// attune prove COURSE_DIR
void add_prove_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
