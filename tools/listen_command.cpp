#include "tools/listen_command.h"

#include "engine/listen/fold.h"
#include "engine/listen/heard_words.h"
#include "engine/listen/listen.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tools/course.h"
#include "tools/listen_measure.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

struct ListenOptions {
  fs::path folder;
  fs::path measured;
  fs::path near_words;
  bool where = false;
};

// One line of JSON. Bytes that are not UTF-8 come back as U+FFFD.
std::string heard_json(const engine::Program& program, const std::string& text, bool where) {
  const engine::Listening& listening = program.listening;
  ordered_json line{{"text", text}, {"tier", 0}, {"topic", nullptr}, {"matched", nullptr}};
  if (const auto heard = engine::listen(listening, text)) {
    line["tier"] = static_cast<int>(heard->tier);
    line["topic"] = listening.watches[heard->watch].name;
    line["matched"] = text.substr(heard->from, heard->to - heard->from);
    if (where) {
      const engine::SourceSpan span = listening.constructions[heard->construction].span;
      line["where"] = fmt::format("{}:{}", program.files[span.file], span.line);
    }
  } else if (where) {
    line["where"] = nullptr;
  }
  return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

// Words of a file, one a line, that would be taken for another word of the watches: for the
// "exact:" lines of a course.
int print_near_words(const engine::Listening& listening, const fs::path& path) {
  std::ifstream file{path};
  if (!file) {
    std::cerr << path.string() << ": this file cannot be read.\n";
    return wrong_use;
  }
  std::string line;
  while (std::getline(file, line)) {
    const engine::RawText read = engine::raw_words(line);
    if (read.words.size() != 1) {
      continue;
    }
    const std::string& word = read.words.front().letters;
    if (listening.lexicon.find(word) == engine::unlisted &&
        engine::heard_word(listening, word) != engine::unlisted) {
      std::cout << word << '\n';
    }
  }
  return all_well;
}

int listen(const ListenOptions& options) {
  const auto course = load_course(options.folder, std::cerr);
  if (course == nullptr) {
    return wrong_use;
  }
  if (course->compilation.program == nullptr) {
    return found_something;
  }
  const engine::Program& program = *course->compilation.program;
  const engine::Listening& listening = program.listening;
  if (!options.near_words.empty()) {
    return print_near_words(listening, options.near_words);
  }
  if (options.measured.empty()) {
    hear_lines(program, options.where, std::cin, std::cout);
    return all_well;
  }
  return measure_listening(listening, options.measured, std::cout, std::cerr) ? all_well
                                                                              : wrong_use;
}

}  // namespace

void hear_lines(
    const engine::Program& program, bool where, std::istream& lines, std::ostream& out
) {
  std::string text;
  while (std::getline(lines, text)) {
    if (text.ends_with('\r')) {
      text.pop_back();
    }
    out << heard_json(program, text, where) << '\n' << std::flush;  // whoever reads it waits for it
  }
}

void add_listen_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "listen", "What a course hears: lines from standard input, a line of JSON for each"
  );
  const auto options = std::make_shared<ListenOptions>();
  command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")->required();
  command->add_option(
      "--measure",
      options->measured,
      "Measure it on a file of lines: text, tier, topic and class, with tabs between"
  );
  command->add_option(
      "--near",
      options->near_words,
      "Words, one a line: print those that would be taken for a word of the watches"
  );
  command->add_flag(
      "--where", options->where, "Say, for each line, which construction heard it: FILE:LINE"
  );
  command->callback([options, &exit_code] { exit_code = listen(*options); });
}

}  // namespace attune::tools
