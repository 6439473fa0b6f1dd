#include "tools/check_command.h"

#include "engine/base/text.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "tools/course.h"
#include "tools/findings_json.h"
#include "tools/limits.h"
#include "tools/versions_report.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

struct CheckOptions {
  fs::path folder;
  std::string format = "text";
  fs::path against;  // empty: nothing to compare with
  bool complete = false;
};

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string{what} + (count == 1 ? "" : "s");
}

// nullopt when the older version is not whole: why is on standard error.
std::optional<engine::Comparison> compared(
    const fs::path& against, const std::shared_ptr<const engine::Program>& program
) {
  const auto older = load_course(against, std::cerr);
  if (older == nullptr || older->compilation.program == nullptr) {
    return std::nullopt;
  }
  return engine::compare(engine::Transition{older->compilation.program, program});
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
  std::optional<engine::Comparison> comparison;
  if (!options.against.empty() && course->compilation.program != nullptr) {
    comparison = compared(options.against, course->compilation.program);
    if (!comparison) {
      std::cerr << "attune check: the older version in " << options.against.string()
                << " is not a whole course, so nothing can be compared\n";
      return wrong_use;
    }
  }
  if (options.format == "json") {
    std::cout << findings_json(*course, comparison ? &*comparison : nullptr);
  } else {
    show_findings(*course, Shown::all, std::cerr);
    std::cout << options.folder.string() << ": " << counted(counts.errors, "error") << ", "
              << counted(counts.warnings, "warning") << '\n';
    if (comparison) {
      show_comparison(*comparison, std::cout);
    }
  }
  const bool blocks = comparison && comparison->blocks();
  return counts.errors > 0 || blocks ? found_something : all_well;
}

}  // namespace

void add_check_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("check", "Look for mistakes in a course");
  const auto options = std::make_shared<CheckOptions>();
  command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")->required();
  command->add_option("--format", options->format, "text for people, json for editors")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option(
      "--against",
      options->against,
      "A folder with an older version: where people may wait in it, and where they go on"
  );
  command->add_flag(
      "--complete", options->complete, "A text without a translation is an error, for a release"
  );
  command->callback([options, &exit_code] { exit_code = check(*options); });
}

}  // namespace attune::tools
