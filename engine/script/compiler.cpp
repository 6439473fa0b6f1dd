#include "engine/script/compiler.h"

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "engine/script/decided.h"
#include "engine/script/emitter.h"
#include "engine/script/flow.h"
#include "engine/script/flow_facts.h"
#include "engine/script/former_names.h"
#include "engine/script/listening_maker.h"
#include "engine/script/promises.h"
#include "engine/script/symbols.h"
#include "engine/script/translation/translation.h"
#include "engine/script/usage.h"
#include "engine/script/wording.h"

#include <algorithm>
#include <tuple>

namespace attune::engine {
namespace {

constexpr std::string_view help_part = "help";
constexpr std::string_view script_changed_part = "script_changed";
constexpr std::string_view welcome_back_part = "welcome_back";

std::string_view identity(const SourceFile& file) {
  return is_translation(file) ? file_name(file.path) : file_stem(file.path);
}

// Everything that can change what a person is told, in a fixed order.
ProgramId identify(const CourseSources& sources, ProgramHash hash) {
  std::vector<const SourceFile*> files;
  files.reserve(sources.files.size());
  for (const SourceFile& file : sources.files) {
    files.push_back(&file);
  }
  std::ranges::sort(files, {}, [](const SourceFile* file) { return identity(*file); });
  ByteWriter bytes;
  bytes.text("attune program");
  bytes.varint(language_version);
  bytes.varint(files.size());
  for (const SourceFile* file : files) {
    bytes.text(identity(*file));
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
  Wording& wording = program.wordings.front();
  program.course = course.name.text;
  wording.title = course.title.text.empty() ? capitalised(course.name.text) : course.title.text;
  wording.about = course.about.text;
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
    program.stages.push_back(std::move(stage));
    wording.stages.push_back(StageWords{.title = capitalised(name.text), .about = {}});
  }
}

// What the sections tell of the stages: needs their steps.
void describe_stages(const Symbols& symbols, Program& program, Findings& findings) {
  for (std::size_t i = 0; i < program.stages.size(); ++i) {
    Stage& stage = program.stages[i];
    StageWords& words = program.wordings.front().stages[i];
    const DialogueFile* file = symbols.dialogue(stage.name);
    if (file == nullptr) {
      continue;
    }
    stage.written = true;
    stage.endless = file->dialogue.endless;
    words.about = file->dialogue.about.text;
    if (!file->dialogue.title.text.empty()) {
      words.title = file->dialogue.title.text;
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

// Compiles what is said into `program`, with one wording. It is whole when nothing wrong was found.
void build(Said said, std::string language, Program& program, Findings& findings) {
  Wording& wording = program.wordings.emplace_back();
  wording.language = std::move(language);
  wording.phrases = std::move(said.phrases);
  wording.remembered = std::move(said.remembered);
  for (const Country& country : said.countries) {
    wording.resources.push_back(country.says);
  }
  program.countries = std::move(said.countries);
  const Symbols symbols{std::move(said.tree), findings};
  describe_course(symbols, program);
  Layout layout = emit_program(symbols, program, findings);
  describe_stages(symbols, program, findings);
  note_former_names(symbols, program, findings);
  check_silent_parts(program, findings);
  make_listening(symbols, program, findings);
  make_promises(symbols, program, layout.written, findings);
  check_wording(symbols, program.wordings.front().language, findings);
  if (findings.any_error()) {
    return;
  }
  check_usage(symbols, findings);
  const Flow flow = analyse_flow(symbols, program, layout, findings);
  if (!flow.recursive) {
    check_decided(program, layout, flow, findings);
    check_facts(symbols, program, layout, flow, findings);
    place_questions(program, layout, flow);
  }
}

class Compiler {
 public:
  Compiler(const CourseSources& sources, Compilation& made) : sources_{sources}, made_{made} {}

  std::shared_ptr<Program> compile() {
    auto program = std::make_shared<Program>();
    program->files = made_.files;
    Findings& findings = findings_;
    Said said{
        .tree = parse_tree(sources_, findings),
        .countries = sources_.countries,
        .phrases = {},
        .remembered = {}
    };
    const std::string language = said.tree.course.language;
    Said as_written = said;
    take_own_phrases(as_written);
    build(std::move(as_written), language, *program, findings);
    if (findings.any_error()) {
      return nullptr;  // what is wrong with a script is wrong with its translations
    }
    for (std::uint32_t i = 0; i < sources_.files.size(); ++i) {
      if (is_translation(sources_.files[i]) && language_of(sources_.files[i]) != language) {
        translate_into(said, i, *program);
      }
    }
    return findings.any_error() ? nullptr : program;
  }

  Findings take_findings() && { return std::move(findings_); }

 private:
  // A course that is not written in English brings the machine's own phrases in a translation file
  // of its own language.
  void take_own_phrases(Said& said) {
    const std::string& language = said.tree.course.language;
    const SourceSpan top{.file = said.tree.course.file, .line = 1, .column = 1, .length = 1};
    if (!is_language(language)) {
      findings_.error(
          "A093",
          top,
          "\"" + language + "\" is not the name of a language.",
          "Write \"language: en\", \"language: pt-BR\" or the like."
      );
      return;
    }
    if (is_english(language)) {
      return;
    }
    for (std::uint32_t i = 0; i < sources_.files.size(); ++i) {
      if (is_translation(sources_.files[i]) && language_of(sources_.files[i]) == language) {
        translate(said, sources_, i, findings_, made_.untranslated);
        return;
      }
    }
    findings_.warning(
        "W090",
        top,
        "Lists, days and numbers are said in English in this course.",
        "Run \"attune strings --language " + language + "\", and translate what it writes."
    );
  }

  void translate_into(const Said& said, std::uint32_t file, Program& program) {
    Said translated = said;
    Findings findings;
    translate(translated, sources_, file, findings, made_.untranslated);
    Program variant;
    variant.files = program.files;
    if (!findings.any_error()) {
      build(std::move(translated), language_of(sources_.files[file]), variant, findings);
    }
    const bool whole = !findings.any_error();
    std::vector<Diagnostic> own = std::move(findings).take();
    for (auto finding = own.begin(); finding != own.end(); ++finding) {
      // What stands in the scripts was found there already; one text may stand in several places.
      const bool stands_here = finding->severity == Severity::error || finding->span.file == file;
      if (stands_here && std::find(own.begin(), finding, *finding) == finding) {
        findings_.add(*finding);
      }
    }
    if (whole) {
      Wording& wording = variant.wordings.front();
      ATTUNE_CHECK(wording.templates.size() == program.source().templates.size());
      program.wordings.push_back(std::move(wording));
    }
  }

  const CourseSources& sources_;
  Compilation& made_;
  Findings findings_;
};

// The limit is one for the scripts together, and one for each translation.
bool is_too_large(const CourseSources& sources) {
  std::size_t scripts = 0;
  std::size_t translation = 0;
  for (const SourceFile& file : sources.files) {
    if (is_translation(file)) {
      translation = std::max(translation, file.text.size());
    } else {
      scripts += file.text.size();
    }
  }
  return std::max(scripts, translation) > limits::course_bytes_max;
}

}  // namespace

Compilation compile(const CourseSources& sources, ProgramHash hash) {
  Compilation made;
  for (const SourceFile& file : sources.files) {
    made.files.push_back(file.path);
  }
  std::shared_ptr<Program> program;
  Findings findings;
  if (is_too_large(sources)) {
    findings.error("A011", SourceSpan{}, "This course is larger than 4 MB.");
  } else {
    Compiler compiler{sources, made};
    program = compiler.compile();
    findings = std::move(compiler).take_findings();
  }
  made.findings = std::move(findings).take();
  std::ranges::sort(made.findings, {}, [](const Diagnostic& finding) {
    const SourceSpan& span = finding.span;
    return std::tuple{span.file, span.line, span.column, finding.code, finding.message};
  });
  if (program != nullptr) {
    program->id = identify(sources, hash);
    made.program = std::move(program);
  }
  return made;
}

}  // namespace attune::engine
