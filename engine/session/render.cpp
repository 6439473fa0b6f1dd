#include "engine/session/render.h"

#include "engine/base/check.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/program/limits.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <utility>

namespace attune::engine {
namespace {

// Labels may quote answers whose labels quote answers; beyond this an option shows its id.
constexpr int label_depth_max = 3;

// A phrase with what stands in its braces put in, once.
std::string filled(
    std::string_view phrase,
    std::initializer_list<std::pair<std::string_view, std::string_view>> values
) {
  std::string words;
  while (!phrase.empty()) {
    const auto hole = std::ranges::find_if(values, [&](const auto& value) {
      return phrase.starts_with(value.first);
    });
    if (hole != values.end()) {
      words += hole->second;
      phrase.remove_prefix(hole->first.size());
    } else {
      words += phrase.front();
      phrase.remove_prefix(1);
    }
  }
  return words;
}

struct Rendering {
  const Program& program;
  const Wording& wording;
  const State& state;

  void put(std::string& out, std::uint32_t template_index, int depth) const {
    const Template& words = wording.templates[template_index];
    for (std::uint32_t i = 0; i < words.count; ++i) {
      put_segment(out, wording.segments[words.first + i], depth);
    }
  }

  std::string number(double value) const {
    std::string digits = number_text(value);
    if (const std::size_t point = digits.find('.'); point != std::string::npos) {
      digits.replace(point, 1, wording.phrases.decimal);
    }
    return digits;
  }

  void put_segment(std::string& out, const Segment& segment, int depth) const {
    switch (segment.what) {
      case Quoted::literal:
        out += wording.texts[segment.text];
        return;
      case Quoted::visits:
        out += number(static_cast<double>(state.visits_of(segment.name)));
        return;
      case Quoted::memory: {
        const Value* set = state.remembered(segment.name);
        const Memory* declared = program.find_memory(segment.name);
        ATTUNE_CHECK(declared != nullptr);
        const Value& value = set != nullptr ? *set : declared->initial;
        const auto* text = std::get_if<Text>(&value);
        put_words(
            out,
            segment,
            text != nullptr ? std::string{wording.said(text->text)} : quote(nullptr, value, depth)
        );
        return;
      }
      case Quoted::answer: {
        const Value* answer = state.answer(segment.name);
        if (answer == nullptr || is_skipped(*answer)) {
          // The compiler has proved that a line has other words wherever there may be no answer. A
          // label that is quoted later may have lost its answer since: it goes without.
          ATTUNE_CHECK(segment.text != none || depth > 0);
          out += segment.text != none ? std::string_view{wording.texts[segment.text]} : "";
          return;
        }
        if (const auto* text = std::get_if<Text>(answer); text != nullptr && !segment.shortened) {
          out += text->text;
          return;
        }
        put_words(out, segment, quote(program.find_question(segment.name), *answer, depth));
        return;
      }
    }
  }

  static void put_words(std::string& out, const Segment& segment, const std::string& words) {
    out += segment.shortened ? shortened(words, limits::short_characters) : words;
  }

  std::string label(const Question* question, const std::string& id, bool inside, int depth) const {
    const Option* option = question != nullptr ? program.find_option(*question, id) : nullptr;
    if (option == nullptr && question != nullptr) {
      if (const std::string* before = state.label(question->id, id)) {
        return *before;
      }
    }
    if (option == nullptr || depth > label_depth_max) {
      return id;
    }
    if (inside && option->quoted_as != none) {
      std::string words;
      put(words, option->quoted_as, depth + 1);
      return words;
    }
    std::string words;
    put(words, option->label, depth + 1);
    return words;
  }

  std::string words_of(const Question* question, const Value& value, bool inside, int depth) const {
    return std::visit(
        Overloaded{
            [](const Skipped&) { return std::string{}; },
            [&](bool yes) {
              const Phrases& phrases = wording.phrases;
              return inside ? (yes ? phrases.yes_inside : phrases.no_inside)
                            : (yes ? phrases.yes : phrases.no);
            },
            [&](double given) { return number(given); },
            [&](Day day) { return spoken_day(wording.phrases, day); },
            [](const Text& text) { return text.text; },
            [&](const OptionId& id) { return label(question, id.id, inside, depth); },
            [&](const OptionIds& ids) {
              std::vector<std::string> labels;
              labels.reserve(ids.ids.size());
              for (const std::string& id : ids.ids) {
                labels.push_back(label(question, id, inside, depth));
              }
              return joined(wording.phrases, labels);
            },
            [&](const Items& items) { return joined(wording.phrases, items.items); },
        },
        value
    );
  }

  std::string quote(const Question* question, const Value& value, int depth) const {
    return words_of(question, value, true, depth);
  }
};

Rendering rendering(const Program& program, const State& state) {
  return Rendering{.program = program, .wording = program.wording(state.language), .state = state};
}

}  // namespace

std::string render(const Program& program, const State& state, std::uint32_t template_index) {
  std::string words;
  rendering(program, state).put(words, template_index, 0);
  return words;
}

std::string render_if(const Program& program, const State& state, std::uint32_t template_index) {
  return template_index == none ? std::string{} : render(program, state, template_index);
}

std::string in_language(const Program& program, const State& state, const std::string& line) {
  if (program.wordings.size() == 1 || line.empty()) {
    return line;
  }
  const Rendering now = rendering(program, state);
  for (const Wording& wording : program.wordings) {
    const Rendering then{.program = program, .wording = wording, .state = state};
    for (const Step& step : program.steps) {
      // One deep, so that a line whose answer is gone is no broken invariant, only another line.
      constexpr int depth = 1;
      std::string words;
      if (step.kind == StepKind::say) {
        then.put(words, step.a, depth);
      }
      if (words == line) {
        std::string again;
        now.put(again, step.a, depth);
        return again;
      }
    }
    for (std::size_t i = 0; i < wording.resources.size(); ++i) {
      const auto said = std::ranges::find(wording.resources[i], line);
      if (said != wording.resources[i].end()) {
        return now.wording
            .resources[i][static_cast<std::size_t>(said - wording.resources[i].begin())];
      }
    }
  }
  return line;
}

std::string quoted(
    const Program& program, const State& state, const Question* question, const Value& value
) {
  return rendering(program, state).quote(question, value, 0);
}

std::string bubble(
    const Program& program, const State& state, const Question& question, const Value& value
) {
  const Rendering rendered = rendering(program, state);
  std::string words = rendered.words_of(&question, value, false, 0);
  if (question.unit == none || !std::holds_alternative<double>(value)) {
    return words;
  }
  const std::string unit = render(program, state, question.unit);
  return filled(rendered.wording.phrases.measured, {{"{number}", words}, {"{unit}", unit}});
}

std::vector<std::string> things_of(
    const Program& program, const State& state, const Question& question, const Value& value
) {
  if (const auto* items = std::get_if<Items>(&value)) {
    return items->items;
  }
  std::vector<std::string> things;
  if (const auto* ids = std::get_if<OptionIds>(&value)) {
    for (const std::string& id : ids->ids) {
      things.push_back(rendering(program, state).label(&question, id, false, 0));
    }
  }
  return things;
}

std::string joined(const Phrases& phrases, std::span<const std::string> items) {
  std::string words = items.empty() ? std::string{} : items.front();
  for (std::size_t i = 1; i < items.size(); ++i) {
    const bool is_last = i + 1 == items.size();
    words = filled(is_last ? phrases.last : phrases.more, {{"{a}", words}, {"{b}", items[i]}});
  }
  return words;
}

std::string spoken_day(const Phrases& phrases, Day day) {
  const std::chrono::year_month_day date{day};
  return filled(
      phrases.date,
      {{"{day}", std::to_string(static_cast<unsigned>(date.day()))},
       {"{month}", phrases.months[static_cast<unsigned>(date.month()) - 1]},
       {"{year}", std::to_string(static_cast<int>(date.year()))}}
  );
}

std::string number_text(double number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number == 0 ? 0.0 : number).ptr;
  return std::string{digits, end};
}

}  // namespace attune::engine
