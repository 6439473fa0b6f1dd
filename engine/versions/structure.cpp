#include "engine/versions/structure.h"

#include "engine/base/bytes.h"
#include "engine/session/value_codec.h"

#include <algorithm>
#include <vector>

namespace attune::engine {
namespace {

class Structure {
 public:
  explicit Structure(const Program& program) : program_{program} { number_steps(); }

  std::string write() && {
    out_.text(program_.course);
    out_.varint(program_.profile.size());
    for (const std::string& field : program_.profile) {
      out_.text(field);
    }
    stages();
    sections();
    steps();
    questions();
    for (const Memory& memory : program_.memory) {
      out_.text(memory.name);
      write_value(out_, memory.initial);
    }
    for (const Country& country : program_.countries) {
      out_.text(country.id);
    }
    return std::move(out_).take();
  }

 private:
  // The step after a `one of` that only speaks; `step` itself when it does more.
  std::uint32_t after_spoken(std::uint32_t step) const {
    const Step& one_of = program_.steps[step];
    std::uint32_t end = step;
    if (one_of.b > 1) {
      end = program_.steps[program_.alternatives[one_of.a + 1] - 1].a;
    } else {
      std::uint32_t last = step + 1;
      while (program_.steps[last].kind == StepKind::say) {
        ++last;
      }
      end = program_.steps[last].kind == StepKind::jump ? last + 1 : step;
    }
    for (std::uint32_t i = step + 1; i < end; ++i) {
      const StepKind kind = program_.steps[i].kind;
      if (kind != StepKind::say && kind != StepKind::jump && kind != StepKind::one_of) {
        return step;
      }
    }
    return end;
  }

  void number_steps() {
    const auto count = static_cast<std::uint32_t>(program_.steps.size());
    is_words_.assign(count, false);
    for (std::uint32_t i = 0; i < count;) {
      const StepKind kind = program_.steps[i].kind;
      const std::uint32_t end = kind == StepKind::say      ? i + 1
                                : kind == StepKind::one_of ? after_spoken(i)
                                                           : i;
      for (std::uint32_t word = i; word < end; ++word) {
        is_words_[word] = true;
      }
      i = std::max(end, i + 1);
    }
    std::uint32_t number = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      numbers_.push_back(number);
      number += is_words_[i] ? 0U : 1U;
    }
  }

  void put(std::uint32_t step) { out_.varint(step == none ? none : numbers_[step]); }

  void stages() {
    out_.varint(program_.stages.size());
    for (const Stage& stage : program_.stages) {
      out_.text(stage.name);
      out_.byte(stage.written ? 1 : 0);
      out_.byte(stage.endless ? 1 : 0);
      out_.varint(stage.scene);
      put(stage.welcome_back);
    }
    put(program_.help);
  }

  void sections() {
    out_.varint(program_.scenes.size());
    for (const Scene& scene : program_.scenes) {
      out_.text(scene.name);
      out_.byte(scene.is_part ? 1 : 0);
      put(scene.step);
    }
  }

  void steps() {
    for (std::uint32_t i = 0; i < program_.steps.size(); ++i) {
      if (!is_words_[i]) {
        step(program_.steps[i]);
      }
    }
  }

  void step(const Step& step) {
    out_.byte(static_cast<std::uint8_t>(step.kind));
    switch (step.kind) {
      case StepKind::one_of:
        out_.varint(step.b);
        for (std::uint32_t i = 0; i < step.b; ++i) {
          put(program_.alternatives[step.a + i]);
        }
        return;
      case StepKind::ask:
      case StepKind::resources:
        out_.text(program_.questions[step.a].name);
        return;
      case StepKind::jump:
        put(step.a);
        return;
      case StepKind::enter:
      case StepKind::call:
        out_.fixed64(step.name.value);
        put(step.a);
        return;
      case StepKind::branch:
        expression(step.a);
        put(step.b);
        return;
      case StepKind::set:
        expression(step.a);
        out_.text(program_.memory[step.b].name);
        return;
      case StepKind::pause: {
        const PauseRule& rule = program_.pauses[step.a];
        out_.varint(rule.seconds);
        out_.fixed64(rule.after_stage.value);
        out_.byte(rule.early ? 1 : 0);
        return;
      }
      case StepKind::practice:
        out_.text(program_.practices[step.a].name);
        out_.varint(program_.practices[step.a].days);
        return;
      case StepKind::show:
        picture(program_.pictures[step.a]);
        return;
      case StepKind::score:
        measure(program_.measures[step.a]);
        return;
      case StepKind::say:
      case StepKind::retract:
      case StepKind::give_back:
      case StepKind::finish:
      case StepKind::run_off:
        return;
    }
  }

  // What is drawn of which answers; its title, its labels and its texts are words.
  void picture(const Picture& picture) {
    out_.text(picture.name);
    out_.byte(static_cast<std::uint8_t>(picture.kind));
    out_.varint(picture.rows.size());
    for (const PictureRow& row : picture.rows) {
      out_.varint(row.role);
      out_.fixed64(row.source.value);
      out_.fixed64(row.score.value);
      out_.varint(row.at.size());
      for (const std::uint32_t number : row.at) {
        expression(number);
      }
      expression(row.condition);
    }
  }

  // How a score is made; what it is called, and what its bands say, are words.
  void measure(const Measure& measure) {
    out_.text(measure.name);
    out_.real(measure.noise);
    for (const MeasureScore& score : measure.scores) {
      out_.text(program_.questions[score.question].name);
      out_.byte(score.sum ? 1 : 0);
      out_.real(score.answered);
      for (const MeasureItem& item : score.items) {
        out_.text(program_.questions[item.question].name);
        out_.byte(item.reversed ? 1 : 0);
      }
    }
  }

  void expression(std::uint32_t index) {
    if (index == none) {
      out_.byte(0xff);
      return;
    }
    const Node& node = program_.nodes[index];
    out_.byte(static_cast<std::uint8_t>(node.op));
    switch (node.op) {
      case Op::number:
      case Op::boolean:
        out_.real(node.number);
        return;
      case Op::text:
      case Op::option:
        out_.text(program_.texts[node.text]);
        return;
      case Op::answer:
      case Op::memory:
      case Op::visits:
      case Op::days_since:
      case Op::count:
      case Op::is_skipped:
      case Op::is_answered:
        out_.fixed64(node.name.value);
        return;
      case Op::logical_not:
      case Op::negate:
        expression(node.left);
        return;
      case Op::equal:
      case Op::not_equal:
      case Op::includes:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
      case Op::logical_and:
      case Op::logical_or:
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
        expression(node.left);
        expression(node.right);
        return;
    }
  }

  void questions() {
    for (const Question& question : program_.questions) {
      out_.text(question.name);
      out_.byte(static_cast<std::uint8_t>(question.kind));
      out_.byte(question.required ? 1 : 0);
      out_.byte(question.is_private ? 1 : 0);
      out_.varint(question.at_least);
      out_.varint(question.at_most);
      out_.varint(question.characters_max);
      out_.real(question.min);
      out_.real(question.max);
      out_.fixed64(question.source.value);
      put(question.step);
      put(question.next);
      out_.varint(question.options_count);
      for (std::uint32_t i = 0; i < question.options_count; ++i) {
        const Option& option = program_.options[question.options_first + i];
        out_.text(option.id);
        expression(option.condition);
        put(option.target);
      }
    }
  }

  const Program& program_;
  ByteWriter out_;
  std::vector<bool> is_words_;          // one a step
  std::vector<std::uint32_t> numbers_;  // one a step: how many before it are no words
};

}  // namespace

std::string structure_of(const Program& program) {
  return Structure{program}.write();
}

}  // namespace attune::engine
