#include "engine/script/compiler.h"

#include "engine/base/bytes.h"
#include "engine/script/decided.h"
#include "engine/script/emitter.h"
#include "engine/script/flow.h"
#include "engine/script/flow_facts.h"
#include "engine/script/former_names.h"
#include "engine/script/listening_maker.h"
#include "engine/script/symbols.h"
#include "engine/script/usage.h"
#include "engine/script/wording.h"

#include <algorithm>
#include <tuple>

namespace attune::engine {
namespace {

constexpr std::string_view help_part = "help";
constexpr std::string_view script_changed_part = "script_changed";
constexpr std::string_view welcome_back_part = "welcome_back";

// Everything that can change what a person is told, in a fixed order.
ProgramId identify(const CourseSources& sources, ProgramHash hash) {
  std::vector<const SourceFile*> files;
  files.reserve(sources.files.size());
  for (const SourceFile& file : sources.files) {
    files.push_back(&file);
  }
  std::ranges::sort(files, {}, [](const SourceFile* file) { return file_stem(file->path); });
  ByteWriter bytes;
  bytes.text("attune program");
  bytes.varint(language_version);
  bytes.varint(files.size());
  for (const SourceFile* file : files) {
    bytes.text(file_stem(file->path));
    bytes.text(file->text);
  }
  bytes.varint(sources.countries.size());
  for (const Country& country : sources.countries) {
    bytes.text(country.id);
    bytes.text(country.name);
    bytes.varint(country.says.size());
    for (const std::string& line : country.says) {
      bytes.text(line);
    }
  }
  return hash(std::move(bytes).take());
}

std::string capitalised(std::string name) {
  std::ranges::replace(name, '_', ' ');
  if (!name.empty() && name.front() >= 'a' && name.front() <= 'z') {
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
  }
  return name;
}

void describe_course(const Symbols& symbols, Program& program) {
  const ast::Course& course = symbols.course();
  program.course = course.name.text;
  program.title = course.title.empty() ? capitalised(course.name.text) : course.title;
  program.about = course.about;
  program.language = course.language;
  program.profile.emplace_back("name");  // a journey cannot begin without one
  for (const ast::Name& field : course.profile) {
    if (field.text != "name") {
      program.profile.push_back(field.text);
    }
  }
  for (const ast::Name& name : course.stages) {
    Stage stage;
    stage.id = name_id(name.text);
    stage.name = name.text;
    stage.title = capitalised(name.text);
    program.stages.push_back(std::move(stage));
  }
}

// What the sections tell of the stages: needs their steps.
void describe_stages(const Symbols& symbols, Program& program, Findings& findings) {
  for (Stage& stage : program.stages) {
    const DialogueFile* file = symbols.dialogue(stage.name);
    if (file == nullptr) {
      continue;
    }
    stage.written = true;
    stage.endless = file->dialogue.endless;
    stage.about = file->dialogue.about;
    if (!file->dialogue.title.empty()) {
      stage.title = file->dialogue.title;
    }
    for (const SectionSymbol& symbol : symbols.sections()) {
      if (&symbols.dialogues()[symbol.dialogue] != file) {
        continue;
      }
      if (!symbol.section->is_part && stage.scene == none) {
        stage.scene = symbol.index;
      } else if (symbol.section->is_part && symbol.section->name.text == welcome_back_part) {
        stage.welcome_back = program.scenes[symbol.index].step;
      }
    }
    const bool has_scene = std::ranges::any_of(
        file->dialogue.sections, [](const ast::Section& section) { return !section.is_part; }
    );
    if (!has_scene) {
      findings.error(
          "A010",
          SourceSpan{.file = file->dialogue.file, .line = 1, .column = 1, .length = 1},
          "This stage has no scene to begin with.",
          "Write \"scene NAME\"."
      );
    }
  }
  for (const SectionSymbol& symbol : symbols.sections()) {
    const FileRole role = symbols.dialogues()[symbol.dialogue].role;
    if (role != FileRole::everywhere || !symbol.section->is_part) {
      continue;
    }
    const std::uint32_t step = program.scenes[symbol.index].step;
    if (program.help == none && symbol.section->name.text == help_part) {
      program.help = step;
    }
    if (program.script_changed == none && symbol.section->name.text == script_changed_part) {
      program.script_changed = step;
    }
  }
}

}  // namespace

Compilation compile(const CourseSources& sources, ProgramHash hash) {
  Compilation made;
  Findings findings;
  auto program = std::make_shared<Program>();
  std::size_t bytes = 0;
  for (const SourceFile& file : sources.files) {
    made.files.push_back(file.path);
    bytes += file.text.size();
  }
  program->files = made.files;
  program->countries = sources.countries;
  if (bytes > limits::course_bytes_max) {
    findings.error("A011", SourceSpan{}, "This course is larger than 4 MB.");
  } else {
    const Symbols symbols{sources, findings};
    describe_course(symbols, *program);
    const Layout layout = emit_program(symbols, *program, findings);
    describe_stages(symbols, *program, findings);
    note_former_names(symbols, *program, findings);
    check_script_changed(*program, findings);
    make_listening(symbols, *program, findings);
    check_wording(symbols, findings);
    if (!findings.any_error()) {
      check_usage(symbols, findings);
      const Flow flow = analyse_flow(symbols, *program, layout, findings);
      if (!flow.recursive) {
        check_decided(*program, layout, flow, findings);
        check_facts(symbols, *program, layout, flow, findings);
        place_questions(*program, layout, flow);
      }
    }
  }
  const bool whole = !findings.any_error();
  made.findings = std::move(findings).take();
  std::ranges::sort(made.findings, {}, [](const Diagnostic& finding) {
    const SourceSpan& span = finding.span;
    return std::tuple{span.file, span.line, span.column, finding.code, finding.message};
  });
  if (whole) {
    program->id = identify(sources, hash);
    made.program = std::move(program);
  }
  return made;
}

}  // namespace attune::engine
