#include "tools/walk/person.h"

#include "engine/base/overloaded.h"

#include <array>

#include "tools/clock.h"

namespace attune::tools {
namespace {

using namespace engine;

constexpr std::size_t help_one_in = 50;
constexpr std::size_t away_one_in = 40;
constexpr std::chrono::days away{2};

// Most skip little; some nothing, some half of it, some nearly all.
constexpr auto tempers = std::to_array<std::size_t>({0, 1, 1, 2, 3, 8, 15});

// Most choose anything; some mostly what stands first. So places are reached that lie behind a row
// of the same answers, such as a "no" to each of several questions.
constexpr auto habits = std::to_array<std::size_t>({0, 0, 8, 8, 10});

std::string later(std::chrono::milliseconds after) {
  const auto days = std::chrono::round<std::chrono::days>(after).count();
  return "(" + std::to_string(days) + (days == 1 ? " day" : " days") + " later)";
}

}  // namespace

std::string typed(const Deed& deed, QuestionKind open) {
  return std::visit(
      Overloaded{
          [](const Begun&) -> std::string { return {}; },
          [&](const Answered& answered) { return typed(open, answered.value); },
          [](const QuestionPassed&) -> std::string { return "(skip)"; },
          [](const Continued&) -> std::string { return "(continue)"; },
          [](const HelpAsked&) -> std::string { return "(help)"; },
          [](const StageTaken& taken) { return "(begin " + taken.stage + ")"; },
          [](const LanguageAsked& asked) { return "(language " + asked.language + ")"; },
          [&](const TimePassed&) { return later(deed.after); },
          [&](const CameBack&) { return later(deed.after); },
      },
      deed.body
  );
}

Person::Person(const Program& program, const Values& values, std::uint64_t seed)
    : program_{program},
      values_{values},
      random_{seed},
      skips_of_16_{tempers[random_.below(tempers.size())]},
      firsts_of_16_{habits[random_.below(habits.size())]} {}

std::optional<Deed> Person::next(const State& state, const Wait& wait, const QuestionAsked* asked) {
  if (program_.help != none && random_.chance(help_one_in)) {
    return Deed{.body = HelpAsked{}, .after = typing_time};
  }
  if (asked == nullptr) {
    return end_rest(state, wait);
  }
  if (random_.chance(away_one_in)) {
    return Deed{.body = CameBack{}, .after = typing_time + away};
  }
  const bool can_answer = can_be_answered(*asked);
  if (asked->skippable && (!can_answer || random_.below(16) < skips_of_16_)) {
    return Deed{.body = QuestionPassed{wait.asked}, .after = typing_time};
  }
  if (!can_answer) {
    return std::nullopt;
  }
  return Deed{
      .body = Answered{.question = wait.asked, .value = answer(*asked)}, .after = typing_time
  };
}

RawValue Person::answer(const QuestionAsked& asked) {
  if (asked.kind == QuestionKind::choice && random_.below(16) < firsts_of_16_) {
    return asked.options.front().id;
  }
  return values_.at_random(asked, random_);
}

Deed Person::end_rest(const State& state, const Wait& wait) {
  if (wait.early && random_.chance(2)) {
    return Deed{.body = Continued{}, .after = typing_time};
  }
  std::chrono::days days{1};
  if (wait.until && *wait.until > state.last) {
    days = std::chrono::ceil<std::chrono::days>(*wait.until - state.last);
  }
  return Deed{.body = CameBack{}, .after = typing_time + days};
}

}  // namespace attune::tools
