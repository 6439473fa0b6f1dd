#include "engine/script/emitter.h"

#include "engine/base/check.h"
#include "engine/base/overloaded.h"
#include "engine/script/measures.h"
#include "engine/script/pictures.h"
#include "engine/script/questions.h"

#include <algorithm>
#include <map>

namespace attune::engine {
namespace {

class Emitter {
 public:
  Emitter(const Symbols& symbols, Program& program, Findings& findings)
      : symbols_{symbols},
        program_{program},
        findings_{findings},
        builder_{symbols, program, layout_.written, findings} {}

  Layout emit() {
    program_.questions.resize(symbols_.questions().size());
    layout_.dialogue_of_question.resize(symbols_.questions().size());
    for (const DialogueFile& file : symbols_.dialogues()) {
      layout_.is_stage.push_back(file.role == FileRole::stage);
    }
    for (const auto& [name, symbol] : symbols_.memory()) {
      program_.memory.push_back(Memory{
          .id = name_id(name),
          .name = name,
          .initial = symbol.remember->value,
          .span = symbol.remember->name.span
      });
    }
    std::ranges::sort(program_.memory, {}, &Memory::id);
    for (const SectionSymbol& symbol : symbols_.sections()) {
      emit_section(symbol);
    }
    for (const Patch& patch : patches_) {
      program_.steps[patch.step].a = program_.scenes[patch.scene].step;
    }
    std::ranges::sort(program_.points, {}, &Point::id);
    return std::move(layout_);
  }

 private:
  struct Patch {
    std::uint32_t step;
    std::uint32_t scene;
  };

  std::uint32_t here() const { return static_cast<std::uint32_t>(program_.steps.size()); }

  std::uint32_t push(
      StepKind kind, const SourceSpan& span, std::uint32_t a = 0, std::uint32_t b = 0
  ) {
    program_.steps.push_back(Step{.kind = kind, .a = a, .b = b, .name = {}});
    program_.spans.push_back(span);
    layout_.section_of_step.push_back(section_);
    return here() - 1;
  }

  // The identity of the nth such statement of this section.
  std::string identity(std::string_view what) {
    const std::string base = section_name_ + "/" + std::string{what};
    return base + "#" + std::to_string(++ordinals_[base]);
  }

  void emit_section(const SectionSymbol& symbol) {
    const ast::Section& section = *symbol.section;
    section_ = symbol.index;
    section_name_ = symbol.name;
    context_ = Context{
        .dialogue = symbol.dialogue,
        .scene = section.is_part ? NameId{} : name_id(symbol.name),
        .in_part = section.is_part
    };
    program_.scenes.push_back(Scene{
        .id = name_id(symbol.name),
        .name = symbol.name,
        .step = here(),
        .is_part = section.is_part,
        .file = symbols_.dialogues()[symbol.dialogue].dialogue.file,
        .span = section.name.span
    });
    Layout::Section placed{
        .first = here(), .last = 0, .dialogue = symbol.dialogue, .is_part = section.is_part
    };
    emit_block(section.block);
    push(StepKind::run_off, section.name.span);
    placed.last = here();
    layout_.sections.push_back(placed);
  }

  void emit_block(const ast::Block& block) {
    for (const ast::Statement& statement : block) {
      const SourceSpan& span = statement.span;
      std::visit(
          Overloaded{
              [&](const ast::Say& say) {
                push(StepKind::say, span, builder_.words(context_, say.words));
              },
              [&](const ast::OneOf& one_of) { emit_one_of(one_of, span); },
              [&](const ast::Ask& ask) { emit_ask(ask, span); },
              [&](const ast::Go& go) { emit_go(go.scene, span); },
              [&](const ast::Do& call) { emit_do(call, span); },
              [&](const ast::Return&) { emit_return(span); },
              [&](const ast::Finish&) { emit_finish(span); },
              [&](const ast::If& conditional) { emit_if(conditional, span); },
              [&](const ast::Set& set) { emit_set(set, span); },
              [&](const ast::Pause& pause) { emit_pause(pause, span); },
              [&](const ast::Resources& resources) { emit_resources(resources, span); },
              [&](const ast::Practice& practice) { emit_practice(practice, span); },
              [&](const ast::Score& score) { emit_score(score, span); },
              [&](const ast::Retract&) { emit_retract(span); },
              [&](const ast::Show& show) { emit_show(show, span); },
          },
          statement.what
      );
    }
  }

  static SourceSpan last_span(const ast::Block& block, const SourceSpan& otherwise) {
    return block.empty() ? otherwise : block.back().span;
  }

  void emit_one_of(const ast::OneOf& one_of, const SourceSpan& span) {
    const auto first = static_cast<std::uint32_t>(program_.alternatives.size());
    const auto count = static_cast<std::uint32_t>(one_of.ways.size());
    program_.alternatives.resize(first + count);
    const std::uint32_t choice = push(StepKind::one_of, span, first, count);
    program_.steps[choice].name = name_id(identity("one_of"));
    std::vector<std::uint32_t> jumps;
    for (std::uint32_t i = 0; i < count; ++i) {
      program_.alternatives[first + i] = here();
      emit_block(one_of.ways[i]);
      jumps.push_back(push(StepKind::jump, last_span(one_of.ways[i], span)));
    }
    for (const std::uint32_t jump : jumps) {
      program_.steps[jump].a = here();
    }
  }

  void emit_ask(const ast::Ask& ask, const SourceSpan& span) {
    const QuestionSymbol* symbol = symbols_.question(context_.dialogue, ask.name.text);
    if (symbol == nullptr || symbol->ask != &ask) {
      return;  // reported when the names were collected
    }
    Question question = make_question(symbols_, *symbol, context_, builder_, program_, findings_);
    question.step = push(StepKind::ask, span, symbol->index);
    std::vector<std::uint32_t> jumps;
    for (std::uint32_t i = 0; i < question.options_count; ++i) {
      const ast::OptionLine& line = ask.options[i];
      if (ask.kind == QuestionKind::choices && (!line.body.empty() || line.go)) {
        findings_.error(
            "A032",
            line.id.span,
            "Several options can be chosen here, so none of them can lead anywhere.",
            "After the "
            "question, use: if " +
                ask.name.text + " includes " + line.id.text + "."
        );
      }
      // Options with nothing under them go on where the question ends.
      program_.options[question.options_first + i].target = here();
      emit_block(line.body);
      const SourceSpan end = last_span(line.body, line.id.span);
      if (line.go) {
        emit_go(*line.go, line.go->span);
      } else {
        jumps.push_back(push(StepKind::jump, end));
      }
    }
    question.next = here();
    for (const std::uint32_t jump : jumps) {
      program_.steps[jump].a = question.next;
    }
    layout_.dialogue_of_question[symbol->index] = context_.dialogue;
    program_.questions[symbol->index] = std::move(question);
  }

  void emit_go(const ast::Name& name, const SourceSpan& span) {
    const SectionSymbol* scene = symbols_.section(context_.dialogue, name.text, false);
    const std::uint32_t step = push(StepKind::enter, span);
    if (scene == nullptr && symbols_.may_be_lost(context_.dialogue, name.text)) {
      return;
    }
    if (scene == nullptr) {
      const bool is_part = symbols_.section(context_.dialogue, name.text, true) != nullptr;
      const std::string file = symbols_.dialogues()[context_.dialogue].dialogue.name.text;
      findings_.error(
          "A021",
          name.span,
          is_part ? "\"" + name.text + "\" is a part, and not a scene."
                  : "There is no scene \"" + name.text + "\" in " + file + ".",
          is_part ? "To do it and come back, write \"do " + name.text + "\"."
                  : Symbols::suggestion(name.text, symbols_.section_names(context_.dialogue, false))
      );
      return;
    }
    program_.steps[step].name = name_id(scene->name);
    patches_.push_back(Patch{.step = step, .scene = scene->index});
  }

  void emit_do(const ast::Do& call, const SourceSpan& span) {
    const std::string& written = call.part.text;
    const SectionSymbol* part = symbols_.section(context_.dialogue, written, true);
    const std::uint32_t step = push(StepKind::call, span);
    if (part == nullptr && symbols_.may_be_lost(context_.dialogue, written)) {
      return;
    }
    if (part == nullptr) {
      const bool is_scene = symbols_.section(context_.dialogue, written, false) != nullptr;
      findings_.error(
          "A022",
          call.part.span,
          is_scene ? "\"" + written + "\" is a scene, and not a part."
                   : "There is no part \"" + written + "\".",
          is_scene ? "To move there, write \"go " + written + "\"."
                   : Symbols::suggestion(written, symbols_.section_names(context_.dialogue, true))
      );
      return;
    }
    const std::string name = identity("do:" + part->name);
    program_.steps[step].name = name_id(name);
    program_.points.push_back(Point{.id = name_id(name), .step = here(), .name = name});
    patches_.push_back(Patch{.step = step, .scene = part->index});
  }

  void emit_return(const SourceSpan& span) {
    if (!context_.in_part) {
      findings_.error(
          "A002",
          span,
          "\"return\" ends a part; this is a scene.",
          "Write \"go SCENE\" or \"finish\"."
      );
    }
    push(StepKind::give_back, span);
  }

  void emit_retract(const SourceSpan& span) {
    if (symbols_.dialogues()[context_.dialogue].role != FileRole::everywhere) {
      findings_.error(
          "A002",
          span,
          "Only a part that a watch does can \"retract\" what was heard.",
          "Put it in a file that course.dialogue names under \"everywhere:\"."
      );
    }
    push(StepKind::retract, span);
  }

  void emit_finish(const SourceSpan& span) {
    if (symbols_.dialogues()[context_.dialogue].role != FileRole::stage) {
      findings_.error(
          "A002", span, "Only a stage can \"finish\".", "This file is no stage of the course."
      );
    }
    push(StepKind::finish, span);
  }

  void emit_if(const ast::If& conditional, const SourceSpan& span) {
    std::vector<std::uint32_t> jumps;
    for (const ast::Arm& arm : conditional.arms) {
      const std::uint32_t node = builder_.condition(context_, arm.condition);
      const std::uint32_t branch = push(StepKind::branch, arm.condition.span, node);
      emit_block(arm.block);
      jumps.push_back(push(StepKind::jump, last_span(arm.block, span)));
      program_.steps[branch].b = here();
    }
    if (conditional.otherwise) {
      emit_block(*conditional.otherwise);
    }
    for (const std::uint32_t jump : jumps) {
      program_.steps[jump].a = here();
    }
  }

  void emit_set(const ast::Set& set, const SourceSpan& span) {
    const MemorySymbol* memory = symbols_.remembered(context_.dialogue, set.name.text);
    const std::optional<TypedNode> value = builder_.expression(context_, set.value);
    const std::uint32_t step = push(StepKind::set, span, value ? value->node : none);
    if (memory == nullptr) {
      std::vector<std::string_view> names;
      for (const ast::Remember& each : symbols_.dialogues()[context_.dialogue].dialogue.memory) {
        names.push_back(each.name.text);
      }
      findings_.error(
          "A023",
          set.name.span,
          "There is no memory \"" + set.name.text + "\" in this file.",
          (names.empty() ? "Declare it at the top: remember " + set.name.text + " = 0."
                         : Symbols::suggestion(set.name.text, names))
      );
      return;
    }
    const Value& initial = memory->remember->value;
    const ValueType type = std::holds_alternative<double>(initial) ? ValueType::number
                           : std::holds_alternative<bool>(initial) ? ValueType::boolean
                                                                   : ValueType::text;
    if (value && value->type != type) {
      findings_.error(
          "A030",
          set.value.span,
          "\"" + set.name.text + "\" remembers " + std::string{type_words(type)} +
              ", but this is " + std::string{type_words(value->type)} + "."
      );
    }
    const auto it =
        std::ranges::lower_bound(program_.memory, name_id(memory->name), {}, &Memory::id);
    program_.steps[step].b = static_cast<std::uint32_t>(it - program_.memory.begin());
  }

  void emit_pause(const ast::Pause& pause, const SourceSpan& span) {
    PauseRule rule{.seconds = pause.seconds, .after_stage = {}, .early = pause.early};
    if (pause.after) {
      rule.after_stage = name_id(pause.after->text);
      if (!symbols_.is_stage(pause.after->text)) {
        findings_.error(
            "A025",
            pause.after->span,
            "There is no stage \"" + pause.after->text + "\" in this course."
        );
      }
    }
    const std::string name = identity("pause");
    const std::uint32_t step =
        push(StepKind::pause, span, static_cast<std::uint32_t>(program_.pauses.size()));
    program_.steps[step].name = name_id(name);
    program_.pauses.push_back(rule);
    program_.points.push_back(Point{.id = name_id(name), .step = here(), .name = name});
  }

  void emit_score(const ast::Score& score, const SourceSpan& span) {
    const ast::Measure& written =
        symbols_.dialogues()[context_.dialogue].dialogue.measures[score.measure];
    const std::uint32_t step =
        push(StepKind::score, span, static_cast<std::uint32_t>(program_.measures.size()));
    std::vector<std::uint32_t> kept;
    for (const ast::Ask& ask : score.scores) {
      const QuestionSymbol* symbol = symbols_.question(context_.dialogue, ask.name.text);
      if (symbol == nullptr || symbol->ask != &ask) {
        return;  // reported when the names were collected
      }
      Question question = make_question(symbols_, *symbol, context_, builder_, program_, findings_);
      question.scored = true;
      question.step = step;
      question.next = here();
      layout_.dialogue_of_question[symbol->index] = context_.dialogue;
      program_.questions[symbol->index] = std::move(question);
      kept.push_back(symbol->index);
    }
    program_.measures.push_back(make_measure(symbols_, context_.dialogue, written, kept));
  }

  void emit_practice(const ast::Practice& practice, const SourceSpan& span) {
    const std::string name = symbols_.qualified(context_.dialogue, practice.name.text);
    push(StepKind::practice, span, static_cast<std::uint32_t>(program_.practices.size()));
    program_.practices.push_back(Practice{
        .id = name_id(name),
        .name = name,
        .days = practice.days,
        .text = builder_.words(context_, practice.words),
        .span = practice.name.span
    });
  }

  void emit_show(const ast::Show& show, const SourceSpan& span) {
    push(StepKind::show, span, static_cast<std::uint32_t>(program_.pictures.size()));
    program_.pictures.push_back(make_picture(symbols_, show, context_, builder_, findings_));
  }

  void emit_resources(const ast::Resources& resources, const SourceSpan& span) {
    const QuestionSymbol* question = symbols_.question(context_.dialogue, resources.question.text);
    push(StepKind::resources, span, question != nullptr ? question->index : 0);
    if (question == nullptr || question->ask->kind != QuestionKind::choice) {
      findings_.error(
          "A060",
          resources.question.span,
          "Resources need a choice question whose options are countries of resources.json."
      );
      return;
    }
    const auto known = [&](std::string_view id) {
      return std::ranges::find(program_.countries, id, &Country::id) != program_.countries.end();
    };
    if (!known("elsewhere")) {
      findings_.error(
          "A060",
          span,
          "resources.json needs an entry with the id \"elsewhere\", for everyone who did not "
          "choose "
          "a country."
      );
    }
    for (const ast::OptionLine& option : question->ask->options) {
      if (!known(option.id.text)) {
        findings_.error(
            "A060", option.id.span, "resources.json has no country \"" + option.id.text + "\"."
        );
      }
    }
  }

  const Symbols& symbols_;
  Program& program_;
  Findings& findings_;
  Layout layout_;
  Builder builder_;
  Context context_;
  std::uint32_t section_ = 0;
  std::string section_name_;
  std::map<std::string, int> ordinals_;
  std::vector<Patch> patches_;
};

}  // namespace

Layout layout_of(const Program& program) {
  Layout layout;
  layout.is_stage.assign(program.files.size(), false);
  for (const Stage& stage : program.stages) {
    if (stage.scene != none) {
      layout.is_stage[program.scenes[stage.scene].file] = true;
    }
  }
  for (std::size_t i = 0; i < program.scenes.size(); ++i) {
    const Scene& scene = program.scenes[i];
    const bool is_last = i + 1 == program.scenes.size();
    const auto last =
        is_last ? static_cast<std::uint32_t>(program.steps.size()) : program.scenes[i + 1].step;
    layout.sections.push_back(Layout::Section{
        .first = scene.step, .last = last, .dialogue = scene.file, .is_part = scene.is_part
    });
    layout.section_of_step.resize(last, static_cast<std::uint32_t>(i));
  }
  layout.dialogue_of_question.reserve(program.questions.size());
  for (const Question& question : program.questions) {
    const std::uint32_t section = layout.section_of_step[question.step];
    layout.dialogue_of_question.push_back(layout.sections[section].dialogue);
  }
  return layout;
}

Layout emit_program(const Symbols& symbols, Program& program, Findings& findings) {
  return Emitter{symbols, program, findings}.emit();
}

}  // namespace attune::engine
