#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// attune check [--format text|json] COURSE_DIR
void add_check_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
