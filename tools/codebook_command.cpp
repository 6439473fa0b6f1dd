#include "tools/codebook_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "tools/codebook.h"
#include "tools/course.h"

namespace attune::tools {
namespace {

int print_codebook(const std::string& folder) {
  const auto course = load_course(folder, std::cerr);
  if (course == nullptr) {
    return wrong_use;
  }
  if (course->compilation.program == nullptr) {
    return found_something;
  }
  std::cout << codebook(*course->compilation.program);
  return all_well;
}

}  // namespace

void add_codebook_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("codebook", "What the answers and scores of an export mean, as CSV");
  const auto folder = std::make_shared<std::string>();
  command->add_option("COURSE_DIR", *folder, "The folder with course.dialogue")->required();
  command->callback([folder, &exit_code] { exit_code = print_codebook(*folder); });
}

}  // namespace attune::tools
