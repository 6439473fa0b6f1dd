#include "engine/script/flow_facts.h"

#include "engine/script/facts.h"
#include "engine/script/needs.h"

#include <algorithm>
#include <map>

namespace attune::engine {
namespace {

// One road to a step on which an answer is not there, in the names of its scenes.
class Road {
 public:
  Road(
      const Symbols& symbols,
      const Program& program,
      const Layout& layout,
      const Flow& flow,
      const AnswerFacts& answers,
      const FactFlow& facts,
      std::size_t answer
  )
      : symbols_{symbols},
        program_{program},
        layout_{layout},
        flow_{flow},
        answers_{answers},
        facts_{facts},
        answer_{answer} {}

  // `never_asked`: to a place where it was not even skipped.
  std::vector<std::string> to(std::uint32_t target, bool never_asked) {
    for (const Root& root : flow_.roots) {
      const Facts start = answers_.at_start();
      open(
          Place{
              .step = root.step,
              .asked = start.asked.has(answer_),
              .answered = start.answered.has(answer_)
          },
          none
      );
    }
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (places_[i].step == target && lacks_answer(places_[i]) &&
          !(never_asked && places_[i].asked)) {
        return stops(static_cast<std::uint32_t>(i));
      }
      follow(static_cast<std::uint32_t>(i));
    }
    return {};
  }

 private:
  struct Place {
    std::uint32_t step = 0;
    bool asked = false;
    bool answered = false;

    auto operator<=>(const Place&) const = default;
  };

  void open(Place place, std::uint32_t from) {
    if (seen_.emplace(place, from).second) {
      places_.push_back(place);
      from_.push_back(from);
    }
  }

  void follow(std::uint32_t index) {
    const Place place = places_[index];
    const Step& step = program_.steps[place.step];
    const auto go = [&](std::uint32_t next, bool asked, bool answered) {
      open(Place{.step = next, .asked = asked, .answered = answered}, index);
    };
    const std::uint32_t dialogue = layout_.sections[layout_.section_of_step[place.step]].dialogue;
    switch (step.kind) {
      case StepKind::ask: {
        const bool kept = after_wait(place, dialogue);
        const Question& question = program_.questions[step.a];
        const bool this_one = step.a == answer_;
        if (question.kind == QuestionKind::choice) {
          for (std::uint32_t i = 0; i < question.options_count; ++i) {
            const std::uint32_t target = program_.options[question.options_first + i].target;
            go(target, place.asked || this_one, this_one || kept);
          }
        } else {
          go(question.next, place.asked || this_one, this_one || kept);
        }
        if (!question.required || may_pass_over(question)) {
          go(question.next, place.asked || this_one, !this_one && kept);
        }
        return;
      }
      case StepKind::pause:
        go(place.step + 1, place.asked, after_wait(place, dialogue));
        return;
      case StepKind::branch:
        branch(place, step.a, true, place.step + 1, index);
        branch(place, step.a, false, step.b, index);
        return;
      case StepKind::call: {
        go(step.a, place.asked, place.answered);
        const std::uint32_t callee = layout_.section_of_step[step.a];
        const std::optional<Facts>& exit = facts_.at_exit(callee);
        if (!flow_.returns[callee] || !exit) {
          return;
        }
        if (facts_.asks(callee, answer_)) {
          go(place.step + 1, exit->asked.has(answer_), exit->answered.has(answer_));
        } else {
          go(place.step + 1,
             place.asked,
             flow_.waits[callee] ? after_wait(place, dialogue) : place.answered);
        }
        return;
      }
      case StepKind::score: {
        bool this_one = false;
        for (const MeasureScore& score : program_.measures[step.a].scores) {
          this_one = this_one || score.question == answer_;
        }
        go(place.step + 1, place.asked || this_one, place.answered && !this_one);
        return;
      }
      case StepKind::say:
      case StepKind::one_of:
      case StepKind::jump:
      case StepKind::enter:
      case StepKind::give_back:
      case StepKind::finish:
      case StepKind::set:
      case StepKind::resources:
      case StepKind::practice:
      case StepKind::show:
      case StepKind::retract:
      case StepKind::run_off:
        flow_.each_next(program_, layout_, place.step, [&](std::uint32_t next) {
          go(next, place.asked, place.answered);
        });
        return;
    }
  }

  // What a question says must hold whenever it is asked again.
  bool lacks_answer(const Place& place) const {
    const std::uint32_t dialogue = layout_.sections[layout_.section_of_step[place.step]].dialogue;
    const bool asks = program_.steps[place.step].kind == StepKind::ask;
    return asks ? !after_wait(place, dialogue) : !place.answered;
  }

  bool after_wait(const Place& place, std::uint32_t dialogue) const {
    Facts facts = answers_.at_start();
    if (place.answered) {
      facts.answered.add(answer_);
    }
    return facts_.after_wait(std::move(facts), dialogue).answered.has(answer_);
  }

  void branch(
      const Place& place, std::uint32_t node, bool outcome, std::uint32_t next, std::uint32_t from
  ) {
    Facts facts = answers_.at_start();
    if (place.asked) {
      facts.asked.add(answer_);
    }
    if (place.answered) {
      facts.answered.add(answer_);
    }
    const Facts after = answers_.refine(facts, node, outcome);
    // A condition that proves an answer is not taken on a road without one.
    if (after.answered.has(answer_) == place.answered) {
      open(
          Place{.step = next, .asked = after.asked.has(answer_), .answered = place.answered}, from
      );
    }
  }

  std::vector<std::string> stops(std::uint32_t end) const {
    std::vector<std::string> road;
    for (std::uint32_t i = end; i != none; i = from_[i]) {
      const Place& place = places_[i];
      const std::uint32_t section = layout_.section_of_step[place.step];
      const bool first = program_.scenes[section].step == place.step;
      if (first || from_[i] == none) {
        road.push_back(symbols_.sections()[section].section->name.text);
      }
      if (from_[i] != none) {
        const Place& before = places_[from_[i]];
        const Step& step = program_.steps[before.step];
        if (step.kind == StepKind::ask && step.a == answer_ && !place.answered) {
          road.push_back("\"" + symbols_question(step.a) + "\" is skipped");
        }
      }
    }
    std::ranges::reverse(road);
    return road;
  }

  std::string symbols_question(std::uint32_t question) const {
    const std::string& name = program_.questions[question].name;
    return name.starts_with("you.") ? name : name.substr(name.find('.') + 1);
  }

  const Symbols& symbols_;
  const Program& program_;
  const Layout& layout_;
  const Flow& flow_;
  const AnswerFacts& answers_;
  const FactFlow& facts_;
  std::size_t answer_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> from_;
  std::map<Place, std::uint32_t> seen_;
};

class Checker {
 public:
  Checker(
      const Symbols& symbols,
      const Program& program,
      const Layout& layout,
      const Flow& flow,
      Findings& findings
  )
      : symbols_{symbols},
        program_{program},
        layout_{layout},
        flow_{flow},
        findings_{findings},
        answers_{program},
        facts_{program, layout, flow, answers_} {}

  void check() {
    for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
      if (const std::optional<Facts>& facts = facts_.at(pc)) {
        check_step(pc, *facts);
      }
    }
  }

 private:
  void check_step(std::uint32_t pc, const Facts& facts) {
    const std::uint32_t dialogue = layout_.sections[layout_.section_of_step[pc]].dialogue;
    const Step& step = program_.steps[pc];
    if (step.kind == StepKind::ask &&
        program_.source().templates[program_.questions[step.a].text].count == 0 && !facts.said) {
      findings_.error(
          "A053",
          program_.spans[pc],
          "This question has no text, and on some road the coach has said nothing before it.",
          "Write its text after the colon."
      );
    }
    for (const Missing& missing :
         missing_at(program_, answers_, pc, facts, facts_.after_wait(facts, dialogue))) {
      report(pc, missing);
    }
  }

  void report(std::uint32_t pc, const Missing& missing) {
    const std::string name = "\"" + name_of(missing.answer) + "\"";
    const std::string as_written = written(missing.answer, pc);
    const std::string answered = "Write \"" + as_written + " is answered and ...\".";
    switch (missing.lack) {
      case Lack::no_words:
        report(
            pc,
            missing.answer,
            "A050",
            layout_.written.segments[missing.at],
            name + " may have no answer here to quote.",
            "Ask \"if " + as_written + " is answered\" before, or write {" + as_written +
                " or \"other words\"}."
        );
        return;
      case Lack::not_asked:
        report(
            pc,
            missing.answer,
            "A051",
            layout_.written.nodes[missing.at],
            name + " may not have been asked yet here.",
            answered
        );
        return;
      case Lack::skipped:
        report(
            pc,
            missing.answer,
            "A052",
            layout_.written.nodes[missing.at],
            name + " may have been skipped, so there may be nothing to compare.",
            answered
        );
        return;
    }
  }

  void report(
      std::uint32_t pc,
      std::size_t answer,
      std::string_view code,
      const SourceSpan& span,
      std::string message,
      std::string mend
  ) {
    std::vector<std::string> road =
        Road{symbols_, program_, layout_, flow_, answers_, facts_, answer}.to(pc, code == "A051");
    findings_.error(code, span, std::move(message), std::move(mend), std::move(road));
  }

  std::string name_of(std::size_t answer) const {
    if (answer < program_.questions.size()) {
      const std::string& name = program_.questions[answer].name;
      return name.starts_with("you.") ? name : name.substr(name.find('.') + 1);
    }
    for (const std::string& field : program_.profile) {
      if (answers_.index(name_id("you." + field)) == answer) {
        return "you." + field;
      }
    }
    return {};
  }

  // As it must be written in the file of the step.
  std::string written(std::size_t answer, std::uint32_t pc) const {
    if (answer >= program_.questions.size()) {
      return name_of(answer);
    }
    const std::uint32_t dialogue = layout_.sections[layout_.section_of_step[pc]].dialogue;
    return layout_.dialogue_of_question[answer] == dialogue ? name_of(answer)
                                                            : program_.questions[answer].name;
  }

  const Symbols& symbols_;
  const Program& program_;
  const Layout& layout_;
  const Flow& flow_;
  Findings& findings_;
  AnswerFacts answers_;
  FactFlow facts_;
};

}  // namespace

void check_facts(
    const Symbols& symbols,
    const Program& program,
    const Layout& layout,
    const Flow& flow,
    Findings& findings
) {
  Checker{symbols, program, layout, flow, findings}.check();
}

}  // namespace attune::engine
