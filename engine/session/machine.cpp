#include "engine/session/machine.h"

#include "engine/base/check.h"
#include "engine/base/seeded.h"
#include "engine/program/guard.h"
#include "engine/program/limits.h"
#include "engine/session/asking.h"
#include "engine/session/evaluate.h"
#include "engine/session/picturing.h"
#include "engine/session/reading.h"
#include "engine/session/render.h"
#include "engine/session/scoring.h"
#include "engine/session/stages.h"

#include <algorithm>

namespace attune::engine {

Machine::Machine(const Program& program, State state, const Moment& moment, Trace* trace)
    : program_{program}, state_{std::move(state)}, moment_{moment}, trace_{trace} {
  // A clock that was set back must not turn a session's order round.
  moment_.at = std::max(moment_.at, state_.last);
  events_.reserve(8);
}

void Machine::say(std::string text) {
  bytes_ += text.size();
  ATTUNE_CHECK(bytes_ <= limits::bytes_per_turn_max);
  emit(LineSaid{std::move(text)});
}

std::string Machine::last_line() const {
  for (std::size_t i = events_.size(); i > 0; --i) {
    if (const auto* said = std::get_if<LineSaid>(&events_[i - 1].body)) {
      return said->text;
    }
  }
  return {};
}

std::uint32_t Machine::way_at(NameId one_of, std::uint32_t ways) const {
  const auto it = std::ranges::lower_bound(state_.ways, one_of, {}, &LastWay::one_of);
  if (it == state_.ways.end() || it->one_of != one_of) {
    return static_cast<std::uint32_t>(seeded(state_.seed, one_of.value, 0) % ways);
  }
  if (ways == 1) {
    return 0;
  }
  const std::uint64_t ahead = 1 + seeded(state_.seed, one_of.value, it->times) % (ways - 1);
  return static_cast<std::uint32_t>((it->way + ahead) % ways);
}

void Machine::run(std::uint32_t pc) {
  while (true) {
    ATTUNE_CHECK(++steps_ <= limits::steps_per_turn_max);
    ATTUNE_CHECK(pc < program_.steps.size());
    if (trace_ != nullptr) {
      trace_->steps.push_back(pc);
    }
    const Step& step = program_.steps[pc];
    switch (step.kind) {
      case StepKind::say:
        say(render(program_, state_, step.a));
        ++pc;
        break;
      case StepKind::one_of: {
        const std::uint32_t way = way_at(step.name, step.b);
        emit(WayTaken{.one_of = step.name, .way = way});
        pc = program_.alternatives[step.a + way];
        break;
      }
      case StepKind::ask: {
        const Question& question = program_.questions[step.a];
        const bool picks =
            question.kind == QuestionKind::pick || question.kind == QuestionKind::picks;
        if (picks && offered_options(program_, state_, now(), question).empty()) {
          emit(QuestionSkipped{.question = question.name, .asked = 0});
          pc = question.next;
          break;
        }
        ask(question, last_line());
        return;
      }
      case StepKind::jump:
        pc = step.a;
        break;
      case StepKind::enter:
        emit(SceneEntered{step.name});
        pc = step.a;
        break;
      case StepKind::call:
        ATTUNE_CHECK(state_.current()->frames.size() < limits::call_depth_max);
        emit(PartEntered{step.name});
        pc = step.a;
        break;
      case StepKind::give_back: {
        if (const std::uint32_t guard = guard_to_pass(); guard != none) {
          pc = guard;
          break;
        }
        const std::optional<std::uint32_t> next = leave_part();
        if (!next) {
          return;
        }
        pc = *next;
        break;
      }
      case StepKind::finish:
        finish_stage();
        return;
      case StepKind::branch:
        pc = holds(program_, state_, now(), step.a) ? pc + 1 : step.b;
        break;
      case StepKind::set:
        emit(MemorySet{
            .name = program_.memory[step.b].name, .value = evaluate(program_, state_, now(), step.a)
        });
        ++pc;
        break;
      case StepKind::pause:
        if (pause(step)) {
          return;
        }
        ++pc;
        break;
      case StepKind::resources:
        say_resources(program_.questions[step.a]);
        ++pc;
        break;
      case StepKind::practice:
        offer(program_.practices[step.a]);
        ++pc;
        break;
      case StepKind::show:
        show(program_.pictures[step.a]);
        ++pc;
        break;
      case StepKind::score:
        emit(taking_of(program_, state_, program_.measures[step.a]));
        ++pc;
        break;
      case StepKind::retract:
        emit(MatchRetracted{});
        ++pc;
        break;
      case StepKind::run_off:
        ATTUNE_CHECK(step.kind != StepKind::run_off);
        return;
    }
  }
}

void Machine::ask(const Question& question, const std::string& line) {
  emit(as_asked(program_, state_, now(), question, line));
}

void Machine::say_resources(const Question& question) {
  const Value* answer = state_.answer(question.id);
  const auto* chosen = answer != nullptr ? std::get_if<OptionId>(answer) : nullptr;
  const std::string_view id = chosen != nullptr ? std::string_view{chosen->id} : "elsewhere";
  auto country = std::ranges::find(program_.countries, id, &Country::id);
  if (country == program_.countries.end()) {
    // It was chosen in a version of the course that had it.
    country = std::ranges::find(program_.countries, "elsewhere", &Country::id);
  }
  ATTUNE_CHECK(country != program_.countries.end());
  const auto at = static_cast<std::size_t>(country - program_.countries.begin());
  for (const std::string& line : program_.wording(state_.language).resources[at]) {
    say(line);
  }
}

void Machine::offer(const Practice& practice) {
  std::string text = render(program_, state_, practice.text);
  bytes_ += text.size();
  ATTUNE_CHECK(bytes_ <= limits::bytes_per_turn_max);
  emit(PracticeOffered{.practice = practice.name, .days = practice.days, .text = std::move(text)});
}

void Machine::show(const Picture& picture) {
  std::optional<PictureShown> shown = picture_of(program_, state_, now(), picture);
  if (!shown) {
    return;
  }
  bytes_ += shown->title.size() + shown->words.size();
  for (const PicturePart& part : shown->parts) {
    bytes_ += part.label.size() + part.text.size();
  }
  ATTUNE_CHECK(bytes_ <= limits::bytes_per_turn_max);
  emit(*std::move(shown));
}

// Whether there is something to wait for.
bool Machine::pause(const Step& step) {
  const PauseRule& rule = program_.pauses[step.a];
  std::optional<Instant> until;
  if (rule.seconds != 0) {
    Instant from = now();
    if (rule.after_stage != NameId{}) {
      const StagePlace* stage = state_.stage(rule.after_stage);
      from = stage != nullptr && stage->last != Instant{} ? stage->last : now();
    }
    until = from + std::chrono::seconds{rule.seconds};
    if (*until <= now()) {
      return false;
    }
  }
  emit(Paused{.pause = step.name, .until = until, .early = rule.early});
  return true;
}

// An interruption is about to end and a question to be asked again: where its stage looks first
// whether it can still be asked. The guard runs in the frame of the interruption, once a turn, and
// neither asks nor rests in it; none: there is nothing to pass.
std::uint32_t Machine::guard_to_pass() {
  const StagePlace* place = state_.current();
  ATTUNE_CHECK(place != nullptr && !place->frames.empty());
  const std::optional<Wait>& interrupted = place->frames.back().interrupted;
  if (guarded_ || !interrupted || interrupted->kind != WaitKind::question) {
    return none;
  }
  guarded_ = true;
  const Stage* stage = program_.find_stage(state_.here);
  ATTUNE_CHECK(stage != nullptr);
  return guard_of(program_, *stage);
}

// The step after the `do`, or nullopt when an interruption ended and what it broke in on is open
// again.
std::optional<std::uint32_t> Machine::leave_part() {
  const StagePlace* place = state_.current();
  ATTUNE_CHECK(place != nullptr && !place->frames.empty());
  const Frame frame = place->frames.back();
  emit(PartLeft{});
  if (frame.interrupted) {
    reopen(*frame.interrupted);
    return std::nullopt;
  }
  if (frame.call == NameId{}) {
    return std::nullopt;  // the part was said for its own sake
  }
  const Point* point = program_.find_point(frame.call);
  ATTUNE_CHECK(point != nullptr);
  return point->step;
}

void Machine::finish_stage() {
  const Stage* stage = program_.find_stage(state_.here);
  ATTUNE_CHECK(stage != nullptr);
  emit(StageDone{stage->name});
  const Stage* next = next_to_open(program_, state_);
  if (next != nullptr && state_.stage(next->id) == nullptr) {
    emit(StageOpened{next->name});
  }
  const bool all_done = std::ranges::all_of(program_.stages, [&](const Stage& each) {
    const StagePlace* place = state_.stage(each.id);
    return !each.written || (place != nullptr && place->state == StageState::done);
  });
  if (all_done) {
    emit(CourseEnded{stage->name});
  }
}

void Machine::enter_stage(const Stage& stage, bool afresh) {
  emit(StageEntered{.stage = stage.name, .afresh = afresh});
  if (afresh) {
    const Scene& first = program_.scenes[stage.scene];
    emit(SceneEntered{first.id});
    run(first.step);
    return;
  }
  const Wait wait = state_.wait();
  const std::uint32_t looks =
      stage.welcome_back != none ? stage.welcome_back : guard_of(program_, stage);
  if (looks != none && (wait.kind == WaitKind::question || state_.current()->is_interrupted())) {
    // What was said in another stage may have changed what can be asked here: the script looks
    // first. Help that was being given when the stage was left is over.
    interrupt(looks, false);
  } else if (wait.kind == WaitKind::pause && (!wait.until || *wait.until <= now())) {
    resume();
  } else {
    reopen(wait);
  }
}

void Machine::interrupt(std::uint32_t part, bool by_help) {
  emit(Interrupted{.by_help = by_help});
  run(part);
}

// What stood open is asked again, or rests on.
void Machine::reopen(const Wait& wait) {
  switch (wait.kind) {
    case WaitKind::nothing:
      return;
    case WaitKind::question: {
      const Question* question = program_.find_question(wait.id);
      ATTUNE_CHECK(question != nullptr);
      ask(*question, in_language(program_, state_, wait.line));
      return;
    }
    case WaitKind::pause:
      if (section_at(wait.id) != nullptr) {
        enter(wait.id);
        return;
      }
      emit(Paused{.pause = wait.id, .until = wait.until, .early = wait.early});
      return;
  }
}

void Machine::choose_language(const std::string& language) {
  emit(LanguageChosen{.language = language, .before = state_.language});
}

void Machine::resume() {
  const NameId at = state_.wait().id;
  emit(Resumed{});
  if (section_at(at) != nullptr) {
    enter(at);
    return;
  }
  const Point* point = program_.find_point(at);
  ATTUNE_CHECK(point != nullptr);
  run(point->step);
}

const Scene* Machine::section_at(NameId id) const {
  const auto it = std::ranges::find(program_.scenes, id, &Scene::id);
  return it != program_.scenes.end() ? &*it : nullptr;
}

// Goes on at the first step of a scene, as `go` does, or of a part whose returns stand.
void Machine::enter(NameId id) {
  const Scene* section = section_at(id);
  ATTUNE_CHECK(section != nullptr);
  if (!section->is_part) {
    emit(SceneEntered{section->id});
  }
  run(section->step);
}

// Says that the script changed, where the course has words for it, and takes up again what stands
// open. A rest that goes on is not told of again.
void Machine::go_on_after_move(const Move& move) {
  const Wait wait = state_.wait();
  if (wait.kind == WaitKind::nothing) {
    return;
  }
  if (move.is_told && program_.script_changed != none) {
    emit(PartEntered{});
    run(program_.script_changed);
  }
  const bool is_question = wait.kind == WaitKind::question;
  if (is_question ? move.asks_again : section_at(wait.id) != nullptr) {
    reopen(wait);
  }
}

}  // namespace attune::engine
