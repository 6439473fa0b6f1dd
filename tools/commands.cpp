#include "tools/commands.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

#include "tools/course.h"
#include "tools/format_command.h"
#include "tools/graph_command.h"
#include "tools/play_command.h"
#include "tools/test_command.h"
#include "tools/walk/command.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

int check(const fs::path& folder) {
  const auto course = load_course(folder, std::cerr);
  if (course == nullptr) {
    return wrong_use;
  }
  const auto& findings = course->compilation.findings;
  const auto errors =
      std::ranges::count(findings, engine::Severity::error, &engine::Diagnostic::severity);
  const auto warnings = static_cast<std::ptrdiff_t>(findings.size()) - errors;
  const auto counted = [](std::ptrdiff_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string{what} + (count == 1 ? "" : "s");
  };
  std::cout << folder.string() << ": " << counted(errors, "error") << ", "
            << counted(warnings, "warning") << '\n';
  return errors > 0 ? found_something : done;
}

}  // namespace

void add_commands(CLI::App& app, int& exit_code) {
  {
    CLI::App* command = app.add_subcommand("check", "Look for mistakes in a course");
    const auto folder = std::make_shared<fs::path>();
    command->add_option("COURSE_DIR", *folder, "The folder with course.dialogue")->required();
    command->callback([folder, &exit_code] { exit_code = check(*folder); });
  }
  add_play_command(app, exit_code);
  add_test_command(app, exit_code);
  add_format_command(app, exit_code);
  add_walk_command(app, exit_code);
  add_graph_command(app, exit_code);
}

}  // namespace attune::tools
