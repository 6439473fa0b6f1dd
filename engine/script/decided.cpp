#include "engine/script/decided.h"

#include "engine/script/value_flow.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <set>
#include <vector>

namespace attune::engine {
namespace {

std::string written(double number) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return std::string{digits.data(), end};
}

std::string quoted(std::string_view words) {
  return "\"" + std::string{words} + "\"";
}

// "is from 0 to 6": nothing when it may be any number.
std::string number_words(const Known& known) {
  const bool lowest = std::numeric_limits<double>::infinity() == -known.low;
  const bool highest = std::numeric_limits<double>::infinity() == known.high;
  if (known.low == known.high) {
    return " is " + written(known.low);
  }
  if (lowest && highest) {
    return {};
  }
  return lowest    ? " is at most " + written(known.high)
         : highest ? " is at least " + written(known.low)
                   : " is from " + written(known.low) + " to " + written(known.high);
}

class Checker {
 public:
  Checker(const Program& program, const Layout& layout, const Flow& flow, Findings& findings)
      : program_{program},
        layout_{layout},
        flow_{flow},
        findings_{findings},
        variables_{program},
        values_{program, layout, flow, variables_} {}

  void check() {
    for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
      const std::optional<Values>& values = values_.at(pc);
      if (!values) {
        continue;
      }
      const Step& step = program_.steps[pc];
      if (step.kind == StepKind::branch) {
        check_branch(pc, *values);
      } else if (step.kind == StepKind::ask) {
        check_options(pc, values_.after_wait(*values, pc));
      } else if (step.kind == StepKind::show) {
        check_picture(pc, *values);
      }
    }
  }

 private:
  void check_branch(std::uint32_t pc, const Values& values) {
    const Step& step = program_.steps[pc];
    if (!variables_.refine(values, step.a, true)) {
      findings_.error(
          "A043",
          program_.spans[pc],
          "This condition never holds here" + reason(values, step.a, pc) +
              ". What stands under it can never come.",
          "Take it out, or look at something else."
      );
    } else if (!variables_.refine(values, step.a, false) && is_lost(step.b)) {
      report_always(pc, values);
    }
  }

  // Lines that are never said are a warning; a scene or a question that no road reaches is an
  // error.
  void report_always(std::uint32_t pc, const Values& values) {
    const Step& step = program_.steps[pc];
    const std::string always =
        "This condition always holds here" + reason(values, step.a, pc) + ". ";
    const std::string place = lost_place(step.b, pc);
    if (place.empty()) {
      findings_.warning(
          "W044",
          program_.spans[pc],
          always + "What comes when it does not can never come.",
          "Take the condition out, or look at something else."
      );
    } else {
      findings_.error(
          "A043",
          program_.spans[pc],
          always + "So no road leads to the " + place + ".",
          "Take the condition out, or look at something else."
      );
    }
  }

  void check_options(std::uint32_t pc, const Values& values) {
    const Question& question = program_.questions[program_.steps[pc].a];
    for (std::uint32_t i = 0; i < question.options_count; ++i) {
      const Option& option = program_.options[question.options_first + i];
      if (option.condition != none && !variables_.refine(values, option.condition, true)) {
        findings_.error(
            "A043",
            layout_.written.nodes[option.condition],
            "The option " + quoted(option.id) + " is never on offer: its condition never holds" +
                reason(values, option.condition, pc) + ".",
            "Take it out, or look at something else."
        );
      }
    }
  }

  void check_picture(std::uint32_t pc, const Values& values) {
    const Picture& picture = program_.pictures[program_.steps[pc].a];
    const PictureForm& form = form_of(picture.kind);
    for (const PictureRow& row : picture.rows) {
      const std::optional<Values> shown = row.condition == none
                                              ? std::optional{values}
                                              : variables_.refine(values, row.condition, true);
      if (!shown) {
        findings_.error(
            "A043",
            layout_.written.nodes[row.condition],
            "This row is never shown: its condition never holds" +
                reason(values, row.condition, pc) + ".",
            "Take it out, or look at something else."
        );
        continue;
      }
      for (const std::uint32_t number : row.at) {
        check_number(form, *shown, number);
      }
    }
  }

  // A number beyond the ends would be drawn at the end. What memory counts is not known so exactly
  // that more could be said of it.
  void check_number(const PictureForm& form, const Values& values, std::uint32_t number) {
    bool counted = false;
    variables_.each_read(number, [&](std::uint32_t variable) {
      counted = counted || !variables_[variable].answer;
    });
    const Variables::Range range = variables_.range_when_there(values, number);
    const bool beyond = std::isfinite(range.low) && std::isfinite(range.high) &&
                        (range.low < form.low || range.high > form.high);
    if (counted || !form.is_bounded() || !beyond) {
      return;
    }
    const std::string is = range.low == range.high
                               ? "is " + written(range.low)
                               : "may be from " + written(range.low) + " to " + written(range.high);
    findings_.error(
        "A102",
        layout_.written.nodes[number],
        "The numbers of \"" + std::string{form.word} + "\" go from " + written(form.low) + " to " +
            written(form.high) + ", and this one " + is + ".",
        "Ask on a scale with these ends, or bring it to them with + - * and /."
    );
  }

  // Written, and no road that the values allow leads there.
  bool is_cut_off(std::uint32_t step) const { return flow_.reached[step] && !values_.at(step); }

  // Something stands there that no other road leads to.
  bool is_lost(std::uint32_t step) const {
    while (program_.steps[step].kind == StepKind::jump) {
      step = program_.steps[step].a;
    }
    return is_cut_off(step) && program_.steps[step].kind != StepKind::run_off;
  }

  // The first scene or question, in the order of the script, that could only be reached by way of
  // this step; empty when there is none.
  std::string lost_place(std::uint32_t from, std::uint32_t pc) const {
    std::vector<bool> seen(program_.steps.size(), false);
    std::vector<std::uint32_t> open{from};
    std::uint32_t first = none;
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      if (seen[at] || !is_cut_off(at)) {
        continue;
      }
      seen[at] = true;
      if (program_.steps[at].kind == StepKind::ask || begins_scene(at)) {
        first = std::min(first, at);
      }
      each_after(at, [&open](std::uint32_t next) { open.push_back(next); });
    }
    if (first == none) {
      return {};
    }
    return begins_scene(first)
               ? "scene " + own_name(program_.scenes[layout_.section_of_step[first]].name, pc)
               : "question " + own_name(program_.questions[program_.steps[first].a].name, pc);
  }

  bool begins_scene(std::uint32_t step) const {
    const Layout::Section& section = layout_.sections[layout_.section_of_step[step]];
    return !section.is_part && section.first == step;
  }

  // What follows a step, into parts and back out of them.
  template <class Visit>
  void each_after(std::uint32_t pc, const Visit& visit) const {
    const Step& step = program_.steps[pc];
    flow_.each_next(program_, layout_, pc, visit);
    if (step.kind == StepKind::call) {
      visit(step.a);
    } else if (step.kind == StepKind::give_back) {
      for (std::uint32_t call = 0; call < program_.steps.size(); ++call) {
        const bool does_it =
            program_.steps[call].kind == StepKind::call &&
            layout_.section_of_step[program_.steps[call].a] == layout_.section_of_step[pc];
        if (does_it && values_.at(call)) {
          visit(call + 1);
        }
      }
    }
  }

  // ": on every road to it, "pace" is "straight"", where one value decides it.
  std::string reason(const Values& values, std::uint32_t node, std::uint32_t pc) const {
    std::set<std::uint32_t> read;
    variables_.each_read(node, [&](std::uint32_t variable) { read.insert(variable); });
    if (read.size() != 1) {
      return {};
    }
    const Variable& variable = variables_[*read.begin()];
    const std::string words = state_words(variable, variables_.known(values, *read.begin()));
    return words.empty() ? "" : ": on every road to it, " + name_of(variable, pc) + words;
  }

  // As it is written in the file of the step.
  std::string name_of(const Variable& variable, std::uint32_t pc) const {
    std::string name = "the number of visits";
    if (const Question* question = program_.find_question(variable.name)) {
      name = question->name;
    } else if (const Memory* memory = program_.find_memory(variable.name)) {
      name = memory->name;
    } else if (variable.answer) {
      return "this field of the person";
    } else {
      return variable.passing ? "the number of days" : name;
    }
    return own_name(name, pc);
  }

  // A name as it is written in the file of the step, in quotation marks.
  std::string own_name(const std::string& name, std::uint32_t pc) const {
    const std::string& section = program_.scenes[layout_.section_of_step[pc]].name;
    const std::string own = section.substr(0, section.find('.') + 1);
    return quoted(name.starts_with(own) ? name.substr(own.size()) : name);
  }

  static std::string state_words(const Variable& variable, const Known& known) {
    switch (known.status) {
      case Status::skipped:
        return " was skipped";
      case Status::unasked:
        return " was not asked";
      case Status::unasked | Status::skipped:
        return " has no answer";
      default:
        break;
    }
    std::string held =
        known.status == Status::held && variable.answer ? " is answered" : std::string{};
    switch (variable.kind) {
      case ValueKind::option:
      case ValueKind::text:
        if (known.status == Status::held && std::has_single_bit(known.may) &&
            static_cast<std::size_t>(std::countr_zero(known.may)) < variable.words.size()) {
          const auto at = static_cast<std::size_t>(std::countr_zero(known.may));
          return " is " + quoted(variable.words[at]);
        }
        return held;
      case ValueKind::boolean:
        if (known.status == Status::held && std::has_single_bit(known.may)) {
          const bool yes = known.may == Known::is_true;
          return variable.answer ? (yes ? " is yes" : " is no") : (yes ? " is true" : " is false");
        }
        return held;
      case ValueKind::number: {
        std::string number = known.status == Status::held ? number_words(known) : "";
        return number.empty() ? held : number;
      }
      case ValueKind::options:
      case ValueKind::items:
      case ValueKind::other:
        return held;
    }
    return held;
  }

  const Program& program_;
  const Layout& layout_;
  const Flow& flow_;
  Findings& findings_;
  Variables variables_;
  ValueFlow values_;
};

}  // namespace

void check_decided(
    const Program& program, const Layout& layout, const Flow& flow, Findings& findings
) {
  Checker{program, layout, flow, findings}.check();
}

}  // namespace attune::engine
