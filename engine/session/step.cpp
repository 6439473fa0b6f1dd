#include "engine/session/step.h"

#include "engine/base/check.h"
#include "engine/base/overloaded.h"
#include "engine/base/seeded.h"
#include "engine/program/limits.h"
#include "engine/session/evaluate.h"
#include "engine/session/evolve.h"
#include "engine/session/reading.h"
#include "engine/session/render.h"
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

  void choose_language(const std::string& language) {
    emit(LanguageChosen{.language = language, .before = state_.language});
  }

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
  bool pause(const Step& step);
  std::optional<std::uint32_t> leave_part();
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
      case StepKind::run_off:
        ATTUNE_CHECK(step.kind != StepKind::run_off);
        return;
    }
  }
}

void Machine::ask(const Question& question, const std::string& line) {
  const auto words = [&](std::uint32_t index) { return render_if(program_, state_, index); };
  QuestionAsked asked;
  asked.question = question.name;
  const Stage* stage = program_.find_stage(state_.here);
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
  asked.options = offered_options(program_, state_, now(), question);
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
  emit(std::move(asked));
}

void Machine::say_resources(const Question& question) {
  const Value* answer = state_.answer(question.id);
  const auto* chosen = answer != nullptr ? std::get_if<OptionId>(answer) : nullptr;
  const std::string_view id = chosen != nullptr ? std::string_view{chosen->id} : "elsewhere";
  const auto country = std::ranges::find(program_.countries, id, &Country::id);
  ATTUNE_CHECK(country != program_.countries.end());
  const auto at = static_cast<std::size_t>(country - program_.countries.begin());
  for (const std::string& line : program_.wording(state_.language).resources[at]) {
    say(line);
  }
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
  if (wait.kind == WaitKind::pause && (!wait.until || *wait.until <= now())) {
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
      emit(Paused{.pause = wait.id, .until = wait.until, .early = wait.early});
      return;
  }
}

void Machine::resume() {
  const Point* point = program_.find_point(state_.wait().id);
  ATTUNE_CHECK(point != nullptr);
  emit(Resumed{});
  run(point->step);
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
  std::optional<Rejection> operator()(const LanguageAsked& asked) const;
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
      .language = program.wording(begun.language).language,
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
  machine.emit(AnswerKept{
      .question = question->name,
      .asked = wait.asked,
      .value = *std::move(value),
      .label = std::move(label)
  });
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

std::optional<Rejection> Handler::operator()(const LanguageAsked& asked) const {
  if (!program.has_language(asked.language)) {
    return refused(RejectionCode::unknown_language, "This course is not written in that language.");
  }
  machine.choose_language(asked.language);
  // A rest goes on; a question is asked again, in its new words.
  if (const Wait wait = machine.state().wait(); wait.kind == WaitKind::question) {
    machine.reopen(wait);
  }
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
  const StagePlace* place = state.current();
  const bool greeted =
      place != nullptr && std::ranges::any_of(place->frames, [](const Frame& frame) {
        return frame.interrupted.has_value();
      });
  if (wait.kind == WaitKind::question && stage != nullptr && stage->welcome_back != none &&
      !greeted && machine.now() - state.last >= limits::welcome_back_after) {
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
    Trace* trace
) {
  const auto* question_asked = std::get_if<QuestionAsked>(&asked.body);
  ATTUNE_CHECK(question_asked != nullptr);
  const Question* question = program.find_question(name_id(question_asked->question));
  ATTUNE_CHECK(question != nullptr);
  const NameId was_here = now.here;
  // What is taken back is forgotten; that it was asked for, and the order of events, is not.
  then.seq = now.seq;
  then.last = now.last;
  then.requests = now.requests;
  Machine machine{program, std::move(then), moment, trace};
  machine.emit(TookBack{.from = asked.seq});
  if (machine.state().here != was_here) {
    const Stage* stage = program.find_stage(machine.state().here);
    ATTUNE_CHECK(stage != nullptr);
    machine.emit(StageEntered{.stage = stage->name, .afresh = false});
  }
  // In which language somebody reads is no answer: it is not taken back.
  if (machine.state().language != now.language) {
    machine.choose_language(now.language);
  }
  machine.ask(*question, in_language(program, machine.state(), question_asked->text));
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
