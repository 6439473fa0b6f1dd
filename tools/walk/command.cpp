#include "tools/walk/command.h"

#include <ctime>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "tools/conversation.h"
#include "tools/course.h"
#include "tools/files.h"
#include "tools/limits.h"
#include "tools/seed_option.h"
#include "tools/transcript.h"
#include "tools/walk/flow.h"
#include "tools/walk/page.h"
#include "tools/walk/report.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

struct WalkOptions {
  fs::path folder;
  std::string stage;
  std::uint64_t seed = 1;
  std::uint64_t runs = 1000;
  bool exhaustive = false;
  fs::path html;  // empty: none is wanted
};

// What the course's transcripts pass through; those that cannot be read say nothing.
std::uint64_t add_transcripts(
    const engine::Program& program, const fs::path& folder, Coverage& coverage
) {
  std::uint64_t count = 0;
  for (const fs::path& path : files_in(folder, ".transcript")) {
    const auto text = read_text(path);
    const auto transcript = text ? parse_transcript(*text)
                                 : engine::Result<Transcript>{std::unexpected{engine::Error{}}};
    const auto observe = [&](const engine::Turn& turn, const engine::Trace& trace) {
      coverage.add(turn, trace);
    };
    if (transcript && run_transcript(program, *transcript, observe)) {
      ++count;
    }
  }
  return count;
}

int walk(const WalkOptions& options) {
  const auto course = load_course(options.folder, std::cerr);
  if (course == nullptr) {
    return wrong_use;
  }
  const auto program = course->compilation.program;
  if (program == nullptr) {
    return found_something;
  }
  if (const auto start = find_start(*program, options.stage, {}); !start) {
    std::cerr << start.error().message << '\n';
    return wrong_use;
  }
  Coverage walks{*program};
  Coverage transcripts{*program};
  WalkReport report{
      .program = *program,
      .sources = course->sources,
      .folder = options.folder.string(),
      .stage = options.stage,
      .random = {},
      .every_road = {},
      .seconds = 0,
      .transcripts = add_transcripts(*program, options.folder, transcripts),
      .items = {},
      .loops = {}
  };
  if (options.runs > 0) {
    const std::clock_t before = std::clock();
    report.random = walk_at_random(*program, options.stage, options.seed, options.runs, walks);
    report.seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  }
  if (options.exhaustive) {
    report.every_road = walk_every_road(*program, options.stage, walks);
  }
  const std::vector<std::uint32_t> entries = entries_of(*program, options.stage);
  const std::vector<bool> scope = Flow{*program}.reached_from(entries);
  report.items = items_of(*program, scope, walks, transcripts);
  report.loops = loops_of(*program, entries, scope);
  print(report, std::cout);
  if (!options.html.empty() && !replace_text(options.html, page_of(report))) {
    std::cerr << options.html.string() << ": This file cannot be written.\n";
    return wrong_use;
  }
  return is_good(report) ? all_well : found_something;
}

}  // namespace

void add_walk_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("walk", "Walk through a course at random, or along every road");
  const auto options = std::make_shared<WalkOptions>();
  command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")->required();
  command->add_option("--stage", options->stage, "This stage alone");
  add_seed_option(*command, options->seed, "The first walk's seed; the next walk has the next");
  command->add_option("--runs", options->runs, "How many walks at random")
      ->check(CLI::Range(std::uint64_t{0}, limits::walk_runs_max))
      ->capture_default_str();
  command->add_flag("--exhaustive", options->exhaustive, "Try every road as well");
  command->add_option("--html", options->html, "Write a page to read and to print")
      ->type_name("FILE");
  command->callback([options, &exit_code] { exit_code = walk(*options); });
}

}  // namespace attune::tools
