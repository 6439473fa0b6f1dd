#pragma once

#include <CLI/CLI.hpp>

namespace attune::tools {

// attune graph [--stage S] [--format svg|dot|text] [--coverage] COURSE_DIR
void add_graph_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
