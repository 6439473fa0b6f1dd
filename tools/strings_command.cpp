#include "tools/strings_command.h"

#include "engine/script/translation/strings.h"
#include "engine/script/translation/translation.h"

#include "storage/course_folder.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "tools/course.h"
#include "tools/files.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

using namespace engine;

struct StringsOptions {
  fs::path folder;
  std::string language;
  fs::path output;  // empty: where the course has its translations
};

// The scripts alone: a translation with a mistake in it must not stand in the way of its mending.
CourseSources without_translations(CourseSources sources) {
  std::erase_if(sources.files, is_translation);
  return sources;
}

int write_strings(const StringsOptions& options) {
  if (!is_language(options.language)) {
    std::cerr << "\"" << options.language
              << "\" is not the name of a language. Write es, pt-BR or the like.\n";
    return wrong_use;
  }
  const auto sources = storage::read_course_folder(options.folder);
  if (!sources) {
    std::cerr << sources.error().message << '\n';
    return wrong_use;
  }
  const auto course = compile_sources(without_translations(*sources));
  show_findings(*course, Shown::errors, std::cerr);
  if (course->compilation.program == nullptr) {
    return found_something;
  }
  const fs::path path = options.output.empty()
                            ? storage::translation_path(options.folder, options.language)
                            : options.output;
  PoFile before;
  std::string_view line_end = "\n";
  if (fs::exists(path)) {
    const auto text = read_text(path);
    if (!text) {
      std::cerr << path.string() << ": This file cannot be read.\n";
      return wrong_use;
    }
    const CourseSources file{
        .files = {SourceFile{.path = path.string(), .text = *text}}, .countries = {}
    };
    Findings findings;
    before = read_po(0, *text, findings);
    if (findings.any_error()) {
      for (const Diagnostic& finding : std::move(findings).take()) {
        std::cerr << render(finding, file);
      }
      return found_something;
    }
    line_end = line_end_of(*text);
  }
  const Program& program = *course->compilation.program;
  const PoFile after = merge(
      before,
      translatable_texts(course->sources, options.language),
      Translating{.project = "Attune, course " + program.course, .language = options.language}
  );
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (!replace_text(path, with_line_ends(write_po(after), line_end))) {
    std::cerr << path.string() << ": This file cannot be written.\n";
    return wrong_use;
  }
  const PoCounts counts = count(after);
  std::cout << path.string() << ": " << counts.translated << " translated, " << counts.fuzzy
            << " to look at again, " << counts.untranslated << " not translated";
  if (counts.obsolete > 0) {
    std::cout << "; " << counts.obsolete << " gone from the course, kept at the end";
  }
  std::cout << '\n';
  return all_well;
}

}  // namespace

void add_strings_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("strings", "Write the texts of a course for translators, or update them");
  const auto options = std::make_shared<StringsOptions>();
  command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")->required();
  command
      ->add_option(
          "--language",
          options->language,
          "es, pt-BR, ...; en-XA and ar-XB are made up, to try a page with"
      )
      ->required();
  command->add_option("--output", options->output, "Write this file, and not the course's")
      ->type_name("FILE");
  command->callback([options, &exit_code] { exit_code = write_strings(*options); });
}

}  // namespace attune::tools
