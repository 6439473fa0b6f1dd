#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// attune verify --data DIR: is everything that was kept still there, as it was?
void add_verify_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
