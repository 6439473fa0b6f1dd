#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// `attune sign`.
void add_sign_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
