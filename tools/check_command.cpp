#include "tools/check_command.h"

#include "engine/base/text.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "tools/course.h"
#include "tools/findings_json.h"
#include "tools/limits.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

struct CheckOptions {
  fs::path folder;
  std::string format = "text";
  bool complete = false;
};

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string{what} + (count == 1 ? "" : "s");
}

// A release may demand that nothing falls back to another language: each text that does is a
// finding of its own then.
void demand_translations(engine::Compilation& compilation) {
  for (const engine::Untranslated& text : compilation.untranslated) {
    compilation.findings.push_back(engine::Diagnostic{
        .code = "W090",
        .severity = engine::Severity::error,
        .span = text.span,
        .message = "\"" + engine::shortened(text.text, limits::shown_characters) +
                   "\" has no translation into " + text.language + ".",
        .mend = {},
        .road = {}
    });
  }
}

int check(const CheckOptions& options) {
  const auto course = compile_course(options.folder, std::cerr);
  if (course == nullptr) {
    return wrong_use;
  }
  if (options.complete) {
    demand_translations(course->compilation);
  }
  const FindingCounts counts = count_findings(course->compilation.findings);
  if (options.format == "json") {
    std::cout << findings_json(*course);
  } else {
    show_findings(*course, Shown::all, std::cerr);
    std::cout << options.folder.string() << ": " << counted(counts.errors, "error") << ", "
              << counted(counts.warnings, "warning") << '\n';
  }
  return counts.errors > 0 ? found_something : all_well;
}

}  // namespace

void add_check_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("check", "Look for mistakes in a course");
  const auto options = std::make_shared<CheckOptions>();
  command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")->required();
  command->add_option("--format", options->format, "text for people, json for editors")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_flag(
      "--complete", options->complete, "A text without a translation is an error, for a release"
  );
  command->callback([options, &exit_code] { exit_code = check(*options); });
}

}  // namespace attune::tools
