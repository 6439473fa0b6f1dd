#include "tools/play_command.h"

#include <filesystem>
#include <iostream>
#include <memory>

#include "tools/course.h"
#include "tools/play.h"
#include "tools/seed_option.h"

namespace attune::tools {
namespace {

struct PlayOptions {
  std::filesystem::path folder;
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
  if (const auto start = find_start(*program, options.start.stage, options.start.scene); !start) {
    std::cerr << start.error().message << '\n';
    return wrong_use;
  }
  if (const auto language = find_language(*program, options.start.language); !language) {
    std::cerr << language.error().message << '\n';
    return wrong_use;
  }
  if (options.plain) {
    play_plain(*program, options.start, std::cin, std::cout);
  } else {
    play(*program, options.folder, options.start, standard_screen(), std::cin, std::cout);
  }
  return all_well;
}

}  // namespace

void add_play_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("play", "Have a conversation in the terminal");
  const auto options = std::make_shared<PlayOptions>();
  command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")->required();
  command->add_option("--stage", options->start.stage, "Begin with this stage");
  command->add_option("--scene", options->start.scene, "Begin at this scene of it");
  add_seed_option(*command, options->start.seed, "Which way is taken at each \"one of\"");
  command->add_option("--name", options->start.name, "What the person is called")
      ->capture_default_str();
  command->add_option("--language", options->start.language, "A language it is translated into");
  command->add_flag("--plain", options->plain, "One answer a line in, a transcript out");
  command->callback([options, &exit_code] { exit_code = play_course(*options); });
}

}  // namespace attune::tools
