#include "engine/session/step.h"

#include "engine/base/check.h"
#include "engine/program/limits.h"
#include "engine/session/hearing.h"
#include "engine/session/machine.h"
#include "engine/session/reading.h"
#include "engine/session/render.h"
#include "engine/session/stages.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace attune::engine {
namespace {

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
  const std::optional<Hearing> heard = hear(program, state, *question, *value);
  machine.emit(AnswerKept{
      .question = question->name,
      .asked = wait.asked,
      .value = *std::move(value),
      .label = std::move(label)
  });
  if (heard) {
    machine.emit(
        WatchMatched{.question = question->name, .watch = heard->watch->name, .tier = heard->tier}
    );
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
  if (wait.kind == WaitKind::question && stage != nullptr && stage->welcome_back != none &&
      !state.current()->is_interrupted() &&
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
  // In which language somebody reads is no answer: it is not taken back.
  if (machine.state().language != now.language) {
    machine.choose_language(now.language);
  }
  if (move != nullptr) {
    machine.reopen(machine.state().wait());
    return std::move(machine).finish();
  }
  const Question* question = program.find_question(name_id(question_asked->question));
  ATTUNE_CHECK(question != nullptr);
  machine.ask(*question, in_language(program, machine.state(), question_asked->text));
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
