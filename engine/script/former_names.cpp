#include "engine/script/former_names.h"

#include "engine/program/guard.h"

#include <algorithm>
#include <map>
#include <set>

namespace attune::engine {
namespace {

class FormerNames {
 public:
  FormerNames(const Symbols& symbols, Program& program, Findings& findings)
      : symbols_{symbols}, program_{program}, findings_{findings} {}

  void note() {
    for (const SectionSymbol& symbol : symbols_.sections()) {
      for (const ast::Name& old : symbol.section->was) {
        note_was(symbol, old);
      }
    }
    for (std::uint32_t i = 0; i < symbols_.dialogues().size(); ++i) {
      for (const ast::Send& send : symbols_.dialogues()[i].dialogue.sends) {
        note_send(i, send);
      }
    }
  }

 private:
  const SectionSymbol* section(std::uint32_t dialogue, std::string_view name) const {
    const SectionSymbol* scene = symbols_.section(dialogue, name, false);
    return scene != nullptr ? scene : symbols_.section(dialogue, name, true);
  }

  // Whether an old name is told of for the first time.
  bool is_first(const std::string& qualified, const ast::Name& name) {
    const auto [it, fresh] = told_.try_emplace(qualified, name.span.line);
    if (!fresh) {
      findings_.error(
          "A070",
          name.span,
          "Where \"" + name.text + "\" went is said already, on line " +
              std::to_string(it->second) + ".",
          "Leave one of the two."
      );
    }
    return fresh;
  }

  void note_was(const SectionSymbol& symbol, const ast::Name& old) {
    if (section(symbol.dialogue, old.text) != nullptr) {
      findings_.error(
          "A070",
          old.span,
          "\"" + old.text + "\" is not an old name: this file has a scene or part with it.",
          "Take it out here, or give the other one a new name."
      );
      return;
    }
    std::string name = symbols_.qualified(symbol.dialogue, old.text);
    if (is_first(name, old)) {
      program_.formers.push_back(
          Former{.name = std::move(name), .scene = symbol.index, .span = old.span}
      );
    }
  }

  void note_send(std::uint32_t dialogue, const ast::Send& send) {
    std::string from = symbols_.qualified(dialogue, send.from.text);
    const SectionSymbol* to = section(dialogue, send.to.text);
    const QuestionSymbol* question = symbols_.question(dialogue, send.to.text);
    if (to == nullptr && question == nullptr) {
      if (!symbols_.may_be_lost(dialogue, send.to.text)) {
        std::vector<std::string_view> names = symbols_.section_names(dialogue, false);
        for (const std::string_view answer : symbols_.answer_names(dialogue)) {
          names.push_back(answer);
        }
        findings_.error(
            "A071",
            send.to.span,
            "There is no scene, part or question \"" + send.to.text + "\" in this file.",
            Symbols::suggestion(send.to.text, names)
        );
      }
      return;
    }
    if (send.from.text == send.to.text) {
      findings_.error(
          "A071",
          send.to.span,
          "This sends people to the place that they wait at.",
          "Name another place, or take the line out."
      );
      return;
    }
    if (to == nullptr && question->ask->text.raw.empty()) {
      findings_.error(
          "A071",
          send.to.span,
          "This question has no words of its own, and the line before it would not be said.",
          "Send people to its scene."
      );
      return;
    }
    if (is_first(from, send.from)) {
      program_.sends.push_back(Send{
          .from = std::move(from),
          .scene = to != nullptr ? to->index : none,
          .question = to != nullptr ? none : question->index,
          .span = send.from.span
      });
    }
  }

  const Symbols& symbols_;
  Program& program_;
  Findings& findings_;
  std::map<std::string, std::uint32_t> told_;  // old name -> line
};

}  // namespace

void note_former_names(const Symbols& symbols, Program& program, Findings& findings) {
  FormerNames{symbols, program, findings}.note();
}

namespace {

void check_silent(
    const Program& program, std::uint32_t part, bool may_lead_away, Findings& findings
) {
  std::set<std::uint32_t> seen;
  std::vector<std::uint32_t> open{part};
  while (!open.empty()) {
    const std::uint32_t first = open.back();
    open.pop_back();
    if (!seen.insert(first).second) {
      continue;
    }
    for (std::uint32_t pc = first; program.steps[pc].kind != StepKind::run_off; ++pc) {
      const StepKind kind = program.steps[pc].kind;
      if (kind == StepKind::call) {
        open.push_back(program.steps[pc].a);
      } else if (kind == StepKind::ask || kind == StepKind::pause ||
                 (kind == StepKind::enter && !may_lead_away)) {
        findings.error(
            "A072",
            program.spans[pc],
            may_lead_away
                ? "The part \"guard\" is done just before an open question is asked again, so it "
                  "can neither ask nor rest."
                : "The part \"script_changed\" is said just before an open question is asked "
                  "again, "
                  "so it can neither ask, nor rest, nor lead away.",
            may_lead_away ? "Let it look, and \"go\" to a scene that asks."
                          : "Leave only lines of the coach in it."
        );
      }
    }
  }
}

}  // namespace

void check_silent_parts(const Program& program, Findings& findings) {
  if (program.script_changed != none) {
    check_silent(program, program.script_changed, false, findings);
  }
  for (const Stage& stage : program.stages) {
    if (const std::uint32_t guard = guard_of(program, stage); guard != none) {
      check_silent(program, guard, true, findings);
    }
  }
}

}  // namespace attune::engine
