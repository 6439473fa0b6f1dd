#include "engine/session/step.h"

#include "engine/base/check.h"
#include "engine/base/overloaded.h"
#include "engine/base/seeded.h"
#include "engine/program/limits.h"
#include "engine/session/asking.h"
#include "engine/session/evaluate.h"
#include "engine/session/evolve.h"
#include "engine/session/hearing.h"
#include "engine/session/reading.h"
#include "engine/session/render.h"
#include "engine/session/scoring.h"
#include "engine/session/stages.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace attune::engine {
namespace {

// Runs a program from a step until it waits, keeping each event as it happens. The state is only
// ever changed by apply(): what was emitted folds to what the machine saw.
class Machine {
 public:
  Machine(const Program& program, State state, const Moment& moment, Trace* trace)
      : program_{program}, state_{std::move(state)}, moment_{moment}, trace_{trace} {
    // A clock that was set back must not turn a session's order round.
    moment_.at = std::max(moment_.at, state_.last);
    events_.reserve(8);
  }

  const State& state() const { return state_; }

  Instant now() const { return moment_.at; }

  Turn finish() && { return Turn{.events = std::move(events_), .after = std::move(state_)}; }

  // Puts the machine at another state of the same session (what was taken back is behind it).
  void stand_at(State state) { state_ = std::move(state); }

  template <class Body>
  void emit(Body body) {
    Event& event = events_.emplace_back();
    event.seq = state_.seq + 1;
    event.at = moment_.at;
    event.who = moment_.who;
    event.request = std::exchange(moment_.request, {});
    event.body = std::move(body);
    apply(state_, event);
  }

  void run(std::uint32_t pc);
  void ask(const Question& question, const std::string& line);
  void enter_stage(const Stage& stage, bool afresh);
  void interrupt(std::uint32_t part, bool by_help);
  void reopen(const Wait& wait);
  void resume();
  void go_on_after_move(const Move& move);

 private:
  void say(std::string text) {
    bytes_ += text.size();
    ATTUNE_CHECK(bytes_ <= limits::bytes_per_turn_max);
    emit(LineSaid{std::move(text)});
  }

  std::string last_line() const {
    for (std::size_t i = events_.size(); i > 0; --i) {
      if (const auto* said = std::get_if<LineSaid>(&events_[i - 1].body)) {
        return said->text;
      }
    }
    return {};
  }

  // Another way than the last time, the same for the same seed.
  std::uint32_t way_at(NameId one_of, std::uint32_t ways) const {
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

  void say_resources(const Question& question);
  void offer(const Practice& practice);
  bool pause(const Step& step);
  std::optional<std::uint32_t> leave_part();
  const Scene* section_at(NameId id) const;
  void enter(NameId id);
  void finish_stage();

  const Program& program_;
  State state_;
  Moment moment_;
  Trace* trace_;
  std::vector<Event> events_;
  std::size_t bytes_ = 0;
  std::size_t steps_ = 0;
};

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
  for (const std::string& line : country->says) {
    say(line);
  }
}

void Machine::offer(const Practice& practice) {
  std::string text = render(program_, state_, practice.text);
  bytes_ += text.size();
  ATTUNE_CHECK(bytes_ <= limits::bytes_per_turn_max);
  emit(PracticeOffered{.practice = practice.name, .days = practice.days, .text = std::move(text)});
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

// Whether help, or a greeting, is being given there.
bool is_interrupted(const StagePlace* place) {
  return place != nullptr && std::ranges::any_of(place->frames, [](const Frame& frame) {
           return frame.interrupted.has_value();
         });
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
  if (stage.welcome_back != none &&
      (wait.kind == WaitKind::question || is_interrupted(state_.current()))) {
    // What was said in another stage may have changed what can be asked here: the script looks
    // first. Help that was being given when the stage was left is over.
    interrupt(stage.welcome_back, false);
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
      ask(*question, wait.line);
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

std::optional<Rejection> refused(RejectionCode code, std::string_view message) {
  return Rejection{.code = code, .message = std::string{message}};
}

constexpr std::string_view not_open_message =
    "That question is not open any more. Please look at what is asked now.";

const Question* open_question(const Program& program, const Wait& wait, Seq asked) {
  if (wait.kind != WaitKind::question || wait.asked != asked || asked == 0) {
    return nullptr;
  }
  const Question* question = program.find_question(wait.id);
  ATTUNE_CHECK(question != nullptr);
  return question;
}

// Each handler either refuses before anything has happened, or runs the turn.
struct Handler {
  const Program& program;
  Machine& machine;

  std::optional<Rejection> operator()(const Begun& begun) const;
  std::optional<Rejection> operator()(const Answered& answered) const;
  std::optional<Rejection> operator()(const QuestionPassed& passed) const;
  std::optional<Rejection> operator()(const Continued& continued) const;
  std::optional<Rejection> operator()(const HelpAsked& asked) const;
  std::optional<Rejection> operator()(const StageTaken& taken) const;
  std::optional<Rejection> operator()(const TimePassed& passed) const;
  std::optional<Rejection> operator()(const CameBack& back) const;
};

std::optional<Rejection> Handler::operator()(const Begun& begun) const {
  ATTUNE_CHECK(machine.state().seq == 0);
  const auto stage = begun.stage.empty()
                         ? program.stages.begin()
                         : std::ranges::find(program.stages, begun.stage, &Stage::name);
  ATTUNE_CHECK(stage != program.stages.end() && stage->written);
  machine.emit(Began{
      .program = program.id,
      .seed = begun.seed,
      .course = program.course,
      .language = program.language,
      .profile = begun.profile
  });
  machine.enter_stage(*stage, true);
  return std::nullopt;
}

std::optional<Rejection> Handler::operator()(const Answered& answered) const {
  const State& state = machine.state();
  const Wait wait = state.wait();
  const Question* question = open_question(program, wait, answered.question);
  if (question == nullptr) {
    return refused(RejectionCode::not_open, not_open_message);
  }
  std::expected<Value, Rejection> value =
      read_answer(program, state, machine.now(), *question, answered.value);
  if (!value) {
    return value.error();
  }
  std::uint32_t next = question->next;
  if (const auto* id = std::get_if<OptionId>(&*value)) {
    const Option* option = program.find_option(*question, id->id);
    ATTUNE_CHECK(option != nullptr);
    next = option->target;
  }
  std::string label = bubble(program, state, *question, *value);
  const std::optional<Hearing> heard = hear(program, state, *question, *value);
  machine.emit(AnswerKept{
      .question = question->name,
      .asked = wait.asked,
      .value = *std::move(value),
      .label = std::move(label)
  });
  if (heard) {
    machine.emit(WatchMatched{
        .question = question->name, .watch = heard->watch->name, .tier = heard->tier
    });
    machine.interrupt(heard->part, false);
    return std::nullopt;
  }
  machine.run(next);
  return std::nullopt;
}

std::optional<Rejection> Handler::operator()(const QuestionPassed& passed) const {
  const Wait wait = machine.state().wait();
  const Question* question = open_question(program, wait, passed.question);
  if (question == nullptr) {
    return refused(RejectionCode::not_open, not_open_message);
  }
  if (question->required) {
    return refused(RejectionCode::required, needs_an_answer);
  }
  machine.emit(QuestionSkipped{.question = question->name, .asked = wait.asked});
  machine.run(question->next);
  return std::nullopt;
}

std::optional<Rejection> Handler::operator()(const Continued&) const {
  const Wait wait = machine.state().wait();
  if (wait.kind != WaitKind::pause) {
    return refused(RejectionCode::not_paused, "There is no rest to end just now.");
  }
  if (!wait.early && wait.until && *wait.until > machine.now()) {
    return refused(RejectionCode::not_paused, "This rest lasts its full time. Come back then.");
  }
  machine.resume();
  return std::nullopt;
}

std::optional<Rejection> Handler::operator()(const HelpAsked&) const {
  if (program.help == none) {
    return refused(
        RejectionCode::not_open,
        "This course has no page of help of its own. In an emergency, call your local emergency "
        "number."
    );
  }
  machine.interrupt(program.help, true);
  return std::nullopt;
}

std::optional<Rejection> Handler::operator()(const StageTaken& taken) const {
  const auto stage = std::ranges::find(program.stages, taken.stage, &Stage::name);
  const StageState standing = stage != program.stages.end()
                                  ? stage_state(program, machine.state(), *stage)
                                  : StageState::ahead;
  if (standing == StageState::ahead || standing == StageState::here) {
    return refused(
        RejectionCode::stage_not_open,
        standing == StageState::here ? "You are in this stage already."
                                     : "This stage is not open yet."
    );
  }
  machine.enter_stage(*stage, standing != StageState::left);
  return std::nullopt;
}

std::optional<Rejection> Handler::operator()(const TimePassed&) const {
  const Wait wait = machine.state().wait();
  if (wait.kind == WaitKind::pause && wait.until && *wait.until <= machine.now()) {
    machine.resume();
  }
  return std::nullopt;
}

std::optional<Rejection> Handler::operator()(const CameBack&) const {
  const State& state = machine.state();
  const Wait wait = state.wait();
  if (wait.kind == WaitKind::pause) {
    const Instant over = wait.until ? *wait.until : wait.since + limits::return_after;
    if (over <= machine.now()) {
      machine.resume();
    }
    return std::nullopt;
  }
  const Stage* stage = program.find_stage(state.here);
  if (wait.kind == WaitKind::question && stage != nullptr && stage->welcome_back != none &&
      !is_interrupted(state.current()) &&
      machine.now() - state.last >= limits::welcome_back_after) {
    machine.interrupt(stage->welcome_back, false);
  }
  return std::nullopt;
}

}  // namespace

Turn begin(const Program& program, const Input& input, Trace* trace) {
  Machine machine{program, State{}, input.moment, trace};
  const auto* begun = std::get_if<Begun>(&input.body);
  ATTUNE_CHECK(begun != nullptr);
  Handler{.program = program, .machine = machine}(*begun);
  return std::move(machine).finish();
}

StepResult step(const Program& program, State before, const Input& input, Trace* trace) {
  ATTUNE_CHECK(before.program == program.id);
  Machine machine{program, std::move(before), input.moment, trace};
  const Handler handler{.program = program, .machine = machine};
  std::optional<Rejection> rejection =
      std::visit([&](const auto& body) { return handler(body); }, input.body);
  Turn turn = std::move(machine).finish();
  if (rejection) {
    return std::unexpected{
        Refusal{.rejection = *std::move(rejection), .before = std::move(turn.after)}
    };
  }
  return turn;
}

Turn take_back(
    const Program& program,
    const State& now,
    State then,
    const Event& asked,
    const Moment& moment,
    const Move* move,
    Trace* trace
) {
  const auto* question_asked = std::get_if<QuestionAsked>(&asked.body);
  ATTUNE_CHECK(question_asked != nullptr);
  const NameId was_here = now.here;
  // What is taken back is forgotten; that it was asked for, and the order of events, is not.
  then.seq = now.seq;
  then.last = now.last;
  then.requests = now.requests;
  Machine machine{program, std::move(then), moment, trace};
  machine.emit(TookBack{.from = asked.seq});
  if (move != nullptr) {
    machine.emit(move->moved);
  }
  if (machine.state().here != was_here) {
    const Stage* stage = program.find_stage(machine.state().here);
    ATTUNE_CHECK(stage != nullptr);
    machine.emit(StageEntered{.stage = stage->name, .afresh = false});
  }
  if (move != nullptr) {
    machine.reopen(machine.state().wait());
    return std::move(machine).finish();
  }
  const Question* question = program.find_question(name_id(question_asked->question));
  ATTUNE_CHECK(question != nullptr);
  machine.ask(*question, question_asked->text);
  return std::move(machine).finish();
}

Turn move_on(
    const Program& program, State before, const Move& move, const Moment& moment, Trace* trace
) {
  ATTUNE_CHECK(move.moved.program == program.id);
  Machine machine{program, std::move(before), moment, trace};
  machine.emit(move.moved);
  machine.go_on_after_move(move);
  return std::move(machine).finish();
}

Turn jump(
    const Program& program, State before, const Scene& scene, const Moment& moment, Trace* trace
) {
  const std::string stage = scene.name.substr(0, scene.name.find('.'));
  ATTUNE_CHECK(!scene.is_part && program.find_stage(name_id(stage)) != nullptr);
  Machine machine{program, std::move(before), moment, trace};
  machine.emit(StageEntered{.stage = stage, .afresh = true});
  machine.emit(SceneEntered{scene.id});
  machine.run(scene.step);
  return std::move(machine).finish();
}

}  // namespace attune::engine
