// How long a course of 5,000 lines takes to check: compiled with all findings, in this process. The
// course is made here, the same each time: five stages of scenes that ask, branch, quote, count and
// call parts, so that every analysis has work. Prints medians and extremes in milliseconds.
//   attune_check_bench [--write FOLDER] [--lines 5000] [--times 21]

#include "engine/base/name_id.h"
#include "engine/script/compiler.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace attune;

constexpr int stages = 5;
constexpr int lines_per_scene = 50;

engine::ProgramId plain_hash(std::string_view bytes) {
  engine::ProgramId id;
  std::uint64_t hash = engine::name_id(bytes).value;
  for (std::uint8_t& byte : id.bytes) {
    hash = hash * 6364136223846793005ULL + 1442695040888963407ULL;
    byte = static_cast<std::uint8_t>(hash >> 56U);
  }
  return id;
}

// Exactly lines_per_scene lines.
std::string scene(int number, int last) {
  const std::string n = std::to_string(number);
  const std::string next = number == last ? "finish" : "go scene_" + std::to_string(number + 1);
  std::string text = "scene scene_" + n +
                     "\n"
                     "Coach: This is a place to look at one small thing. There is no hurry.\n"
                     "one of\n"
                     "  Coach: Take the time that you need.\n"
                     "or\n"
                     "  Coach: You can stop here whenever you like.\n"
                     "end\n"
                     "ask choice way_" +
                     n +
                     ": How would you like to go on?\n"
                     "  hint: Any of them is fine.\n"
                     "- soft as \"softly\": With something soft\n"
                     "  set away = away + 1\n"
                     "- plain: Straight in\n"
                     "  set toward = toward + 1\n"
                     "- unsure: I am not sure\n"
                     "  Coach: That is a fine place to start.\n"
                     "end\n"
                     "if way_" +
                     n +
                     " is skipped\n"
                     "  Coach: That is all right.\n"
                     "else if way_" +
                     n +
                     " is soft\n"
                     "  set mood = \"soft\"\n"
                     "  Coach: Softly, then.\n"
                     "else\n"
                     "  set mood = \"plain\"\n"
                     "  Coach: You chose: {way_" +
                     n +
                     "}.\n"
                     "end\n"
                     "ask long text moment_" +
                     n +
                     " up to 500: What happened?\n"
                     "  example: The bus was late, and I talked with a stranger.\n"
                     "if moment_" +
                     n +
                     " is skipped\n"
                     "  Coach: We can come at it from the side.\n"
                     "else\n"
                     "  Coach: Thank you. You wrote: \"{moment_" +
                     n +
                     " short}\"\n"
                     "end\n"
                     "ask scale pull_" +
                     n +
                     " 0 \"none\" to 10 \"all\": How strong was it?\n"
                     "if pull_" +
                     n + " is answered and pull_" + n +
                     " >= 7\n"
                     "  set away = away + 2\n"
                     "  Coach: That is strong.\n"
                     "else if pull_" +
                     n + " is answered and pull_" + n +
                     " >= 4\n"
                     "  Coach: That is somewhere in the middle.\n"
                     "end\n"
                     "ask choices moves_" +
                     n +
                     " up to 2: What did you do?\n"
                     "- quiet as \"go quiet\": I went quiet\n"
                     "- fixed as \"fix things\": I fixed things\n"
                     "- other as \"do something else\": Something else\n"
                     "end\n"
                     "if moves_" +
                     n + " is answered and moves_" + n +
                     " includes quiet\n"
                     "  Coach: So you {moves_" +
                     n +
                     "}.\n"
                     "end\n"
                     "do shared.breath\n"
                     "// One scene of many.\n";
  return text + next + "\n";
}

engine::CourseSources course_of(int lines) {
  engine::CourseSources sources;
  std::string names;
  const int scenes = std::max(1, lines / stages / lines_per_scene);
  for (int i = 0; i < stages; ++i) {
    const std::string name = "stage_" + std::to_string(i);
    names += (i == 0 ? "" : ", ") + name;
    std::string text =
        "dialogue " + name + "\nremember away = 0\nremember toward = 0\nremember mood = \"none\"\n";
    for (int number = 0; number < scenes; ++number) {
      text += scene(number, scenes - 1);
    }
    sources.files.push_back(engine::SourceFile{.path = name + ".dialogue", .text = text});
  }
  sources.files.push_back(engine::SourceFile{
      .path = "shared.dialogue",
      .text = "dialogue shared\npart breath\nCoach: One slow breath.\nreturn\n"
  });
  sources.files.push_back(engine::SourceFile{
      .path = "safety.dialogue",
      .text = "dialogue safety\npart help\nCoach: Call somebody.\nreturn\n"
  });
  sources.files.push_back(engine::SourceFile{
      .path = "course.dialogue", .text = "course long\nstages: " + names + "\neverywhere: safety\n"
  });
  return sources;
}

std::ptrdiff_t lines_of(const engine::CourseSources& sources) {
  std::ptrdiff_t lines = 0;
  for (const engine::SourceFile& file : sources.files) {
    lines += std::ranges::count(file.text, '\n');
  }
  return lines;
}

}  // namespace

int main(int argc, char** argv) {
  int lines = 5000;
  int times = 21;
  std::string folder;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option == "--lines") {
      lines = std::atoi(argv[i + 1]);
    } else if (option == "--times") {
      times = std::atoi(argv[i + 1]);
    } else if (option == "--write") {
      folder = argv[i + 1];
    }
  }
  const engine::CourseSources sources = course_of(lines);
  if (!folder.empty()) {
    for (const engine::SourceFile& file : sources.files) {
      std::ofstream{folder + "/" + file.path} << file.text;
    }
  }
  std::vector<double> took_ms;
  std::size_t findings = 0;
  for (int i = 0; i < times; ++i) {
    const auto start = std::chrono::steady_clock::now();
    findings = engine::compile(sources, plain_hash).findings.size();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    took_ms.push_back(took.count());
  }
  std::ranges::sort(took_ms);
  std::printf("lines %td\nfindings %zu\n", lines_of(sources), findings);
  std::printf(
      "check_ms %.1f\ncheck_min_ms %.1f\ncheck_max_ms %.1f\n",
      took_ms[took_ms.size() / 2],
      took_ms.front(),
      took_ms.back()
  );
  return findings == 0 ? 0 : 1;
}
