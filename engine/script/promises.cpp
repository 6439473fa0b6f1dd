#include "engine/script/promises.h"

#include <algorithm>

namespace attune::engine {
namespace {

class Promises {
 public:
  Promises(const Symbols& symbols, Program& program, WrittenAt& written, Findings& findings)
      : symbols_{symbols},
        program_{program},
        findings_{findings},
        builder_{symbols, program, written, findings} {}

  void make() {
    for (const ast::Promise& written : symbols_.course().promises) {
      Promise promise;
      promise.latched = written.latched;
      promise.span = written.span;
      const bool when = trigger(written, promise);
      for (const ast::Name& name : written.targets) {
        if (auto target = place(name, false)) {
          promise.targets.push_back(*std::move(target));
        }
      }
      if (when && promise.targets.size() == written.targets.size()) {
        program_.promises.push_back(std::move(promise));
      }
    }
  }

 private:
  // Whether it is understood; else why not was reported.
  bool trigger(const ast::Promise& written, Promise& promise) {
    if (names_place(written.when)) {
      const ast::Name name{.text = written.when.text, .span = written.when.span};
      promise.trigger = place(name, true);
      if (promise.trigger && !promise.latched) {
        findings_.error(
            "A074",
            written.when.span,
            "\"while\" looks at something that is true or false; this is a place.",
            "Write \"never after\" instead."
        );
        return false;
      }
      return promise.trigger.has_value();
    }
    promise.condition = builder_.condition(whole_course, written.when);
    return promise.condition != none;
  }

  // A lone word that is neither memory nor a yes or no.
  bool names_place(const ast::Expression& when) const {
    if (when.kind != ast::ExpressionKind::word || when.score ||
        symbols_.remembered(none, when.text) != nullptr) {
      return false;
    }
    const QuestionSymbol* question = symbols_.question(none, when.text);
    return question == nullptr || question->ask->kind != QuestionKind::yesno;
  }

  std::optional<PromisedPlace> place(const ast::Name& name, bool is_trigger) {
    const std::string& wanted = name.text;
    const auto scene = std::ranges::find(program_.scenes, wanted, &Scene::name);
    if (scene != program_.scenes.end()) {
      return PromisedPlace{.name = wanted, .step = scene->step};
    }
    const auto question = std::ranges::find(program_.questions, wanted, &Question::name);
    if (question != program_.questions.end() && !question->scored) {
      return PromisedPlace{.name = wanted, .step = question->step};
    }
    for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
      const Step& step = program_.steps[pc];
      const bool is_practice =
          step.kind == StepKind::practice && program_.practices[step.a].name == wanted;
      const bool is_picture =
          step.kind == StepKind::show && program_.pictures[step.a].name == wanted;
      if (is_practice || is_picture) {
        return PromisedPlace{.name = wanted, .step = pc};
      }
    }
    const auto& watches = program_.listening.watches;
    const auto watch =
        std::ranges::find_if(watches, [&](const Watch& each) { return qualified(each) == wanted; });
    if (is_trigger && watch != watches.end()) {
      const auto index = static_cast<std::uint32_t>(watch - watches.begin());
      return PromisedPlace{.name = wanted, .step = none, .watch = index};
    }
    report(name, is_trigger);
    return std::nullopt;
  }

  // A watch is called by its topic alone; here its file comes before it, as with every name.
  std::string qualified(const Watch& watch) const {
    const auto& files = symbols_.dialogues();
    const auto file = std::ranges::find_if(files, [&](const DialogueFile& each) {
      return each.dialogue.file == watch.span.file;
    });
    return (file != files.end() ? file->dialogue.name.text + "." : std::string{}) + watch.name;
  }

  void report(const ast::Name& name, bool is_trigger) {
    if (symbols_.may_be_lost(none, name.text)) {
      return;
    }
    std::vector<std::string> watched;
    std::vector<std::string_view> names;
    for (const Scene& scene : program_.scenes) {
      names.emplace_back(scene.name);
    }
    for (const Question& question : program_.questions) {
      names.emplace_back(question.name);
    }
    for (const Practice& practice : program_.practices) {
      names.emplace_back(practice.name);
    }
    for (const Picture& picture : program_.pictures) {
      names.emplace_back(picture.name);
    }
    if (is_trigger) {
      for (const Watch& watch : program_.listening.watches) {
        watched.push_back(qualified(watch));
      }
      names.insert(names.end(), watched.begin(), watched.end());
      for (const Memory& memory : program_.memory) {
        names.emplace_back(memory.name);
      }
    }
    const std::string suggestion = Symbols::suggestion(name.text, names);
    findings_.error(
        "A074",
        name.span,
        "There is no place \"" + name.text + "\" in this course.",
        suggestion.empty() ? "Name the file and, after a full stop, its scene, part, question, "
                             "picture or practice."
                           : suggestion
    );
  }

  // Names are whole here, with their file; there is no scene whose visits could be meant.
  static constexpr Context whole_course{.dialogue = none, .scene = {}, .in_part = true};

  const Symbols& symbols_;
  Program& program_;
  Findings& findings_;
  Builder builder_;
};

}  // namespace

void make_promises(
    const Symbols& symbols, Program& program, WrittenAt& written, Findings& findings
) {
  Promises{symbols, program, written, findings}.make();
}

}  // namespace attune::engine
