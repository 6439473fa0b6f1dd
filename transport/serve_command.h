#pragma once

namespace CLI {

class App;

}  // namespace CLI

namespace attune {

// `attune serve`. Its exit status goes to `exit_code`, which must outlive the parse.
void add_serve_command(CLI::App& app, int& exit_code);

}  // namespace attune
