#include "tools/format_command.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/course.h"
#include "tools/files.h"
#include "tools/format.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

struct FormatOptions {
  std::vector<fs::path> paths;
  bool check = false;
};

// Folders give their scripts. nullopt, and why on standard error, when there is nothing to format.
std::optional<std::vector<fs::path>> scripts_among(const std::vector<fs::path>& paths) {
  std::vector<fs::path> scripts;
  for (const fs::path& path : paths) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
      scripts.push_back(path);
      continue;
    }
    const std::vector<fs::path> found = files_in(path, ".dialogue");
    if (found.empty()) {
      std::cerr << path.string() << ": There is no .dialogue file in this folder.\n";
      return std::nullopt;
    }
    scripts.insert(scripts.end(), found.begin(), found.end());
  }
  return scripts;
}

enum class Outcome : std::uint8_t { in_form, changed, wrong };

Outcome format_one(const fs::path& path, bool check) {
  const std::optional<std::string> text = read_text(path);
  if (!text) {
    std::cerr << path.string() << ": This file cannot be read.\n";
    return Outcome::wrong;
  }
  if (const std::string errors = syntax_errors(path.string(), *text); !errors.empty()) {
    std::cerr << errors << path.string()
              << ": left as it is, since its lines cannot all be understood.\n";
    return Outcome::wrong;
  }
  const std::string form = formatted(*text);
  const std::optional<std::size_t> line = first_difference(*text, form);
  if (!line) {
    return Outcome::in_form;
  }
  if (check) {
    std::cerr << path.string() << ":" << *line
              << ": from here on this file is not in its form. To mend it: attune format "
              << path.string() << '\n';
    return Outcome::changed;
  }
  if (!replace_text(path, form)) {
    std::cerr << path.string() << ": This file cannot be written.\n";
    return Outcome::wrong;
  }
  std::cout << path.string() << ": formatted\n";
  return Outcome::changed;
}

int format(const FormatOptions& options) {
  const std::optional<std::vector<fs::path>> scripts = scripts_among(options.paths);
  if (!scripts) {
    return wrong_use;
  }
  int changed = 0;
  int wrong = 0;
  for (const fs::path& path : *scripts) {
    const Outcome outcome = format_one(path, options.check);
    changed += outcome == Outcome::changed ? 1 : 0;
    wrong += outcome == Outcome::wrong ? 1 : 0;
  }
  const int in_form = static_cast<int>(scripts->size()) - changed - wrong;
  std::cout << in_form << " in form, " << changed
            << (options.check ? " not in form, " : " formatted, ") << wrong << " with errors\n";
  return wrong > 0 || (options.check && changed > 0) ? found_something : all_well;
}

}  // namespace

void add_format_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "format", "Put scripts into their form: indentation, blank lines, spacing"
  );
  const auto options = std::make_shared<FormatOptions>();
  command->add_option("COURSE|FILE", options->paths, "Folders of courses, or single scripts")
      ->required();
  command->add_flag(
      "--check", options->check, "Change nothing; exit 1 when something would change"
  );
  command->callback([options, &exit_code] { exit_code = format(*options); });
}

}  // namespace attune::tools
