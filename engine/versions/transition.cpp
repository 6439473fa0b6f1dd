#include "engine/versions/transition.h"

#include "engine/session/asking.h"
#include "engine/session/evolve.h"
#include "engine/session/render.h"
#include "engine/versions/structure.h"

#include <algorithm>
#include <utility>

namespace attune::engine {
namespace {

// What stands open in a stage, the innermost first.
std::vector<Held> held_in(const StagePlace& place, const Stage* stage) {
  std::vector<Held> all;
  Held held{.wait = place.wait, .calls = {}, .interrupts = false, .stage = stage};
  for (std::size_t i = place.frames.size(); i > 0; --i) {
    const Frame& frame = place.frames[i - 1];
    if (!frame.interrupted) {
      held.calls.insert(held.calls.begin(), frame.call);
      continue;
    }
    held.interrupts = true;
    all.push_back(std::move(held));
    held = Held{.wait = *frame.interrupted, .calls = {}, .interrupts = false, .stage = stage};
  }
  all.push_back(std::move(held));
  return all;
}

class Planner {
 public:
  Planner(const Transition& transition, const State& state, Instant now, const State* save)
      : transition_{transition},
        from_{transition.from()},
        to_{transition.to()},
        state_{state},
        now_{now},
        save_{save} {}

  std::optional<Move> plan() {
    if (!kept_values_fit()) {
      return std::nullopt;
    }
    Move move;
    move.moved.program = to_.id;
    move.moved.names = transition_.names().renamed();
    move.moved.labels = labels_of_gone_options();
    for (const StagePlace& place : state_.stages) {
      std::optional<MovedPlace> moved = place_of(place);
      if (!moved) {
        return std::nullopt;
      }
      note_starts(*moved);
      if (moved->frames != place.frames || moved->wait != place.wait) {
        move.moved.places.push_back(*std::move(moved));
      }
    }
    if (transition_.to_shape().unmet_from(starts_)) {
      return std::nullopt;
    }
    move.is_told = !transition_.words_only();
    move.asks_again = move.is_told || reads_otherwise(move);
    return move;
  }

 private:
  bool kept_values_fit() const {
    const bool answers = std::ranges::all_of(state_.answers, [this](const Kept& kept) {
      const Question* question = to_.find_question(kept.name);
      return question == nullptr || is_answer_of(question->kind, kept.value);
    });
    const bool memory = std::ranges::all_of(state_.memory, [this](const Kept& kept) {
      const Memory* declared = to_.find_memory(kept.name);
      return declared == nullptr || declared->initial.index() == kept.value.index();
    });
    return answers && memory;
  }

  std::vector<OldLabel> labels_of_gone_options() const {
    std::vector<OldLabel> labels;
    for (const Kept& kept : state_.answers) {
      const Question* before = from_.find_question(kept.name);
      const Question* after = to_.find_question(kept.name);
      if (before == nullptr || after == nullptr) {
        continue;
      }
      std::vector<std::string> chosen;
      if (const auto* one = std::get_if<OptionId>(&kept.value)) {
        chosen = {one->id};
      } else if (const auto* several = std::get_if<OptionIds>(&kept.value)) {
        chosen = several->ids;
      }
      for (const std::string& id : chosen) {
        if (from_.find_option(*before, id) != nullptr && to_.find_option(*after, id) == nullptr) {
          labels.push_back(OldLabel{
              .question = kept.name,
              .option = id,
              .quoted = quoted(from_, state_, before, OptionId{id})
          });
        }
      }
    }
    return labels;
  }

  std::optional<MovedPlace> place_of(const StagePlace& place) const {
    MovedPlace moved{.stage = place.stage, .frames = place.frames, .wait = place.wait};
    if (place.wait.kind == WaitKind::nothing) {
      return moved;
    }
    const Stage* stage = to_.find_stage(place.stage);
    moved.frames.clear();
    bool first = true;
    // Put together from the innermost outwards; the frames of each stand before those inside it.
    for (const Held& held : held_in(place, stage)) {
      Standing standing = standing_of(
          from_, transition_.from_shape(), to_, transition_.to_shape(), transition_.names(), held
      );
      if (standing.outcome == Outcome::stranded) {
        return saved_place(place, stage);
      }
      keep_line(held.wait, standing.wait);
      if (first) {
        moved.wait = std::move(standing.wait);
        first = false;
      } else {
        moved.frames.insert(
            moved.frames.begin(), Frame{.call = {}, .interrupted = std::move(standing.wait)}
        );
      }
      for (std::size_t i = standing.calls.size(); i > 0; --i) {
        moved.frames.insert(
            moved.frames.begin(), Frame{.call = standing.calls[i - 1], .interrupted = std::nullopt}
        );
      }
    }
    return moved;
  }

  // Where the stage stood when the session was in this version before.
  std::optional<MovedPlace> saved_place(const StagePlace& place, const Stage* stage) const {
    if (save_ == nullptr || save_->program != to_.id || stage == nullptr || stage->scene == none) {
      return std::nullopt;
    }
    const StagePlace* saved = save_->stage(place.stage);
    if (saved != nullptr && saved->wait.kind != WaitKind::nothing) {
      return MovedPlace{.stage = place.stage, .frames = saved->frames, .wait = saved->wait};
    }
    MovedPlace moved{.stage = place.stage, .frames = {}, .wait = place.wait};
    moved.wait = Wait{};
    moved.wait.kind = WaitKind::pause;
    moved.wait.id = to_.scenes[stage->scene].id;
    moved.wait.who = place.wait.who;
    moved.wait.since = place.wait.since;
    return moved;
  }

  // A question that has no text of its own any more keeps the one that it was asked with.
  void keep_line(const Wait& before, Wait& after) const {
    if (after.kind != WaitKind::question || after.id != before.id || !after.line.empty()) {
      return;
    }
    const Question* was = from_.find_question(before.id);
    const Question* now = to_.find_question(after.id);
    if (was != nullptr && now != nullptr && to_.source().templates[now->text].count == 0) {
      after.line = render(from_, state_, was->text);
    }
  }

  Facts known() const {
    const AnswerFacts& answers = transition_.to_shape().answers();
    Facts facts = answers.at_start();
    for (const Kept& kept : state_.answers) {
      if (const auto index = answers.index(kept.name)) {
        facts.asked.add(*index);
        if (is_skipped(kept.value)) {
          facts.answered.remove(*index);
        } else {
          facts.answered.add(*index);
        }
      }
    }
    return facts;
  }

  void start_at(const Wait& wait) {
    std::uint32_t step = none;
    if (wait.kind == WaitKind::question) {
      step = to_.find_question(wait.id)->step;
    } else if (wait.kind == WaitKind::pause) {
      const auto scene = std::ranges::find(to_.scenes, wait.id, &Scene::id);
      const Point* point = to_.find_point(wait.id);
      step = point != nullptr ? point->step - 1 : scene->step;
    }
    if (step != none) {
      starts_.push_back(Start{.step = step, .facts = known()});
    }
  }

  void note_starts(const MovedPlace& place) {
    start_at(place.wait);
    for (const Frame& frame : place.frames) {
      if (frame.interrupted) {
        start_at(*frame.interrupted);
      } else if (const Point* point = to_.find_point(frame.call)) {
        starts_.push_back(Start{.step = point->step - 1, .facts = known()});
      }
    }
  }

  // Whether the open question has other words, or other options on offer.
  bool reads_otherwise(const Move& move) const {
    const Wait before = state_.wait();
    if (before.kind != WaitKind::question) {
      return false;
    }
    State after = state_;
    Event event;
    event.seq = state_.seq + 1;
    event.at = state_.last;
    event.body = move.moved;
    apply(after, event);
    const auto shown = [&](const Program& program, const State& state) {
      QuestionAsked asked =
          as_asked(program, state, now_, *program.find_question(before.id), state.wait().line);
      asked.place = 0;
      asked.place_of = 0;
      asked.text_is_line = false;
      return asked;
    };
    return !(shown(from_, state_) == shown(to_, after));
  }

  const Transition& transition_;
  const Program& from_;
  const Program& to_;
  const State& state_;
  Instant now_;
  const State* save_;
  std::vector<Start> starts_;
};

}  // namespace

Transition::Transition(std::shared_ptr<const Program> from, std::shared_ptr<const Program> to)
    : from_{std::move(from)},
      to_{std::move(to)},
      words_only_{structure_of(*from_) == structure_of(*to_)},
      from_shape_{*from_},
      to_shape_{*to_},
      names_{*from_, from_shape_, *to_, to_shape_, words_only_} {}

std::optional<Move> Transition::plan(const State& state, Instant now, const State* save) const {
  return Planner{*this, state, now, save}.plan();
}

std::optional<Move> Transition::plan_asking(
    State then, Instant now, const Question& question, const std::string& line
) const {
  const auto place = std::ranges::find(then.stages, then.here, &StagePlace::stage);
  if (place == then.stages.end()) {
    return std::nullopt;
  }
  place->wait = Wait{};
  place->wait.kind = WaitKind::question;
  place->wait.id = question.id;
  place->wait.since = then.last;
  place->wait.line = from_->source().templates[question.text].count == 0 ? line : std::string{};
  const Wait asked = place->wait;
  std::optional<Move> move = plan(then, now);
  if (!move) {
    return std::nullopt;
  }
  // The move tells of this place in any case: in the journal the question does not stand open
  // there.
  if (std::ranges::find(move->moved.places, then.here, &MovedPlace::stage) ==
      move->moved.places.end()) {
    move->moved.places.push_back(
        MovedPlace{.stage = then.here, .frames = place->frames, .wait = asked}
    );
  }
  return move;
}

bool is_answer_of(QuestionKind kind, const Value& value) {
  if (is_skipped(value)) {
    return true;
  }
  switch (kind) {
    case QuestionKind::choice:
      return std::holds_alternative<OptionId>(value);
    case QuestionKind::choices:
      return std::holds_alternative<OptionIds>(value);
    case QuestionKind::pick:
    case QuestionKind::text:
    case QuestionKind::long_text:
      return std::holds_alternative<Text>(value);
    case QuestionKind::picks:
    case QuestionKind::list:
      return std::holds_alternative<Items>(value);
    case QuestionKind::yesno:
      return std::holds_alternative<bool>(value);
    case QuestionKind::scale:
    case QuestionKind::number:
      return std::holds_alternative<double>(value);
    case QuestionKind::date:
      return std::holds_alternative<Day>(value);
  }
  return false;
}

}  // namespace attune::engine
