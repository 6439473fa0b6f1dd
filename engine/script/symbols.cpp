#include "engine/script/symbols.h"

#include "engine/base/text.h"
#include "engine/script/walk.h"

#include <algorithm>

namespace attune::engine {
namespace {

constexpr std::string_view profile_prefix = "you.";

const ast::Name* find_name(const std::vector<ast::Name>& names, std::string_view wanted) {
  const auto it = std::ranges::find(names, wanted, &ast::Name::text);
  return it != names.end() ? &*it : nullptr;
}

void report_twice(
    Findings& findings, const ast::Name& name, std::string_view what, std::uint32_t first_line
) {
  findings.error(
      "A020",
      name.span,
      "There is already " + std::string{what} + " \"" + name.text + "\" in this file, on line " +
          std::to_string(first_line) + ".",
      "Give this one another name."
  );
}

}  // namespace

std::string_view type_words(ValueType type) {
  switch (type) {
    case ValueType::number:
      return "a number";
    case ValueType::boolean:
      return "yes or no";
    case ValueType::text:
      return "a text";
    case ValueType::option:
      return "one chosen option";
    case ValueType::options:
      return "several chosen options";
    case ValueType::items:
      return "a list";
    case ValueType::day:
      return "a day";
  }
  return "a value";
}

ValueType type_of(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::choice:
      return ValueType::option;
    case QuestionKind::choices:
      return ValueType::options;
    case QuestionKind::pick:
    case QuestionKind::text:
    case QuestionKind::long_text:
      return ValueType::text;
    case QuestionKind::picks:
    case QuestionKind::list:
      return ValueType::items;
    case QuestionKind::yesno:
      return ValueType::boolean;
    case QuestionKind::scale:
    case QuestionKind::number:
      return ValueType::number;
    case QuestionKind::date:
      return ValueType::day;
  }
  return ValueType::text;
}

Symbols::Symbols(Tree tree, Findings& findings) : course_{std::move(tree.course)} {
  const SourceSpan top{.file = course_.file, .line = 1, .column = 1, .length = 1};
  if (!tree.has_course) {
    findings.error(
        "A010",
        top,
        "This folder has no file course.dialogue that names the course.",
        "Write one; its first line is \"course NAME\"."
    );
    return;
  }
  if (course_.stages.empty()) {
    findings.error("A010", top, "The course names no stages.", "Write \"stages: NAME, NAME\".");
  }
  order_files(std::move(tree.dialogues));
  for (const ast::Name& name : course_.everywhere) {
    if (dialogue(name.text) == nullptr) {
      findings.error(
          "A025", name.span, "There is no file " + name.text + ".dialogue in this course."
      );
    }
  }
  const bool any_written = std::ranges::any_of(course_.stages, [this](const ast::Name& name) {
    return dialogue(name.text) != nullptr;
  });
  if (!course_.stages.empty() && !any_written) {
    findings.error(
        "A025",
        course_.stages.front().span,
        "No stage of this course is written: there is no file " + course_.stages.front().text +
            ".dialogue."
    );
  }
  for (std::uint32_t i = 0; i < dialogues_.size(); ++i) {
    collect(i, findings);
  }
  number_questions(findings);
}

// Stages in the course's order, then what holds everywhere, then the files of parts.
void Symbols::order_files(std::vector<ast::Dialogue> parsed) {
  const auto take = [&](const std::vector<ast::Name>& names, FileRole role) {
    for (const ast::Name& name : names) {
      const auto it = std::ranges::find_if(parsed, [&](const ast::Dialogue& file) {
        return file.name.text == name.text;
      });
      if (it != parsed.end()) {
        dialogues_.push_back(DialogueFile{.dialogue = std::move(*it), .role = role});
        parsed.erase(it);
      }
    }
  };
  take(course_.stages, FileRole::stage);
  take(course_.everywhere, FileRole::everywhere);
  for (ast::Dialogue& rest : parsed) {
    dialogues_.push_back(DialogueFile{.dialogue = std::move(rest), .role = FileRole::parts});
  }
}

void Symbols::collect(std::uint32_t dialogue, Findings& findings) {
  const DialogueFile& file = dialogues_[dialogue];
  for (const ast::Remember& memory : file.dialogue.memory) {
    std::string name = qualified(dialogue, memory.name.text);
    const auto [it, fresh] = memory_.try_emplace(
        name, MemorySymbol{.name = name, .remember = &memory, .dialogue = dialogue}
    );
    if (!fresh) {
      report_twice(findings, memory.name, "a memory", it->second.remember->name.span.line);
    }
  }
  for (const ast::Section& section : file.dialogue.sections) {
    if (section.name.text.empty()) {
      continue;
    }
    std::string name = qualified(dialogue, section.name.text);
    const auto before = std::ranges::find(sections_, name, &SectionSymbol::name);
    if (before != sections_.end()) {
      report_twice(
          findings,
          section.name,
          before->section->is_part ? "a part" : "a scene",
          before->section->name.span.line
      );
    }
    if (!section.is_part && file.role == FileRole::parts) {
      findings.error(
          "A025",
          section.name.span,
          "This file is no stage of the course, so it can hold only parts.",
          "Write \"part " + section.name.text +
              "\", or name the file under \"stages:\" in course.dialogue."
      );
    }
    sections_.push_back(SectionSymbol{
        .name = std::move(name),
        .section = &section,
        .dialogue = dialogue,
        .index = static_cast<std::uint32_t>(sections_.size())
    });
    each_statement(section.block, [&](const ast::Statement& statement) {
      if (const auto* ask = std::get_if<ast::Ask>(&statement.what)) {
        add_question(dialogue, *ask, section.is_part, findings);
      } else if (const auto* practice = std::get_if<ast::Practice>(&statement.what)) {
        add_practice(dialogue, *practice, findings);
      } else if (const auto* show = std::get_if<ast::Show>(&statement.what)) {
        add_picture(dialogue, *show, findings);
      } else if (const auto* score = std::get_if<ast::Score>(&statement.what)) {
        for (const ast::Ask& kept : score->scores) {
          add_question(dialogue, kept, section.is_part, findings);
          questions_[qualified(dialogue, kept.name.text)].scored = true;
        }
      }
    });
  }
}

void Symbols::add_practice(
    std::uint32_t dialogue, const ast::Practice& practice, Findings& findings
) {
  std::string name = qualified(dialogue, practice.name.text);
  const auto [it, fresh] =
      practices_.try_emplace(name, PracticeSymbol{.name = name, .practice = &practice});
  if (!fresh) {
    report_twice(findings, practice.name, "a practice", it->second.practice->name.span.line);
  }
}

// People see the newest of each name, so two under one name would hide each other.
void Symbols::add_picture(std::uint32_t dialogue, const ast::Show& show, Findings& findings) {
  std::string name = qualified(dialogue, show.name.text);
  const auto [it, fresh] = pictures_.try_emplace(name, PictureSymbol{.name = name, .show = &show});
  if (!fresh) {
    report_twice(findings, show.name, "a picture", it->second.show->name.span.line);
  }
}

void Symbols::add_question(
    std::uint32_t dialogue, const ast::Ask& ask, bool in_part, Findings& findings
) {
  const std::string& written = ask.name.text;
  const bool field = written.starts_with(profile_prefix);
  if (written.find('.') != std::string::npos && !field) {
    findings.error(
        "A007",
        ask.name.span,
        "The name of a question has no dot, unless it fills a field of the person: you.FIELD."
    );
    return;
  }
  if (field && !is_profile_field(written)) {
    findings.error(
        "A023",
        ask.name.span,
        "The course has no field \"" + written.substr(profile_prefix.size()) + "\".",
        "Name it in course.dialogue: profile: name, " + written.substr(profile_prefix.size()) + "."
    );
  }
  std::string name = qualified(dialogue, written);
  if (const auto clash = memory_.find(name); clash != memory_.end()) {
    report_twice(findings, ask.name, "a memory", clash->second.remember->name.span.line);
    return;
  }
  const auto [it, fresh] = questions_.try_emplace(
      name,
      QuestionSymbol{
          .name = name, .ask = &ask, .dialogue = dialogue, .in_part = in_part, .index = 0
      }
  );
  if (!fresh) {
    report_twice(findings, ask.name, "a question", it->second.ask->name.span.line);
  }
}

void Symbols::number_questions(Findings& findings) {
  std::vector<QuestionSymbol*> order;
  order.reserve(questions_.size());
  for (auto& [name, symbol] : questions_) {
    order.push_back(&symbol);
  }
  std::ranges::sort(order, {}, [](const QuestionSymbol* symbol) { return name_id(symbol->name); });
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    order[i]->index = i;
    if (i > 0 && name_id(order[i]->name) == name_id(order[i - 1]->name)) {
      findings.error(
          "A020",
          order[i]->ask->name.span,
          "This name cannot be told apart from \"" + order[i - 1]->name + "\".",
          "Choose another."
      );
    }
  }
}

std::string Symbols::qualified(std::uint32_t dialogue, std::string_view name) const {
  if (name.find('.') != std::string_view::npos || dialogue == none) {
    return std::string{name};
  }
  return dialogues_[dialogue].dialogue.name.text + "." + std::string{name};
}

const QuestionSymbol* Symbols::question(std::uint32_t dialogue, std::string_view name) const {
  const auto it = questions_.find(qualified(dialogue, name));
  return it != questions_.end() ? &it->second : nullptr;
}

const MemorySymbol* Symbols::remembered(std::uint32_t dialogue, std::string_view name) const {
  const auto it = memory_.find(qualified(dialogue, name));
  return it != memory_.end() ? &it->second : nullptr;
}

const PracticeSymbol* Symbols::practice(std::uint32_t dialogue, std::string_view name) const {
  const auto it = practices_.find(qualified(dialogue, name));
  return it != practices_.end() ? &it->second : nullptr;
}

const SectionSymbol* Symbols::section(std::uint32_t dialogue, std::string_view name, bool is_part)
    const {
  const std::string wanted = qualified(dialogue, name);
  const auto it = std::ranges::find_if(sections_, [&](const SectionSymbol& symbol) {
    return symbol.section->is_part == is_part && symbol.name == wanted;
  });
  return it != sections_.end() ? &*it : nullptr;
}

const DialogueFile* Symbols::dialogue(std::string_view name) const {
  const auto it = std::ranges::find_if(dialogues_, [&](const DialogueFile& file) {
    return file.dialogue.name.text == name;
  });
  return it != dialogues_.end() ? &*it : nullptr;
}

bool Symbols::may_be_lost(std::uint32_t dialogue, std::string_view name) const {
  const std::size_t dot = name.find('.');
  const DialogueFile* file = dot != std::string_view::npos ? this->dialogue(name.substr(0, dot))
                             : dialogue != none            ? &dialogues_[dialogue]
                                                           : nullptr;
  const std::string_view last = dot == std::string_view::npos ? name : name.substr(dot + 1);
  return file != nullptr &&
         std::ranges::find(file->dialogue.lost_words, last) != file->dialogue.lost_words.end();
}

bool Symbols::is_stage(std::string_view name) const {
  return find_name(course_.stages, name) != nullptr;
}

bool Symbols::is_profile_field(std::string_view qualified_name) const {
  return qualified_name == "you.name" ||
         (qualified_name.starts_with(profile_prefix) &&
          find_name(course_.profile, qualified_name.substr(profile_prefix.size())) != nullptr);
}

std::vector<std::string_view> Symbols::answer_names(std::uint32_t dialogue) const {
  std::vector<std::string_view> names;
  const auto add = [&](const std::string& name, std::uint32_t owner) {
    const std::string_view whole = name;
    names.push_back(
        owner == dialogue && !whole.starts_with(profile_prefix) ? whole.substr(whole.find('.') + 1)
                                                                : whole
    );
  };
  for (const auto& [name, symbol] : questions_) {
    add(name, symbol.dialogue);
  }
  for (const auto& [name, symbol] : memory_) {
    add(name, symbol.dialogue);
  }
  return names;
}

std::vector<std::string_view> Symbols::section_names(std::uint32_t dialogue, bool parts) const {
  std::vector<std::string_view> names;
  for (const SectionSymbol& symbol : sections_) {
    if (symbol.section->is_part == parts && (parts || symbol.dialogue == dialogue)) {
      names.push_back(
          symbol.dialogue == dialogue ? std::string_view{symbol.section->name.text} : symbol.name
      );
    }
  }
  return names;
}

std::string Symbols::suggestion(
    std::string_view word, const std::vector<std::string_view>& candidates
) {
  const auto close = nearest(word, candidates);
  return close ? "Did you mean \"" + std::string{*close} + "\"?" : std::string{};
}

}  // namespace attune::engine
