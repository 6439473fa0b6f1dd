#include "engine/program/program.h"

#include <algorithm>

namespace attune::engine {
namespace {

template <class T>
const T* find_sorted(const std::vector<T>& items, NameId id) {
  const auto it = std::ranges::lower_bound(items, id, {}, &T::id);
  return it != items.end() && it->id == id ? &*it : nullptr;
}

}  // namespace

std::string_view kind_word(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::choice:
      return "choice";
    case QuestionKind::choices:
      return "choices";
    case QuestionKind::pick:
      return "pick";
    case QuestionKind::picks:
      return "picks";
    case QuestionKind::yesno:
      return "yesno";
    case QuestionKind::text:
      return "text";
    case QuestionKind::long_text:
      return "long_text";
    case QuestionKind::list:
      return "list";
    case QuestionKind::scale:
      return "scale";
    case QuestionKind::number:
      return "number";
    case QuestionKind::date:
      return "date";
  }
  return "text";
}

std::string_view Wording::said(std::string_view text) const {
  const auto it = std::ranges::lower_bound(remembered, text, {}, [](const auto& pair) {
    return std::string_view{pair.first};
  });
  return it != remembered.end() && it->first == text ? std::string_view{it->second} : text;
}

const Wording& Program::wording(std::string_view language) const {
  const auto it = std::ranges::find(wordings, language, &Wording::language);
  return it != wordings.end() ? *it : wordings.front();
}

bool Program::has_language(std::string_view language) const {
  return std::ranges::find(wordings, language, &Wording::language) != wordings.end();
}

const Question* Program::find_question(NameId question) const {
  return find_sorted(questions, question);
}

const Memory* Program::find_memory(NameId name) const {
  return find_sorted(memory, name);
}

const Point* Program::find_point(NameId point) const {
  return find_sorted(points, point);
}

const Stage* Program::find_stage(NameId stage) const {
  const auto it = std::ranges::find(stages, stage, &Stage::id);
  return it != stages.end() ? &*it : nullptr;
}

const Option* Program::find_option(const Question& question, std::string_view option) const {
  for (std::uint32_t i = 0; i < question.options_count; ++i) {
    const Option& candidate = options[question.options_first + i];
    if (candidate.id == option) {
      return &candidate;
    }
  }
  return nullptr;
}

}  // namespace attune::engine
