#include "engine/session/asking.h"

#include "engine/session/reading.h"
#include "engine/session/render.h"

#include <algorithm>

namespace attune::engine {

QuestionAsked as_asked(
    const Program& program,
    const State& state,
    Instant now,
    const Question& question,
    const std::string& line
) {
  const auto words = [&](std::uint32_t index) { return render_if(program, state, index); };
  QuestionAsked asked;
  asked.question = question.name;
  const Stage* stage = program.find_stage(state.here);
  asked.stage = stage != nullptr ? stage->name : std::string{};
  asked.kind = question.kind;
  asked.skippable = !question.required;
  asked.text = words(question.text);
  if (asked.text.empty()) {
    asked.text = line;
    asked.text_is_line = true;
  }
  asked.hint = words(question.hint);
  asked.example = words(question.example);
  asked.why = words(question.why);
  asked.options = offered_options(program, state, now, question);
  asked.at_least = question.at_least;
  asked.at_most = question.at_most;
  if (!asked.options.empty() && asked.at_most != 0) {
    const auto offered = static_cast<std::uint32_t>(asked.options.size());
    asked.at_most = std::min(asked.at_most, offered);
  }
  asked.characters_max = question.characters_max;
  asked.min = question.min;
  asked.max = question.max;
  asked.low = words(question.low);
  asked.high = words(question.high);
  asked.unit = words(question.unit);
  asked.place = question.place;
  asked.place_of = question.place_of;
  return asked;
}

}  // namespace attune::engine
