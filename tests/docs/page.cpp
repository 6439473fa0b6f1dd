#include "tests/docs/page.h"

#include "engine/base/calendar.h"
#include "engine/script/compiler.h"

#include "tests/support/courses.h"
#include "tests/support/examples.h"
#include "tests/support/run.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <ranges>
#include <regex>
#include <set>
#include <stdexcept>
#include <string_view>

namespace attune::test {
namespace {

namespace fs = std::filesystem;

// On a page it is always this day.
constexpr std::string_view day_of_the_page = "2026-11-24";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::string read(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return std::string{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file << text;
  if (!file) {
    throw std::runtime_error{path.string() + " cannot be written"};
  }
}

// "scene arriving was hall" -> "scene arriving"; empty for any other line.
std::string section_of(const std::string& line) {
  static const std::regex head{R"(^(scene|part) ([a-z0-9_]+).*)"};
  std::smatch match;
  return std::regex_match(line, match, head) ? match[1].str() + " " + match[2].str()
                                             : std::string{};
}

// What stands before the first section (under an empty name), and each section in order.
std::vector<std::pair<std::string, std::string>> sections_of(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> sections{{}};
  for (const std::string& line : lines_of(text)) {
    if (const std::string name = section_of(line); !name.empty()) {
      sections.emplace_back(name, std::string{});
    }
    sections.back().second += line + "\n";
  }
  return sections;
}

// Ends in just one blank line, which the next section stands behind.
std::string with_blank_line(std::string text) {
  text.resize(text.find_last_not_of('\n') + 1);
  return text + "\n\n";
}

void put_sections(const fs::path& path, const std::string& fresh) {
  auto sections = sections_of(read(path));
  for (auto& [name, text] : sections_of(fresh)) {
    if (name.empty()) {
      if (text.find_first_not_of('\n') != std::string::npos) {
        throw std::runtime_error{"a line stands before the first scene or part"};
      }
      continue;
    }
    const auto old = std::ranges::find(sections, name, [](const auto& each) { return each.first; });
    if (old != sections.end()) {
      old->second = text;
      continue;
    }
    const auto first_part = std::ranges::find_if(sections, [](const auto& each) {
      return each.first.starts_with("part ");
    });
    sections.insert(name.starts_with("part ") ? sections.end() : first_part, {name, text});
  }
  std::string all;
  for (const auto& [name, text] : sections) {
    all += with_blank_line(text);
  }
  all.pop_back();
  write(path, all);
}

// Words of a command line; those in quotes are one.
std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words;
  bool quoted = false;
  bool in_word = false;
  for (const char c : command) {
    if (c == '"') {
      quoted = !quoted;
    }
    if (c == ' ' && !quoted) {
      in_word = false;
      continue;
    }
    if (!in_word) {
      words.emplace_back();
      in_word = true;
    }
    if (c != '"') {
      words.back().push_back(c);
    }
  }
  return words;
}

// What is another on each day and on each machine, as the pages have it.
std::string masked(const std::string& screen) {
  const std::string today =
      engine::iso_day(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  static const std::regex speed{R"( in [0-9.]+ s of a processor, [0-9]+ a second)"};
  std::string text = std::regex_replace(screen, speed, " in … s of a processor, … a second");
  text = std::regex_replace(text, std::regex{today}, std::string{day_of_the_page});
  // A page cannot show blanks at the end of a line.
  static const std::regex blanks{R"( +\n)"};
  text = std::regex_replace(text, blanks, "\n");
  text.resize(text.find_last_not_of('\n') + 1);
  return text.empty() ? text : text + "\n";
}

bool same_line(std::string_view expected, std::string_view actual) {
  constexpr std::string_view any = "…";
  const std::size_t at = expected.find(any);
  if (at == std::string_view::npos) {
    return expected == actual;
  }
  if (!actual.starts_with(expected.substr(0, at))) {
    return false;
  }
  const std::string_view rest = expected.substr(at + any.size());
  for (std::size_t from = at; from <= actual.size(); ++from) {
    if (same_line(rest, actual.substr(from))) {
      return true;
    }
  }
  return false;
}

using Lines = std::ranges::subrange<std::vector<std::string>::const_iterator>;

bool same_lines(Lines expected, Lines actual) {
  if (expected.empty()) {
    return actual.empty();
  }
  const std::string& first = expected.front();
  const Lines rest{std::next(expected.begin()), expected.end()};
  if (first == "...") {
    for (auto from = actual.begin();; ++from) {
      if (same_lines(rest, Lines{from, actual.end()})) {
        return true;
      }
      if (from == actual.end()) {
        return false;
      }
    }
  }
  return !actual.empty() && same_line(first, actual.front()) &&
         same_lines(rest, Lines{std::next(actual.begin()), actual.end()});
}

bool same_screen(const std::string& expected, const std::string& actual) {
  const std::vector<std::string> one = lines_of(expected);
  const std::vector<std::string> two = lines_of(actual);
  return same_lines(Lines{one}, Lines{two});
}

struct Command {
  std::string line;    // without "$ "
  std::string screen;  // up to the next command, without blank lines at the end
};

std::vector<Command> commands_of(const std::string& text) {
  std::vector<Command> commands;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("$ ")) {
      commands.push_back(Command{.line = line.substr(2), .screen = {}});
    } else if (commands.empty()) {
      throw std::runtime_error{"a console begins with a command, behind \"$ \""};
    } else {
      commands.back().screen += line + "\n";
    }
  }
  for (Command& command : commands) {
    command.screen = masked(command.screen);
  }
  return commands;
}

// What the reader of the page types into the program.
std::string typed_in(const std::string& screen) {
  static const std::regex prompt{R"(^(\((the end|resting)\) )?>( (.*))?$)"};
  std::string typed;
  for (const std::string& line : lines_of(screen)) {
    std::smatch match;
    if (std::regex_match(line, match, prompt)) {
      typed += match[4].str() + "\n";
    }
  }
  return typed;
}

// The screen after a command. Of the shell's own, only what the pages need.
std::string screen_of(const Command& command) {
  std::vector<std::string> words = words_of(command.line);
  if (words.empty()) {
    throw std::runtime_error{"\"$ \" without a command"};
  }
  const std::string program = words.front();
  words.erase(words.begin());
  if (program == "attune") {
    return masked(run(words, typed_in(command.screen)).screen);
  }
  std::string screen;
  for (const std::string& word : words) {
    if (program == "mkdir") {
      fs::create_directory(word);
    } else if (program == "cat") {
      screen += read(word);
    } else if (program == "ls") {
      std::set<std::string> names;
      for (const auto& entry : fs::directory_iterator(word)) {
        names.insert(entry.path().filename().string());
      }
      for (const std::string& name : names) {
        screen += name + "\n";
      }
    } else {
      throw std::runtime_error{"the command \"" + program + "\" is not one that a page may use"};
    }
  }
  return masked(screen);
}

engine::CourseSources sources_of(const std::string& example) {
  static const std::regex head{R"(^dialogue ([a-z0-9_]+)\n[^]*)"};
  std::smatch match;
  if (!std::regex_match(example, match, head)) {
    return example_course(example);
  }
  return course_of(
      {{"course", "course small\nstages: " + match[1].str() + "\nprofile: name\n"},
       {match[1].str(), example}}
  );
}

// Findings whose code `matters`, each rendered.
std::string found_in(const engine::CourseSources& sources, const std::regex& matters) {
  std::string all;
  for (const engine::Diagnostic& finding : engine::compile(sources, plain_hash).findings) {
    if (std::regex_match(finding.code, matters)) {
      all += engine::render(finding, sources);
    }
  }
  return all;
}

class Follower {
 public:
  explicit Follower(const std::string& page) : page_{page} { outcome_.rewritten = page; }

  PageOutcome run() {
    for (const Fence& fence : fences(page_)) {
      try {
        take(fence);
      } catch (const std::exception& error) {
        fault(fence, error.what());
      }
    }
    return std::move(outcome_);
  }

 private:
  void fault(const Fence& fence, std::string what) {
    outcome_.faults.push_back(Fault{.line = fence.line, .what = std::move(what)});
  }

  void take(const Fence& fence) {
    if (fence.kind == "console" && fence.marks.empty()) {
      console(fence);
      return;
    }
    const std::string mark = fence.marks.size() == 1 ? fence.marks.front() : std::string{};
    const std::size_t equals = std::min(mark.find('='), mark.size());
    const std::string name = mark.substr(0, equals);
    const std::string value = equals < mark.size() ? mark.substr(equals + 1) : std::string{};
    const bool is_file =
        fence.kind == "dialogue" || fence.kind == "transcript" || fence.kind == "json";
    if (is_file && name == "file" && !value.empty()) {
      write(value, fence.text);
    } else if (fence.kind == "dialogue" && name == "sections" && !value.empty()) {
      put_sections(value, fence.text);
    } else if (fence.kind == "dialogue" && mark == "example") {
      example(fence, sources_of(fence.text), std::regex{".*"});
    } else if (fence.kind == "dialogue" && mark == "lines") {
      example(fence, one_stage("scene here\n" + fence.text + "finish\n"), std::regex{"(?!W04).*"});
    } else if (fence.kind == "dialogue" && name == "finds" && !value.empty()) {
      finds(fence, value);
    } else {
      fault(
          fence,
          "the fence \"" + fence.kind + (mark.empty() ? "" : " ") + mark +
              "\" has no mark that tells what it is (tests/docs/page.h)"
      );
    }
  }

  void example(
      const Fence& fence, const engine::CourseSources& sources, const std::regex& matters
  ) {
    ++outcome_.examples;
    if (const std::string found = found_in(sources, matters); !found.empty()) {
      fault(fence, "the check finds something in this example:\n" + found);
    }
  }

  void finds(const Fence& fence, const std::string& code) {
    ++outcome_.examples;
    const engine::CourseSources sources = sources_of(fence.text);
    if (found_in(sources, std::regex{code}).empty()) {
      fault(fence, "the check does not find " + code);
    }
    if (const std::string other = found_in(sources, std::regex{"(?!" + code + ").*"});
        !other.empty()) {
      fault(fence, "the check finds something else than " + code + ":\n" + other);
    }
  }

  void console(const Fence& fence) {
    std::string now;
    bool same = true;
    for (const Command& command : commands_of(fence.text)) {
      ++outcome_.commands;
      const std::string screen = screen_of(command);
      const bool is_same = same_screen(command.screen, screen);
      if (!is_same) {
        fault(
            fence,
            "\"" + command.line + "\" shows\n" + screen + "and the page says\n" + command.screen
        );
      }
      now += (now.empty() ? "$ " : "\n$ ") + command.line + "\n";
      now += is_same ? command.screen : screen;
      same = same && is_same;
    }
    if (!same) {
      // Earlier fences of the page may have grown: what stands behind this one has not.
      const std::size_t behind = page_.size() - fence.begin;
      outcome_.rewritten.replace(outcome_.rewritten.size() - behind, fence.text.size(), now);
    }
  }

  const std::string& page_;
  PageOutcome outcome_;
};

}  // namespace

PageOutcome follow(const std::string& page) {
  return Follower{page}.run();
}

}  // namespace attune::test
