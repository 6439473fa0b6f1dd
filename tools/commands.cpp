#include "tools/commands.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <unistd.h>

#include "tools/course.h"
#include "tools/files.h"
#include "tools/format_command.h"
#include "tools/play.h"
#include "tools/transcript.h"

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

// A sentence when it is none. CLI11 alone would read "-1" as the largest seed there is.
std::string check_seed(const std::string& typed) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), seed);
  if (error == std::errc{} && end == typed.data() + typed.size()) {
    return {};
  }
  return "a seed is a whole number from 0 up, and not \"" + typed + "\"";
}

struct PlayOptions {
  fs::path folder;
  ConversationStart start;
  bool plain = false;
};

int play_course(const PlayOptions& options) {
  const auto course = load_course(options.folder, std::cerr);
  if (course == nullptr) {
    return wrong_use;
  }
  const auto program = course->compilation.program;
  if (program == nullptr) {
    return found_something;
  }
  const auto stage =
      options.start.stage.empty()
          ? program->stages.begin()
          : std::ranges::find(program->stages, options.start.stage, &engine::Stage::name);
  if (stage == program->stages.end() || !stage->written) {
    std::cerr << "There is no written stage \"" << options.start.stage << "\" in this course.\n";
    return wrong_use;
  }
  if (options.plain) {
    play_plain(*program, options.start, std::cin, std::cout);
  } else {
    play(*program, options.start, isatty(STDOUT_FILENO) == 1, std::cin, std::cout);
  }
  return done;
}

// One transcript: whether it passed. With `update` it is rewritten where it did not.
bool test_one(const engine::Program& program, const fs::path& path, bool update) {
  const std::optional<std::string> text = read_text(path);
  if (!text) {
    std::cerr << path.string() << ": This file cannot be read.\n";
    return false;
  }
  const auto transcript = parse_transcript(*text);
  if (!transcript) {
    std::cerr << path.string() << ":" << transcript.error().message << '\n';
    return false;
  }
  const auto outcome = run_transcript(program, *transcript);
  if (!outcome) {
    std::cerr << path.string() << ": " << outcome.error().message << '\n';
    return false;
  }
  if (outcome->passed) {
    return true;
  }
  if (update) {
    if (!replace_text(path, outcome->rewritten)) {
      std::cerr << path.string() << ": This file cannot be written.\n";
      return false;
    }
    std::cout << path.string() << ": rewritten\n";
    return true;
  }
  std::cerr << path.string() << ": what is said now is not what the transcript has\n"
            << outcome->difference;
  return false;
}

int test(const fs::path& folder, bool update) {
  const auto course = load_course(folder, std::cerr);
  if (course == nullptr) {
    return wrong_use;
  }
  const auto program = course->compilation.program;
  if (program == nullptr) {
    return found_something;
  }
  int passed = 0;
  int failed = 0;
  for (const fs::path& path : files_in(folder, ".transcript")) {
    (test_one(*program, path, update) ? passed : failed) += 1;
  }
  std::cout << passed << " passed, " << failed << " failed\n";
  return failed > 0 ? found_something : done;
}

}  // namespace

void add_commands(CLI::App& app, int& exit_code) {
  {
    CLI::App* command = app.add_subcommand("check", "Look for mistakes in a course");
    const auto folder = std::make_shared<fs::path>();
    command->add_option("COURSE_DIR", *folder, "The folder with course.dialogue")->required();
    command->callback([folder, &exit_code] { exit_code = check(*folder); });
  }
  {
    CLI::App* command = app.add_subcommand("play", "Have a conversation in the terminal");
    const auto options = std::make_shared<PlayOptions>();
    command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")
        ->required();
    command->add_option("--stage", options->start.stage, "Begin with this stage");
    command->add_option("--seed", options->start.seed, "Which way is taken at each \"one of\"")
        ->check(check_seed)
        ->capture_default_str();
    command->add_option("--name", options->start.name, "What the person is called")
        ->capture_default_str();
    command->add_flag("--plain", options->plain, "One answer a line in, a transcript out");
    command->callback([options, &exit_code] { exit_code = play_course(*options); });
  }
  {
    CLI::App* command = app.add_subcommand("test", "Run the transcripts of a course");
    const auto folder = std::make_shared<fs::path>();
    const auto update = std::make_shared<bool>(false);
    command->add_option("COURSE_DIR", *folder, "The folder with course.dialogue")->required();
    command->add_flag("--update", *update, "Rewrite the transcripts to what is said now");
    command->callback([folder, update, &exit_code] { exit_code = test(*folder, *update); });
  }
  add_format_command(app, exit_code);
}

}  // namespace attune::tools
