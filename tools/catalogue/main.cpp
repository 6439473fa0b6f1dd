// The texts of the page and their translations. It runs when Attune is built, and when somebody
// translates; the page itself never needs it.
//   attune_catalogue strings WEB_CLIENT --language L [--output FILE]
//   attune_catalogue modules WEB_CLIENT OUT

#include "engine/script/compiler.h"
#include "engine/script/translation/po_merge.h"
#include "engine/script/translation/translation.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/catalogue/page_module.h"
#include "tools/catalogue/page_texts.h"
#include "tools/files.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

// The scripts that hold the page's texts, apart from its code.
constexpr std::string_view texts_ending = "strings.js";

constexpr int all_well = 0;
constexpr int found_something = 1;
constexpr int wrong_use = 2;

struct Options {
  fs::path page;
  std::string language;
  fs::path output;
  fs::path out;
};

int fail(const fs::path& path, const std::string& why) {
  std::cerr << path.string() << ": " << why << '\n';
  return wrong_use;
}

std::optional<engine::PoFile> read_translation(const fs::path& path) {
  const auto text = read_text(path);
  if (!text) {
    fail(path, "This file cannot be read.");
    return std::nullopt;
  }
  engine::Findings findings;
  engine::PoFile file = engine::read_po(0, *text, findings);
  if (!findings.any_error()) {
    return file;
  }
  const engine::CourseSources sources{
      .files = {engine::SourceFile{.path = path.string(), .text = *text}}, .countries = {}
  };
  for (const engine::Diagnostic& finding : std::move(findings).take()) {
    std::cerr << engine::render(finding, sources);
  }
  return std::nullopt;
}

// All texts of the page, each once, with every place.
std::optional<std::vector<engine::Translatable>> all_texts(const fs::path& page) {
  std::vector<engine::Translatable> texts;
  std::map<std::string, std::size_t> known;
  for (const fs::path& path : files_in(page / "assets", ".js")) {
    if (!path.filename().string().ends_with(texts_ending)) {
      continue;
    }
    const auto script = read_text(path);
    const auto found = script ? page_texts(path.filename().string(), *script)
                              : std::unexpected{engine::Error{"1: This file cannot be read."}};
    if (!found) {
      std::cerr << path.string() << ":" << found.error().message << '\n';
      return std::nullopt;
    }
    for (const engine::Translatable& text : *found) {
      const auto [it, fresh] = known.try_emplace(text.text, texts.size());
      if (fresh) {
        texts.push_back(text);
        continue;
      }
      engine::Translatable& made = texts[it->second];
      made.plural = made.plural ? made.plural : text.plural;
      for (const std::string& note : text.notes) {
        if (std::ranges::find(made.notes, note) == made.notes.end()) {
          made.notes.push_back(note);
        }
      }
      made.references.push_back(text.references.front());
    }
  }
  return texts;
}

int write_strings(const Options& options) {
  if (!engine::is_language(options.language)) {
    std::cerr << "\"" << options.language
              << "\" is not the name of a language. Write es, pt-BR or the like.\n";
    return wrong_use;
  }
  const fs::path path = options.output.empty()
                            ? options.page / "translations" / (options.language + ".po")
                            : options.output;
  const auto texts = all_texts(options.page);
  if (!texts) {
    return found_something;
  }
  engine::PoFile before;
  if (fs::exists(path)) {
    auto read = read_translation(path);
    if (!read) {
      return found_something;
    }
    before = *std::move(read);
  }
  const engine::PoFile after = engine::merge(
      before,
      *texts,
      engine::Translating{.project = "Attune, the page", .language = options.language}
  );
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (!replace_text(path, engine::write_po(after))) {
    return fail(path, "This file cannot be written.");
  }
  const engine::PoCounts counts = engine::count(after);
  std::cout << path.string() << ": " << counts.translated << " translated, " << counts.fuzzy
            << " to look at again, " << counts.untranslated << " not translated\n";
  return all_well;
}

// For each translations/L.po a module OUT/assets/translations/L.js, and the list of them all.
int write_modules(const Options& options) {
  const fs::path assets = options.out / "assets";
  const fs::path folder = assets / "translations";
  std::error_code error;
  fs::create_directories(folder, error);
  nlohmann::json languages = nlohmann::json::array();
  for (const fs::path& path : files_in(options.page / "translations", ".po")) {
    const std::string language = path.stem().string();
    if (!engine::is_language(language)) {
      return fail(path, "The name of this file is not a language.");
    }
    const auto file = read_translation(path);
    if (!file) {
      return found_something;
    }
    const auto made = page_module(*file);
    if (!made) {
      std::cerr << path.string() << ":" << made.error().message << '\n';
      return found_something;
    }
    const fs::path module = folder / (language + ".js");
    if (!replace_text(module, *made)) {
      return fail(module, "This file cannot be written.");
    }
    languages.push_back(language);
  }
  const fs::path list = assets / "languages.js";
  if (!replace_text(list, "export const LANGUAGES = " + languages.dump() + ";\n")) {
    return fail(list, "This file cannot be written.");
  }
  return all_well;
}

int run(int argc, char** argv) {
  CLI::App app{"The texts of Attune's page, for translators and for the page."};
  app.require_subcommand(1);
  Options options;
  int exit_code = all_well;
  CLI::App* strings =
      app.add_subcommand("strings", "Write the texts for translators, or update them");
  strings->add_option("WEB_CLIENT", options.page)->required()->check(CLI::ExistingDirectory);
  strings->add_option("--language", options.language, "es, pt-BR, ...")->required();
  strings->add_option("--output", options.output, "Write this file")->type_name("FILE");
  strings->callback([&] { exit_code = write_strings(options); });
  CLI::App* modules = app.add_subcommand("modules", "Write what the page imports");
  modules->add_option("WEB_CLIENT", options.page)->required()->check(CLI::ExistingDirectory);
  modules->add_option("OUT", options.out)->required();
  modules->callback([&] { exit_code = write_modules(options); });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? all_well : wrong_use;
  }
  return exit_code;
}

}  // namespace
}  // namespace attune::tools

int main(int argc, char** argv) {
  try {
    return attune::tools::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "attune_catalogue: " << error.what() << '\n';
    return 1;
  }
}
