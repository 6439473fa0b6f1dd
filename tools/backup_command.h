#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// attune backup --data DIR FILE, also while a server runs; attune restore FILE --data DIR.
void add_backup_command(CLI::App& app, int& exit_code);
void add_restore_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
