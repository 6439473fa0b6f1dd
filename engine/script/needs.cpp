#include "engine/script/needs.h"

namespace attune::engine {
namespace {

class Needs {
 public:
  Needs(const Program& program, const AnswerFacts& answers)
      : program_{program}, answers_{answers} {}

  void step(const Step& step, const Facts& facts, const Facts& lasting) {
    switch (step.kind) {
      case StepKind::say:
        words(facts, step.a);
        return;
      case StepKind::practice:
        words(facts, program_.practices[step.a].text);
        return;
      case StepKind::show:
        picture(facts, program_.pictures[step.a]);
        return;
      case StepKind::branch:
      case StepKind::set:
        node(facts, step.a, step.kind == StepKind::set);
        return;
      case StepKind::ask:
        question(lasting, program_.questions[step.a]);
        return;
      case StepKind::one_of:
      case StepKind::jump:
      case StepKind::enter:
      case StepKind::call:
      case StepKind::give_back:
      case StepKind::finish:
      case StepKind::pause:
      case StepKind::resources:
      case StepKind::retract:
      case StepKind::score:
      case StepKind::run_off:
        return;
    }
  }

  std::vector<Missing> take() && { return std::move(missing_); }

 private:
  void question(const Facts& lasting, const Question& question) {
    for (const std::uint32_t text :
         {question.text, question.hint, question.example, question.why}) {
      if (text != none) {
        words(lasting, text);
      }
    }
    for (std::uint32_t i = 0; i < question.options_count; ++i) {
      const Option& option = program_.options[question.options_first + i];
      if (option.condition != none) {
        node(lasting, option.condition, false);
        words(answers_.refine(lasting, option.condition, true), option.label);
      } else {
        words(lasting, option.label);
      }
    }
  }

  // A list that was not asked for yet shows nothing, and neither does a score that was not taken.
  void picture(const Facts& facts, const Picture& picture) {
    words(facts, picture.words);
    for (const PictureRow& row : picture.rows) {
      Facts known = facts;
      if (row.condition != none) {
        node(facts, row.condition, false);
        known = answers_.refine(facts, row.condition, true);
      }
      for (const std::uint32_t number : row.at) {
        node(known, number, true);
      }
      if (row.text != none) {
        words(known, row.text);
      }
    }
  }

  void words(const Facts& facts, std::uint32_t index) {
    const Template& words = program_.source().templates[index];
    for (std::uint32_t i = words.first; i < words.first + words.count; ++i) {
      const Segment& segment = program_.source().segments[i];
      const auto answer = segment.what == Quoted::answer && segment.text == none
                              ? answers_.index(segment.name)
                              : std::nullopt;
      if (answer && !facts.answered.has(*answer)) {
        missing_.push_back(Missing{.lack = Lack::no_words, .answer = *answer, .at = i});
      }
    }
  }

  // `needs_answer`: the value itself is used, so that a skipped answer is not enough.
  void node(const Facts& facts, std::uint32_t index, bool needs_answer) {
    const Node& node = program_.nodes[index];
    switch (node.op) {
      case Op::answer: {
        const auto answer = answers_.index(node.name);
        if (answer && !facts.asked.has(*answer)) {
          missing_.push_back(Missing{.lack = Lack::not_asked, .answer = *answer, .at = index});
        } else if (answer && needs_answer && !facts.answered.has(*answer)) {
          missing_.push_back(Missing{.lack = Lack::skipped, .answer = *answer, .at = index});
        }
        return;
      }
      case Op::count: {
        const auto answer = answers_.index(node.name);
        if (answer && !facts.asked.has(*answer)) {
          missing_.push_back(Missing{.lack = Lack::not_asked, .answer = *answer, .at = index});
        }
        return;
      }
      case Op::logical_and:
        this->node(facts, node.left, true);
        this->node(answers_.refine(facts, node.left, true), node.right, true);
        return;
      case Op::logical_or:
        this->node(facts, node.left, true);
        this->node(answers_.refine(facts, node.left, false), node.right, true);
        return;
      case Op::equal:
      case Op::not_equal:
      case Op::includes:
        // A skipped answer is no option: "is" does not hold and "is not" does.
        this->node(facts, node.left, false);
        this->node(facts, node.right, true);
        return;
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
        this->node(facts, node.left, true);
        this->node(facts, node.right, true);
        return;
      case Op::logical_not:
      case Op::negate:
        this->node(facts, node.left, true);
        return;
      case Op::number:
      case Op::boolean:
      case Op::text:
      case Op::option:
      case Op::memory:
      case Op::visits:
      case Op::days_since:
      case Op::is_skipped:
      case Op::is_answered:
        return;
    }
  }

  const Program& program_;
  const AnswerFacts& answers_;
  std::vector<Missing> missing_;
};

}  // namespace

std::vector<Missing> missing_at(
    const Program& program,
    const AnswerFacts& answers,
    std::uint32_t step,
    const Facts& facts,
    const Facts& lasting
) {
  Needs needs{program, answers};
  needs.step(program.steps[step], facts, lasting);
  return std::move(needs).take();
}

}  // namespace attune::engine
