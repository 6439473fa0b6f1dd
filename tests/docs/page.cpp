#include "tests/docs/page.h"

#include "engine/script/compiler.h"

#include "tests/docs/screen.h"
#include "tests/support/courses.h"
#include "tests/support/examples.h"
#include "tests/support/run.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <stdexcept>

namespace attune::test {
namespace {

namespace fs = std::filesystem;

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
      example(fence, sources_of(fence.text), std::regex{"(?!W045).*"});
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
    if (const std::string other = found_in(sources, std::regex{"(?!" + code + "|W045).*"});
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
