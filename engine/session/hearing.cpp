#include "engine/session/hearing.h"

#include "engine/listen/listen.h"

namespace attune::engine {
namespace {

bool surer(const Heard& one, const std::optional<Heard>& other) {
  return !other || one.tier > other->tier || (one.tier == other->tier && one.watch < other->watch);
}

}  // namespace

std::optional<Hearing> hear(
    const Program& program, const State& state, const Question& question, const Value& value
) {
  // Items of a pick were listened to when they were listed.
  std::optional<Heard> heard;
  if (question.kind == QuestionKind::text || question.kind == QuestionKind::long_text) {
    if (const auto* text = std::get_if<Text>(&value)) {
      heard = listen(program.listening, text->text);
    }
  } else if (question.kind == QuestionKind::list) {
    if (const auto* items = std::get_if<Items>(&value)) {
      for (const std::string& item : items->items) {
        const std::optional<Heard> next = listen(program.listening, item);
        if (next && surer(*next, heard)) {
          heard = next;
        }
      }
    }
  }
  if (!heard) {
    return std::nullopt;
  }
  const Watch& watch = program.listening.watches[heard->watch];
  const Mark* mark = state.mark(question.id);
  if (mark != nullptr && mark->retracted) {
    const Value* before = state.written(question.id);
    const bool same_words = before != nullptr && *before == value;
    const bool same_doubt = mark->watch == watch.id && heard->tier <= Tier::unclear;
    if (same_words || same_doubt) {
      return std::nullopt;
    }
  }
  return Hearing{
      .watch = &watch,
      .tier = heard->tier,
      .part = heard->tier == Tier::clear ? watch.clear_part : watch.unclear_part
  };
}

}  // namespace attune::engine
