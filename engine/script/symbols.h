#pragma once

#include "engine/base/name_id.h"
#include "engine/script/ast.h"
#include "engine/script/compiler.h"
#include "engine/script/findings.h"
#include "engine/script/tree.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Who is called what, in the whole course.
namespace attune::engine {

enum class ValueType : std::uint8_t { number, boolean, text, option, options, items, day };

// "a number", "one of several answers": for findings.
std::string_view type_words(ValueType type);

ValueType type_of(QuestionKind kind);

enum class FileRole : std::uint8_t { stage, everywhere, parts };

struct QuestionSymbol {
  std::string name;  // qualified
  const ast::Ask* ask = nullptr;
  bool scored = false;  // the score of a measure: never asked
  std::uint32_t dialogue = 0;
  bool in_part = false;
  std::uint32_t index = 0;  // in Program::questions
};

struct MemorySymbol {
  std::string name;  // qualified
  const ast::Remember* remember = nullptr;
  std::uint32_t dialogue = 0;
};

struct SectionSymbol {
  std::string name;  // qualified
  const ast::Section* section = nullptr;
  std::uint32_t dialogue = 0;
  std::uint32_t index = 0;  // in Program::scenes
};

struct PracticeSymbol {
  std::string name;  // qualified
  const ast::Practice* practice = nullptr;
};

struct PictureSymbol {
  std::string name;  // qualified
  const ast::Show* show = nullptr;
};

struct DialogueFile {
  ast::Dialogue dialogue;
  FileRole role = FileRole::parts;
};

class Symbols {
 public:
  // Reports names used twice, files that do not fit the course, and questions under one hash.
  Symbols(Tree tree, Findings& findings);

  Symbols(const Symbols&) = delete;
  Symbols& operator=(const Symbols&) = delete;

  const ast::Course& course() const { return course_; }

  const std::vector<DialogueFile>& dialogues() const { return dialogues_; }

  const std::map<std::string, QuestionSymbol>& questions() const { return questions_; }

  const std::map<std::string, MemorySymbol>& memory() const { return memory_; }

  const std::vector<SectionSymbol>& sections() const { return sections_; }

  // A name as written in a dialogue: of that file, "file.name", or "you.field". In the course file,
  // whose dialogue is `none`, names are whole.
  std::string qualified(std::uint32_t dialogue, std::string_view name) const;

  const QuestionSymbol* question(std::uint32_t dialogue, std::string_view name) const;
  const MemorySymbol* remembered(std::uint32_t dialogue, std::string_view name) const;
  const PracticeSymbol* practice(std::uint32_t dialogue, std::string_view name) const;
  const SectionSymbol* section(std::uint32_t dialogue, std::string_view name, bool is_part) const;
  const DialogueFile* dialogue(std::string_view name) const;
  bool is_stage(std::string_view name) const;
  bool is_profile_field(std::string_view qualified_name) const;

  // Everything that could have been meant, for suggestions.
  std::vector<std::string_view> answer_names(std::uint32_t dialogue) const;
  std::vector<std::string_view> section_names(std::uint32_t dialogue, bool parts) const;

  // Whether a line of the dialogue that was not understood may have given this name.
  bool may_be_lost(std::uint32_t dialogue, std::string_view name) const;

  // "Did you mean "tell"?", or nothing.
  static std::string suggestion(
      std::string_view word, const std::vector<std::string_view>& candidates
  );

 private:
  void order_files(std::vector<ast::Dialogue> parsed);
  void collect(std::uint32_t dialogue, Findings& findings);
  void number_questions(Findings& findings);
  void add_practice(std::uint32_t dialogue, const ast::Practice& practice, Findings& findings);
  void add_picture(std::uint32_t dialogue, const ast::Show& show, Findings& findings);
  void add_question(std::uint32_t dialogue, const ast::Ask& ask, bool in_part, Findings& findings);

  ast::Course course_;
  std::vector<DialogueFile> dialogues_;
  std::map<std::string, QuestionSymbol> questions_;
  std::map<std::string, MemorySymbol> memory_;
  std::map<std::string, PracticeSymbol> practices_;
  std::map<std::string, PictureSymbol> pictures_;
  std::vector<SectionSymbol> sections_;
};

}  // namespace attune::engine
