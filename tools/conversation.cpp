#include "tools/conversation.h"

#include "engine/base/check.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/session/history.h"
#include "engine/session/reading.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "tools/clock.h"
#include "tools/place.h"

namespace attune::tools {
namespace {

using namespace engine;

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

// A question's name without its file; fields of the person keep their "you.".
std::string short_name(const std::string& name) {
  return name.starts_with("you.") ? name : name.substr(name.find('.') + 1);
}

}  // namespace

std::optional<std::chrono::milliseconds> read_later(std::string_view words) {
  constexpr auto units = std::to_array<std::pair<std::string_view, int>>(
      {{"minute", 60}, {"hour", 3600}, {"day", 86400}, {"week", 604800}, {"month", 2592000}}
  );
  int count = 0;
  const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), count);
  if (error != std::errc{} || count < 1 || count > 10'000) {
    return std::nullopt;
  }
  std::string_view rest = trimmed(words.substr(static_cast<std::size_t>(end - words.data())));
  if (!rest.ends_with("later")) {
    return std::nullopt;
  }
  rest = trimmed(rest.substr(0, rest.size() - std::string_view{"later"}.size()));
  if (rest.ends_with('s')) {
    rest.remove_suffix(1);
  }
  for (const auto& [unit, seconds] : units) {
    if (rest == unit) {
      return std::chrono::seconds{seconds} * static_cast<std::int64_t>(count);
    }
  }
  return std::nullopt;
}

Result<Scene> find_start(const Program& program, std::string_view stage, std::string_view scene) {
  const auto found = stage.empty() ? program.stages.begin()
                                   : std::ranges::find(program.stages, stage, &Stage::name);
  if (found == program.stages.end() || !found->written) {
    return std::unexpected{
        Error{"There is no written stage \"" + std::string{stage} + "\" in this course."}
    };
  }
  if (scene.empty()) {
    return program.scenes[found->scene];
  }
  std::vector<std::string_view> names;
  for (const Scene& each : program.scenes) {
    const std::string_view name = each.name;
    if (!each.is_part && name.starts_with(found->name + ".")) {
      names.push_back(name.substr(found->name.size() + 1));
      if (names.back() == scene) {
        return each;
      }
    }
  }
  std::string message = "There is no scene \"" + std::string{scene} + "\" in " + found->name + ".";
  if (const auto close = nearest(scene, names)) {
    message += " Did you mean \"" + std::string{*close} + "\"?";
  }
  return std::unexpected{Error{std::move(message)}};
}

Result<void> find_language(const Program& program, std::string_view language) {
  if (language.empty() || program.has_language(language)) {
    return {};
  }
  std::string known;
  for (const Wording& wording : program.wordings) {
    known += (known.empty() ? "" : ", ") + wording.language;
  }
  return std::unexpected{Error{
      "This course is not translated into \"" + std::string{language} + "\". It has: " + known + "."
  }};
}

Conversation::Conversation(
    const Program& program, const ConversationStart& start, Observer observer
)
    : program_{program}, clock_{first_moment}, observer_{std::move(observer)} {
  Input input;
  input.moment = now();
  input.body = Begun{
      .seed = start.seed,
      .stage = start.stage,
      .language = start.language,
      .profile = {{"name", start.name}}
  };
  Trace trace;
  Turn turn = begin(program_, input, &trace);
  if (start.scene.empty()) {
    adopt(std::move(turn), trace);
    return;
  }
  // What the first scene says is not a part of this conversation.
  events_ = std::move(turn.events);
  state_ = std::move(turn.after);
  const Result<Scene> scene = find_start(program_, start.stage, start.scene);
  ATTUNE_CHECK(scene.has_value());
  jump_to(*scene);
}

Moment Conversation::now() const {
  return Moment{.at = clock_, .who = Participant::first, .request = {}};
}

std::vector<SpokenLine> Conversation::take_lines() {
  return std::exchange(lines_, {});
}

bool Conversation::over() const {
  return state_.wait().kind == WaitKind::nothing;
}

const QuestionAsked* Conversation::open_question() const {
  const Wait wait = state_.wait();
  if (wait.kind != WaitKind::question) {
    return nullptr;
  }
  return std::get_if<QuestionAsked>(&events_[wait.asked - 1].body);
}

void Conversation::say(SpokenLine::Kind kind, std::string text, std::string place) {
  lines_.push_back(SpokenLine{
      .kind = kind,
      .text = one_line(std::move(text)),
      .place = std::move(place),
      .picture = std::nullopt
  });
}

void Conversation::type(std::string_view line) {
  const std::string_view typed = trimmed(line);
  say(SpokenLine::Kind::answer, "> " + std::string{typed});
  clock_ += typing_time;
  if (typed == "(skip)") {
    take(QuestionPassed{state_.wait().asked});
  } else if (typed == "(back)") {
    take_back();
  } else if (typed == "(help)") {
    take(HelpAsked{});
  } else if (typed == "(continue)") {
    take(Continued{});
  } else if (typed.starts_with("(begin ") && typed.ends_with(')')) {
    take(StageTaken{std::string{trimmed(typed.substr(7, typed.size() - 8))}});
  } else if (typed.starts_with("(language ") && typed.ends_with(')')) {
    take(LanguageAsked{std::string{trimmed(typed.substr(10, typed.size() - 11))}});
  } else if (typed.starts_with('(') && !typed.starts_with("((")) {
    const auto later = typed.ends_with(')') ? read_later(trimmed(typed.substr(1, typed.size() - 2)))
                                            : std::nullopt;
    if (!later) {
      say(SpokenLine::Kind::rejection,
          "! What stands in parentheses is (skip), (back), (help), (continue), (begin STAGE), "
          "(language L) or (2 days later). A text that starts with one is written ((.");
      return;
    }
    clock_ += *later;
    take(CameBack{});
  } else {
    const Question* question = program_.find_question(state_.wait().id);
    const bool is_open = question != nullptr && state_.wait().kind == WaitKind::question;
    const std::string_view answer = typed.starts_with("((") ? typed.substr(1) : typed;
    take(Answered{
        .question = is_open ? state_.wait().asked : 0,
        .value = from_typed(is_open ? question->kind : QuestionKind::text, answer)
    });
  }
}

void Conversation::take(InputBody body) {
  const Input input{.moment = now(), .body = std::move(body)};
  Trace trace;
  try {
    StepResult result = step(program_, state_, input, &trace);
    if (!result) {
      say(SpokenLine::Kind::rejection, "! " + result.error().rejection.message);
      return;
    }
    adopt(*std::move(result), trace);
  } catch (const BrokenInvariant&) {
    if (!jumped_) {
      throw;
    }
    say_lost(trace);
  }
}

void Conversation::jump(std::string_view scene) {
  say(SpokenLine::Kind::answer, "> (jump " + std::string{scene} + ")");
  const std::size_t dot = scene.find('.');
  const Stage* here = program_.find_stage(state_.here);
  const std::string_view stage = dot != std::string_view::npos ? scene.substr(0, dot)
                                 : here != nullptr             ? std::string_view{here->name}
                                                               : std::string_view{};
  const Result<Scene> found =
      find_start(program_, stage, dot == std::string_view::npos ? scene : scene.substr(dot + 1));
  if (!found) {
    say(SpokenLine::Kind::rejection, "! " + found.error().message);
    return;
  }
  jump_to(*found);
}

void Conversation::jump_to(const Scene& scene) {
  jumped_ = true;
  Trace trace;
  try {
    Turn turn = engine::jump(program_, state_, scene, now(), &trace);
    adopt(std::move(turn), trace);
  } catch (const BrokenInvariant&) {
    say_lost(trace);
  }
}

// After a jump a line may quote what was never asked for.
void Conversation::say_lost(const Trace& trace) {
  const std::string place =
      trace.steps.empty() ? "here" : place_of(program_, program_.spans[trace.steps.back()]);
  say(SpokenLine::Kind::rejection,
      "! The script cannot go on at " + place +
          ": it needs an answer that the jump left out. Jump to an earlier scene, and answer there."
  );
}

void Conversation::take_back() {
  const std::optional<Seq> asked = last_answered(events_);
  std::optional<State> then = asked ? state_before(events_, *asked) : std::nullopt;
  if (!then) {
    say(SpokenLine::Kind::rejection, "! There is no answer to take back here.");
    return;
  }
  Trace trace;
  Turn turn = engine::take_back(
      program_, state_, *std::move(then), events_[*asked - 1], now(), nullptr, &trace
  );
  adopt(std::move(turn), trace);
}

// The lines and questions of a turn stand in the order of the steps that spoke them.
void Conversation::adopt(Turn turn, const Trace& trace) {
  if (observer_) {
    observer_(turn, trace);
  }
  std::size_t at = 0;
  const auto spoken_next = [&]() -> std::string {
    for (std::size_t i = at; i < trace.steps.size(); ++i) {
      const StepKind found = program_.steps[trace.steps[i]].kind;
      if (found == StepKind::say || found == StepKind::resources || found == StepKind::practice) {
        // One resources step speaks several lines.
        at = found == StepKind::resources ? i : i + 1;
        return place_of(program_, program_.spans[trace.steps[i]]);
      }
    }
    return {};
  };
  const auto shown_at = [&](const std::string& name) {
    const auto it = std::ranges::find(program_.pictures, name, &Picture::name);
    return it != program_.pictures.end() ? place_of(program_, it->span) : std::string{};
  };
  for (const Event& event : turn.events) {
    if (const auto* said = std::get_if<LineSaid>(&event.body)) {
      say(SpokenLine::Kind::coach, "Coach: " + said->text, spoken_next());
    } else if (const auto* offered = std::get_if<PracticeOffered>(&event.body)) {
      say(SpokenLine::Kind::coach, "Coach: " + offered->text, spoken_next());
    } else if (const auto* shown = std::get_if<PictureShown>(&event.body)) {
      say(SpokenLine::Kind::picture,
          "Picture " + shown->title + ": " + shown->words,
          shown_at(shown->picture));
      lines_.back().picture = *shown;
    } else if (const auto* asked = std::get_if<QuestionAsked>(&event.body)) {
      const Question* question = program_.find_question(name_id(asked->question));
      say(SpokenLine::Kind::question,
          short_name(asked->question) + "? " + asked->text,
          question != nullptr ? place_of(program_, program_.spans[question->step]) : std::string{});
    }
  }
  events_.insert(events_.end(), turn.events.begin(), turn.events.end());
  state_ = std::move(turn.after);
}

}  // namespace attune::tools
