#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

void add_publish_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
