// The composition root: one program, `attune`, and its commands.
#include "engine/base/text.h"

#include "transport/serve_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "tools/commands.h"

namespace {

// Exit status: 0 done, 1 findings or a failed test, 2 wrong use.
constexpr int wrong_use = 2;

int report_unknown_command(CLI::App& app, std::string_view typed) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) {
    names.push_back(command->get_name());
  }
  const std::vector<std::string_view> known{names.begin(), names.end()};
  const auto close = attune::engine::nearest(typed, known);
  std::cerr << "attune: there is no command \"" << typed << "\". "
            << (close ? "Did you mean \"" + std::string{*close} + "\"?"
                      : std::string{"\"attune --help\" lists them."})
            << '\n';
  return wrong_use;
}

int run(int argc, char** argv) {
  CLI::App app{"Attune: a coach that follows a script. Commands tell more with --help."};
  app.name("attune");
  app.set_version_flag("--version", "attune " ATTUNE_VERSION);
  app.require_subcommand(1);
  int exit_code = 0;
  attune::add_serve_command(app, exit_code);
  attune::tools::add_commands(app, exit_code);
  const std::string_view typed = argc > 1 ? argv[1] : "";
  const auto named = [typed](const CLI::App* command) { return command->get_name() == typed; };
  const bool is_command = !typed.empty() && !typed.starts_with('-');
  if (is_command && std::ranges::none_of(app.get_subcommands({}), named)) {
    return report_unknown_command(app, typed);
  }
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
