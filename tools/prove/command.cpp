#include "tools/prove/command.h"

#include "engine/base/text.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "tools/course.h"
#include "tools/place.h"
#include "tools/prove/proof.h"

namespace attune::tools {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

// The line of the course file, as it was written.
std::string written(const LoadedCourse& course, const engine::SourceSpan& span) {
  std::string_view text = course.sources.files[span.file].text;
  for (std::uint32_t line = 1; line < span.line; ++line) {
    text.remove_prefix(text.find('\n') + 1);
  }
  return std::string{engine::trimmed(text.substr(0, text.find('\n')))};
}

void print_road(const Proof& proof) {
  for (const std::string& line : proof.road) {
    std::cout << "             " << line << '\n';
  }
}

void print(const LoadedCourse& course, const engine::Promise& promise, const Proof& proof) {
  const engine::Program& program = *course.compilation.program;
  const std::string promised = written(course, promise.span);
  switch (proof.verdict) {
    case Verdict::holds:
      std::cout << "holds      " << promised << "\n           over " << proof.places << " places";
      if (!proof.followed.empty()) {
        std::cout << ", following " << joined(proof.followed);
      }
      std::cout << '\n';
      return;
    case Verdict::broken:
      std::cout << "BROKEN     " << promised << "\n           (" << place_of(program, promise.span)
                << ") This road leads to " << proof.target << ":\n";
      print_road(proof);
      return;
    case Verdict::undecided:
      std::cout << "UNDECIDED  " << promised << "\n           (" << place_of(program, promise.span)
                << ") There are more than " << proof.places << " places when "
                << joined(proof.followed) << " are followed. This road may lead to " << proof.target
                << ":\n";
      print_road(proof);
      std::cout << "           Where nobody can take it, let one memory say what the forks ask.\n";
      return;
  }
}

int prove_course(const std::filesystem::path& folder) {
  const auto course = load_course(folder, std::cerr);
  if (course == nullptr) {
    return wrong_use;
  }
  const auto program = course->compilation.program;
  if (program == nullptr) {
    return found_something;
  }
  std::size_t kept = 0;
  for (const engine::Promise& promise : program->promises) {
    const Proof proof = prove(*program, promise);
    kept += proof.verdict == Verdict::holds ? 1U : 0U;
    print(*course, promise, proof);
    std::cout.flush();  // the next may take a while
  }
  if (program->promises.empty()) {
    std::cout << "This course promises nothing. In course.dialogue, write for example\n"
                 "  never after gate.shut: repair.sharing\n";
    return all_well;
  }
  std::cout << '\n' << kept << " of " << program->promises.size() << " promises hold\n";
  return kept == program->promises.size() ? all_well : found_something;
}

}  // namespace

void add_prove_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "prove", "Show that a course keeps its promises (never after ...) on every road"
  );
  const auto folder = std::make_shared<std::filesystem::path>();
  command->add_option("COURSE_DIR", *folder, "The folder with course.dialogue")->required();
  command->callback([folder, &exit_code] { exit_code = prove_course(*folder); });
}

}  // namespace attune::tools
