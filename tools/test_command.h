#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// attune test [--update] [--junit FILE] COURSE_DIR
void add_test_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
