#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// attune walk [--stage S] [--seed N] [--runs N] [--exhaustive] [--html FILE] COURSE_DIR
void add_walk_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
