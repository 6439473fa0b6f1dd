#include "engine/script/questions.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace attune::engine {
namespace {

bool is_pick(QuestionKind kind) {
  return kind == QuestionKind::pick || kind == QuestionKind::picks;
}

bool has_options(QuestionKind kind) {
  return kind == QuestionKind::choice || kind == QuestionKind::choices;
}

class Maker {
 public:
  Maker(
      const Symbols& symbols,
      const QuestionSymbol& symbol,
      const Context& context,
      Builder& builder,
      Program& program,
      Findings& findings
  )
      : symbols_{symbols},
        symbol_{symbol},
        ask_{*symbol.ask},
        context_{context},
        builder_{builder},
        program_{program},
        findings_{findings} {}

  Question make() {
    Question question;
    question.id = name_id(symbol_.name);
    question.name = symbol_.name;
    question.kind = ask_.kind;
    question.required = ask_.required;
    question.is_private = ask_.is_private;
    question.span = ask_.name.span;
    question.text = builder_.words(context_, ask_.text);
    const auto note = [this](const std::optional<ast::Words>& words) {
      return words ? builder_.words(context_, *words) : none;
    };
    question.hint = note(ask_.hint);
    question.example = note(ask_.example);
    question.why = note(ask_.why);
    refuse_details_of_other_kinds();
    bounds(question);
    counts(question);
    lengths(question);
    source(question);
    options(question);
    return question;
  }

 private:
  void unfit(std::string_view detail) {
    const bool is_long = ask_.kind == QuestionKind::long_text;
    const std::string kind = is_long ? "long text" : std::string{kind_word(ask_.kind)};
    findings_.error(
        "A032",
        ask_.name.span,
        "\"" + std::string{detail} + "\" says nothing about a " + kind +
            " question, and would be lost.",
        "Take it out."
    );
  }

  void refuse_details_of_other_kinds() {
    const QuestionKind kind = ask_.kind;
    const bool texts = kind == QuestionKind::text || kind == QuestionKind::long_text;
    if (ask_.at_least && kind != QuestionKind::choices && kind != QuestionKind::picks) {
      unfit("at least");
    }
    if (ask_.up_to && !texts && kind != QuestionKind::choices && kind != QuestionKind::picks) {
      unfit("up to");
    }
    if (ask_.from && !is_pick(kind)) {
      unfit("from");
    }
    if (!ask_.unit.text.empty() && kind != QuestionKind::number && kind != QuestionKind::scale) {
      unfit("unit");
    }
    const bool ranged =
        kind == QuestionKind::scale || kind == QuestionKind::number || kind == QuestionKind::list;
    if (ask_.low && !ranged) {
      unfit("A to B");
    }
    if (ask_.low && kind != QuestionKind::scale &&
        !(ask_.low->label.text.empty() && ask_.high->label.text.empty())) {
      unfit("a label in quotation marks");
    }
  }

  // Scales and numbers.
  void bounds(Question& question) {
    const bool scale = ask_.kind == QuestionKind::scale;
    if (!scale && ask_.kind != QuestionKind::number) {
      return;
    }
    question.unit = builder_.phrase(ask_.unit);
    if (!ask_.low || !ask_.high) {
      if (scale) {
        findings_.error(
            "A031",
            ask_.name.span,
            "A scale needs its ends.",
            "Write \"ask scale NAME 0 to 10: TEXT\"."
        );
      }
      question.min = -limits::number_magnitude_max;
      question.max = limits::number_magnitude_max;
      return;
    }
    question.min = ask_.low->value;
    question.max = ask_.high->value;
    question.low = builder_.phrase(ask_.low->label);
    question.high = builder_.phrase(ask_.high->label);
    const bool whole =
        question.min == std::floor(question.min) && question.max == std::floor(question.max);
    if (question.min >= question.max) {
      findings_.error("A031", ask_.low->span, "The first end must be less than the second.");
    } else if (scale && (!whole || question.max - question.min > limits::scale_steps_max)) {
      findings_.error(
          "A031",
          ask_.low->span,
          "The ends of a scale are whole numbers, at most 100 apart.",
          "For others use ask number."
      );
    } else if (std::max(std::abs(question.min), std::abs(question.max)) >
               limits::number_magnitude_max) {
      findings_.error("A031", ask_.low->span, "A number may have nine digits at most.");
    }
  }

  // Choices, picks and lists.
  void counts(Question& question) {
    if (ask_.kind == QuestionKind::list) {
      question.at_least = 1;
      question.at_most = static_cast<std::uint32_t>(limits::list_items_max);
      if (ask_.low && ask_.high) {
        const double low = ask_.low->value;
        const double high = ask_.high->value;
        if (low < 1 || high < low || high > static_cast<double>(limits::list_items_max) ||
            low != std::floor(low) || high != std::floor(high)) {
          findings_.error(
              "A031",
              ask_.low->span,
              "A list has from 1 to " + std::to_string(limits::list_items_max) +
                  " things, such as 1 to 5."
          );
          return;
        }
        question.at_least = static_cast<std::uint32_t>(low);
        question.at_most = static_cast<std::uint32_t>(high);
      }
      return;
    }
    if (ask_.kind != QuestionKind::choices && ask_.kind != QuestionKind::picks) {
      return;
    }
    question.at_least = ask_.at_least.value_or(1);
    question.at_most = ask_.up_to.value_or(
        ask_.kind == QuestionKind::choices ? static_cast<std::uint32_t>(ask_.options.size())
                                           : static_cast<std::uint32_t>(limits::list_items_max)
    );
    if (question.at_least > question.at_most) {
      findings_.error(
          "A031",
          ask_.name.span,
          "Nobody can choose at least " + std::to_string(question.at_least) + " of at most " +
              std::to_string(question.at_most) + "."
      );
    }
  }

  void lengths(Question& question) {
    switch (ask_.kind) {
      case QuestionKind::text:
        question.characters_max =
            ask_.up_to.value_or(static_cast<std::uint32_t>(limits::text_characters));
        break;
      case QuestionKind::long_text:
        question.characters_max =
            ask_.up_to.value_or(static_cast<std::uint32_t>(limits::long_text_characters));
        break;
      case QuestionKind::list:
        question.characters_max = static_cast<std::uint32_t>(limits::list_item_characters);
        break;
      case QuestionKind::choice:
      case QuestionKind::choices:
      case QuestionKind::pick:
      case QuestionKind::picks:
      case QuestionKind::yesno:
      case QuestionKind::scale:
      case QuestionKind::number:
      case QuestionKind::date:
        break;
    }
  }

  // The list that pick and picks draw from.
  void source(Question& question) {
    if (!is_pick(ask_.kind)) {
      return;
    }
    if (!ask_.from) {
      findings_.error(
          "A033",
          ask_.name.span,
          "A pick needs the list to pick from.",
          "Write \"ask pick NAME from LIST: TEXT\"."
      );
      return;
    }
    const QuestionSymbol* list = symbols_.question(context_.dialogue, ask_.from->text);
    if (list == nullptr || type_of(list->ask->kind) != ValueType::items) {
      findings_.error(
          "A033",
          ask_.from->span,
          list == nullptr
              ? "There is no list \"" + ask_.from->text + "\"."
              : "\"" + ask_.from->text + "\" is not a list: pick draws from the items of ask list.",
          list == nullptr
              ? Symbols::suggestion(ask_.from->text, symbols_.answer_names(context_.dialogue))
              : std::string{}
      );
      return;
    }
    question.source = name_id(list->name);
  }

  void options(Question& question) {
    question.options_first = static_cast<std::uint32_t>(program_.options.size());
    if (!has_options(ask_.kind)) {
      return;
    }
    if (ask_.options.empty()) {
      findings_.error(
          "A034",
          ask_.name.span,
          "This question offers nothing to choose.",
          "Add lines \"- id: LABEL\"."
      );
    }
    if (ask_.options.size() > limits::options_max) {
      findings_.error(
          "A011",
          ask_.name.span,
          "This question has far too many options.",
          "Leave at most " + std::to_string(limits::options_max) + "."
      );
    }
    std::set<std::string_view> seen;
    for (const ast::OptionLine& line : ask_.options) {
      if (!seen.insert(line.id.text).second) {
        findings_.error(
            "A020",
            line.id.span,
            "This question has an option \"" + line.id.text + "\" already.",
            "Give this one another id."
        );
      }
      Option option;
      option.id = line.id.text;
      option.label = builder_.words(context_, line.label);
      option.quoted_as = line.quoted_as ? builder_.phrase(*line.quoted_as) : none;
      option.condition = line.condition ? builder_.condition(context_, *line.condition) : none;
      option.span = line.id.span;
      program_.options.push_back(std::move(option));
    }
    question.options_count = static_cast<std::uint32_t>(ask_.options.size());
    const bool all_conditional =
        !ask_.options.empty() && std::ranges::all_of(ask_.options, [](const ast::OptionLine& line) {
          return line.condition.has_value();
        });
    if (all_conditional && ask_.required) {
      findings_.error(
          "A034",
          ask_.name.span,
          "Every option has a condition and the question is required: a person might be stuck.",
          "Give "
          "one option no condition."
      );
    }
  }

  const Symbols& symbols_;
  const QuestionSymbol& symbol_;
  const ast::Ask& ask_;
  const Context& context_;
  Builder& builder_;
  Program& program_;
  Findings& findings_;
};

}  // namespace

Question make_question(
    const Symbols& symbols,
    const QuestionSymbol& symbol,
    const Context& context,
    Builder& builder,
    Program& program,
    Findings& findings
) {
  return Maker{symbols, symbol, context, builder, program, findings}.make();
}

}  // namespace attune::engine
