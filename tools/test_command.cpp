#include "tools/test_command.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/course.h"
#include "tools/files.h"
#include "tools/junit.h"
#include "tools/transcript.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

struct TestOptions {
  fs::path folder;
  bool update = false;
  fs::path junit;  // empty: none is wanted
};

// One transcript. With `update` it is rewritten where it did not pass.
TestResult test_one(const engine::Program& program, const fs::path& path, bool update) {
  TestResult result{
      .name = path.stem().string(),
      .path = path.string(),
      .passed = false,
      .message = {},
      .details = {},
      .seconds = 0
  };
  const auto failed = [&](std::string message, const std::string& details = {}) {
    std::cerr << message << '\n' << details;
    result.message = std::move(message);
    result.details = details;
    return result;
  };
  const std::optional<std::string> text = read_text(path);
  if (!text) {
    return failed(path.string() + ": This file cannot be read.");
  }
  const auto transcript = parse_transcript(*text);
  if (!transcript) {
    return failed(path.string() + ":" + transcript.error().message);
  }
  const auto outcome = run_transcript(program, *transcript);
  if (!outcome) {
    return failed(path.string() + ": " + outcome.error().message);
  }
  if (!outcome->passed && !update) {
    return failed(
        path.string() + ": what is said now is not what the transcript has", outcome->difference
    );
  }
  if (!outcome->passed) {
    if (!replace_text(path, with_line_ends(outcome->rewritten, line_end_of(*text)))) {
      return failed(path.string() + ": This file cannot be written.");
    }
    std::cout << path.string() << ": rewritten\n";
    for (const std::string& doubt : outcome->doubts) {
      std::cout << "  " << doubt << '\n';
    }
  }
  result.passed = true;
  return result;
}

int test(const TestOptions& options) {
  const auto course = load_course(options.folder, std::cerr);
  if (course == nullptr) {
    return wrong_use;
  }
  const auto program = course->compilation.program;
  if (program == nullptr) {
    return found_something;
  }
  std::vector<TestResult> results;
  for (const fs::path& path : files_in(options.folder, ".transcript")) {
    const auto start = std::chrono::steady_clock::now();
    results.push_back(test_one(*program, path, options.update));
    results.back().seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  const auto failed =
      std::ranges::count_if(results, [](const TestResult& result) { return !result.passed; });
  std::cout << static_cast<std::ptrdiff_t>(results.size()) - failed << " passed, " << failed
            << " failed\n";
  if (!options.junit.empty() &&
      !replace_text(options.junit, junit_report(program->course, results))) {
    std::cerr << options.junit.string() << ": This file cannot be written.\n";
    return wrong_use;
  }
  return failed > 0 ? found_something : all_well;
}

}  // namespace

void add_test_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("test", "Run the transcripts of a course");
  const auto options = std::make_shared<TestOptions>();
  command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")->required();
  command->add_flag("--update", options->update, "Rewrite the transcripts to what is said now");
  command
      ->add_option("--junit", options->junit, "Write the results to this file, for a build server")
      ->type_name("FILE");
  command->callback([options, &exit_code] { exit_code = test(*options); });
}

}  // namespace attune::tools
