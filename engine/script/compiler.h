#pragma once

#include "engine/program/program.h"
#include "engine/program/program_id.h"
#include "engine/script/diagnostic.h"

#include <memory>
#include <string>
#include <vector>

namespace attune::engine {

// One file of a course as its author wrote it.
struct SourceFile {
  std::string path;  // as shown in findings: "dialogues/dream/repair.dialogue"
  std::string text;  // UTF-8
};

// A gettext file, whose name is the language that it translates into: "translations/es.po".
bool is_translation(const SourceFile& file);

// Everything that a Program is made of. `name` of a file is its path without folder and ending.
struct CourseSources {
  std::vector<SourceFile> files;   // course.dialogue, every other .dialogue, and translations
  std::vector<Country> countries;  // from resources.json; empty when there is none
};

// A text that falls back to the language that the course was written in.
struct Untranslated {
  std::string language;
  SourceSpan span;  // of the text in its script, or of its place in the translation
  std::string text;
};

// A course that has an error has no program.
struct Compilation {
  std::shared_ptr<const Program> program;
  std::vector<Diagnostic> findings;  // sorted by file, line, column
  std::vector<std::string> files;    // paths that the spans index
  std::vector<Untranslated> untranslated;
};

Compilation compile(const CourseSources& sources, ProgramHash hash);

// A finding as it is shown: place, severity, code, sentence, the line and a caret under it.
std::string render(const Diagnostic& finding, const CourseSources& sources);

}  // namespace attune::engine
