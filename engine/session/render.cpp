#include "engine/session/render.h"

#include "engine/base/calendar.h"
#include "engine/base/check.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/program/limits.h"

#include <charconv>

namespace attune::engine {
namespace {

// Labels may quote answers whose labels quote answers; beyond this an option shows its id.
constexpr int label_depth_max = 3;

struct Rendering {
  const Program& program;
  const State& state;

  void put(std::string& out, std::uint32_t template_index, int depth) const {
    const Template& words = program.templates[template_index];
    for (std::uint32_t i = 0; i < words.count; ++i) {
      put_segment(out, program.segments[words.first + i], depth);
    }
  }

  void put_segment(std::string& out, const Segment& segment, int depth) const {
    switch (segment.what) {
      case Quoted::literal:
        out += program.texts[segment.text];
        return;
      case Quoted::visits:
        out += number_text(static_cast<double>(state.visits_of(segment.name)));
        return;
      case Quoted::memory: {
        const Value* set = state.remembered(segment.name);
        const Memory* declared = program.find_memory(segment.name);
        ATTUNE_CHECK(declared != nullptr);
        put_words(out, segment, quote(nullptr, set != nullptr ? *set : declared->initial, depth));
        return;
      }
      case Quoted::answer: {
        const Value* answer = state.answer(segment.name);
        if (answer == nullptr || is_skipped(*answer)) {
          // The compiler has proved that a line has other words wherever there may be no answer. A
          // label that is quoted later may have lost its answer since: it goes without.
          ATTUNE_CHECK(segment.text != none || depth > 0);
          out += segment.text != none ? std::string_view{program.texts[segment.text]} : "";
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
      return program.texts[option->quoted_as];
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
              return std::string{inside ? (yes ? "yes" : "no") : (yes ? "Yes" : "No")};
            },
            [](double number) { return number_text(number); },
            [](Day day) { return spoken_day(day); },
            [](const Text& text) { return text.text; },
            [&](const OptionId& id) { return label(question, id.id, inside, depth); },
            [&](const OptionIds& ids) {
              std::vector<std::string> labels;
              labels.reserve(ids.ids.size());
              for (const std::string& id : ids.ids) {
                labels.push_back(label(question, id, inside, depth));
              }
              return joined(labels);
            },
            [](const Items& items) { return joined(items.items); },
        },
        value
    );
  }

  std::string quote(const Question* question, const Value& value, int depth) const {
    return words_of(question, value, true, depth);
  }
};

}  // namespace

std::string render(const Program& program, const State& state, std::uint32_t template_index) {
  std::string words;
  Rendering{.program = program, .state = state}.put(words, template_index, 0);
  return words;
}

std::string quoted(
    const Program& program, const State& state, const Question* question, const Value& value
) {
  return Rendering{.program = program, .state = state}.quote(question, value, 0);
}

std::string bubble(
    const Program& program, const State& state, const Question& question, const Value& value
) {
  std::string words =
      Rendering{.program = program, .state = state}.words_of(&question, value, false, 0);
  if (question.unit != none && std::holds_alternative<double>(value)) {
    words += " " + program.texts[question.unit];
  }
  return words;
}

std::string joined(std::span<const std::string> items) {
  std::string words;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) {
      words += i + 1 == items.size() ? " and " : ", ";
    }
    words += items[i];
  }
  return words;
}

std::string number_text(double number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number == 0 ? 0.0 : number).ptr;
  return std::string{digits, end};
}

}  // namespace attune::engine
