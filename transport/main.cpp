// The composition root: one program, `attune`, and its commands.
#include "transport/serve_command.h"

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "tools/commands.h"

namespace {

// Exit status: 0 done, 1 findings or a failed test, 2 wrong use.
constexpr int wrong_use = 2;

int run(int argc, char** argv) {
  CLI::App app{"Attune: a coach that follows a script. Commands tell more with --help."};
  app.name("attune");
  app.set_version_flag("--version", "attune " ATTUNE_VERSION);
  app.require_subcommand(1);
  int exit_code = 0;
  attune::add_serve_command(app, exit_code);
  attune::tools::add_commands(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help and --version come this way, too.
    return app.exit(error) == 0 ? 0 : wrong_use;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "attune: " << error.what() << '\n';
    return 1;
  }
}
