#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// attune play [--stage S] [--scene S] [--seed N] [--name NAME] [--plain] COURSE_DIR
void add_play_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
