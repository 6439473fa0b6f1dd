#include "tools/graph_command.h"

#include "engine/base/result.h"

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/conversation.h"
#include "tools/course.h"
#include "tools/files.h"
#include "tools/graph.h"
#include "tools/limits.h"
#include "tools/walk/summary.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

struct GraphOptions {
  fs::path folder;
  std::string stage;
  std::string format = "svg";
  bool coverage = false;
};

// The shell's word for a command that is not there.
constexpr int not_found = 127;

// Graphviz draws it. The error is a sentence.
engine::Result<std::string> drawn(const std::string& dot) {
  std::string name = (fs::temp_directory_path() / "attune-graph-XXXXXX").string();
  const int file = mkstemp(name.data());
  if (file < 0) {
    return std::unexpected{engine::Error{"No temporary file can be made."}};
  }
  close(file);
  std::string svg;
  int status = -1;
  if (replace_text(name, dot)) {
    // The name is mkstemp's; nothing that an author wrote comes near the shell.
    const std::string command = "dot -Tsvg '" + name + "'";
    if (FILE* pipe = popen(command.c_str(), "r")) {
      char part[4096];
      for (std::size_t read = 0; (read = fread(part, 1, sizeof part, pipe)) > 0;) {
        svg.append(part, read);
      }
      status = pclose(pipe);
    }
  }
  std::error_code ignored;
  fs::remove(name, ignored);
  if (WIFEXITED(status) && WEXITSTATUS(status) == not_found) {
    return std::unexpected{engine::Error{
        "Drawing needs Graphviz, which is not installed. On Debian: apt-get install graphviz. "
        "Without it there is --format text, and --format dot."
    }};
  }
  if (status != 0) {
    return std::unexpected{engine::Error{"Graphviz could not draw this graph."}};
  }
  return svg;
}

int graph(const GraphOptions& options) {
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
  Coverage coverage{*program};
  if (options.coverage) {
    walk_at_random(*program, options.stage, 1, limits::graph_runs, coverage);
  }
  const Graph made =
      graph_of(*program, course->sources, options.stage, options.coverage ? &coverage : nullptr);
  if (options.format == "text") {
    std::cout << graph_text(made);
    return all_well;
  }
  if (options.format == "dot") {
    std::cout << graph_dot(made);
    return all_well;
  }
  const auto svg = drawn(graph_dot(made));
  if (!svg) {
    std::cerr << svg.error().message << '\n';
    return wrong_use;
  }
  std::cout << *svg;
  return all_well;
}

}  // namespace

void add_graph_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("graph", "Draw the scenes of a course and the roads between them");
  const auto options = std::make_shared<GraphOptions>();
  command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")->required();
  command->add_option("--stage", options->stage, "This stage alone");
  command->add_option("--format", options->format, "svg, dot or text")
      ->check(CLI::IsMember({"svg", "dot", "text"}))
      ->capture_default_str();
  command->add_flag("--coverage", options->coverage, "Show how often random walks came through");
  command->callback([options, &exit_code] { exit_code = graph(*options); });
}

}  // namespace attune::tools
