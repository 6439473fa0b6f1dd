#include "tools/play_view.h"

#include "engine/base/calendar.h"
#include "engine/base/text.h"
#include "engine/session/reading.h"
#include "engine/session/render.h"
#include "engine/session/stages.h"

#include <algorithm>
#include <charconv>

namespace attune::tools {

using namespace engine;

void PlayView::show(const std::vector<SpokenLine>& lines) const {
  for (const SpokenLine& line : lines) {
    switch (line.kind) {
      case SpokenLine::Kind::coach:
        out_ << "  ";
        screen_.wrap(out_, std::string_view{line.text}.substr(7), 2);
        break;
      case SpokenLine::Kind::picture:
        if (line.picture) {
          picture(*line.picture);
        }
        break;
      case SpokenLine::Kind::question:
        question();
        break;
      case SpokenLine::Kind::answer:
        break;
      case SpokenLine::Kind::rejection:
        out_ << "  " << screen_.code("33");
        screen_.wrap(out_, line.text, 2);
        out_ << screen_.code("0");
        break;
    }
  }
}

// A box of its parts, and below it what those are told who do not see it.
void PlayView::picture(const PictureShown& shown) const {
  out_ << "\n  " << screen_.code("1") << "[" << form_of(shown.kind).word << "] ";
  screen_.wrap(out_, shown.title, 2);
  out_ << screen_.code("0");
  for (const PicturePart& part : shown.parts) {
    std::string row;
    const auto add = [&row](std::string_view between, const std::string& words) {
      row += (row.empty() || words.empty() ? std::string_view{} : between);
      row += words;
      std::ranges::replace(row, '\n', ' ');
    };
    add("", part.day ? iso_day(*part.day) : std::string{});
    add("  ", part.label);
    add(part.label.empty() ? "  " : ": ", part.text);
    for (const double value : part.values) {
      add("  ", number_text(value));
    }
    out_ << "    " << screen_.code("36") << part.role << screen_.code("0") << "  ";
    screen_.wrap(out_, row, 6);
  }
  out_ << "    " << screen_.code("2");
  screen_.wrap(out_, shown.words, 4);
  out_ << screen_.code("0");
}

void PlayView::note(std::string_view name, const std::string& text) const {
  if (!text.empty()) {
    out_ << "    " << screen_.code("2");
    screen_.wrap(out_, std::string{name} + ": " + text, 4);
    out_ << screen_.code("0");
  }
}

void PlayView::question() const {
  const QuestionAsked* asked = conversation_.open_question();
  if (asked == nullptr) {
    return;
  }
  out_ << '\n' << "  " << screen_.code("1");
  screen_.wrap(out_, asked->text, 2);
  out_ << screen_.code("0");
  note("hint", asked->hint);
  note("example", asked->example);
  note("why", asked->why);
  for (std::size_t i = 0; i < asked->options.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    out_ << std::string(number.size() < 2 ? 4 : 3, ' ') << screen_.code("36") << number << "."
         << screen_.code("0") << ' ';
    screen_.wrap(out_, asked->options[i].label, 7);
  }
  if (asked->kind == QuestionKind::scale || asked->kind == QuestionKind::number) {
    out_ << "    " << number_text(asked->min) << (asked->low.empty() ? "" : " " + asked->low)
         << " ... " << number_text(asked->max) << (asked->high.empty() ? "" : " " + asked->high)
         << (asked->unit.empty() ? "" : " " + asked->unit) << '\n';
  } else if (asked->kind == QuestionKind::choices || asked->kind == QuestionKind::picks) {
    out_ << "    (one or more, with commas between)\n";
  } else if (asked->kind == QuestionKind::list) {
    out_ << "    (several things with ; between them)\n";
  } else if (asked->kind == QuestionKind::date) {
    out_ << "    (a day, such as 2026-11-23)\n";
  } else if (asked->kind == QuestionKind::yesno) {
    out_ << "    (yes or no)\n";
  }
}

void PlayView::tell_end() const {
  out_ << "\n  " << screen_.code("2")
       << "The stage is done. :save NAME keeps this as a test, :back takes back, Enter leaves.\n";
  for (const Stage& stage : program_.stages) {
    const StageState state = stage_state(program_, conversation_.state(), stage);
    if (stage.written && state == StageState::open) {
      out_ << "  Open now: :begin " << stage.name << '\n';
    }
  }
  out_ << screen_.code("0");
}

void PlayView::list_scenes() const {
  for (const Scene& scene : program_.scenes) {
    if (!scene.is_part) {
      const std::uint32_t visits = conversation_.state().visits_of(scene.id);
      out_ << "    " << scene.name << (visits > 0 ? "  (" + std::to_string(visits) + ")" : "")
           << '\n';
    }
  }
}

void PlayView::list_kept() const {
  const State& state = conversation_.state();
  for (const std::string& field : program_.profile) {
    if (const Value* value = state.answer(name_id("you." + field))) {
      out_ << "    you." << field << " = " << to_typed(*value, {}) << '\n';
    }
  }
  std::vector<const Question*> questions;
  questions.reserve(program_.questions.size());
  for (const Question& question : program_.questions) {
    questions.push_back(&question);
  }
  std::ranges::sort(questions, {}, &Question::step);
  for (const Question* question : questions) {
    if (const Value* value = state.answer(question->id);
        value != nullptr && !question->name.starts_with("you.")) {
      out_ << "    " << question->name << " = "
           << (is_skipped(*value) ? "(skipped)" : to_typed(*value, {})) << '\n';
    }
  }
  for (const Memory& memory : program_.memory) {
    const Value* value = state.remembered(memory.id);
    out_ << "    " << memory.name << " = "
         << to_typed(value != nullptr ? *value : memory.initial, {}) << screen_.code("2")
         << (value != nullptr ? "  (set)" : "  (as declared)") << screen_.code("0") << '\n';
  }
}

void PlayView::list_places(const std::vector<SpokenLine>& lines) const {
  for (const SpokenLine& line : lines) {
    if (!line.place.empty()) {
      out_ << "    " << line.place << "  " << shortened(line.text, 60) << '\n';
    }
  }
}

std::string PlayView::plain(std::string_view typed) const {
  const QuestionAsked* asked = conversation_.open_question();
  if (asked == nullptr || asked->options.empty() || typed.starts_with('(') ||
      asked->kind == QuestionKind::pick || asked->kind == QuestionKind::picks) {
    return std::string{typed};
  }
  std::string answer;
  while (!typed.empty()) {
    const std::size_t end = std::min(typed.find(','), typed.size());
    const std::string_view part = trimmed(typed.substr(0, end));
    std::size_t number = 0;
    const auto [stop, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    const bool counted = error == std::errc{} && stop == part.data() + part.size() && number >= 1 &&
                         number <= asked->options.size();
    answer += answer.empty() ? "" : ", ";
    answer += counted ? std::string_view{asked->options[number - 1].id} : part;
    typed.remove_prefix(std::min(end + 1, typed.size()));
  }
  return answer;
}

}  // namespace attune::tools
