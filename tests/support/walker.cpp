#include "tests/support/walker.h"

#include "engine/session/history.h"

#include <iterator>

namespace attune::test {

using namespace engine;

Instant day_zero() {
  return Instant{std::chrono::hours{24 * 365 * 50}};
}

namespace {

std::string random_text(Random& random) {
  static const std::vector<std::string> texts = {
      "we had a fight about dinner",
      "{moment} {{ } -> // Coach: end",
      "   ",
      "\u0645\u0631\u062d\u0628\u0627 \U0001f642",
      std::string(60, 'x'),
      "a\r\nb\tc",
      "(skip)"
  };
  return texts[random.below(texts.size())];
}

RawValue random_value(const tools::Values& values, const QuestionAsked& asked, Random& random) {
  const bool is_text = asked.kind == QuestionKind::text || asked.kind == QuestionKind::long_text;
  if (!is_text && tools::can_be_answered(asked) && !random.chance(8)) {
    return values.at_random(asked, random);
  }
  switch (random.below(is_text ? 20 : 5)) {
    case 0:
      return true;
    case 1:
      return 1e300;
    case 2:
      return std::string{"nonsense"};
    case 3:
      return std::vector<std::string>{"nonsense", ""};
    case 4:
      return std::vector<std::string>(random.below(5), "again");
    default:
      return random_text(random);
  }
}

}  // namespace

Input random_input(
    const Program& program, const tools::Values& values, const Walk& walk, Random& random
) {
  Input input;
  input.moment.at = walk.state.last + std::chrono::minutes{random.below(60)};
  if (random.chance(10)) {
    input.moment.at += std::chrono::hours{24 * random.below(40)};
  }
  if (random.chance(2)) {
    input.moment.request = "request-" + std::to_string(walk.state.seq);
  }
  const Wait wait = walk.state.wait();
  // A program of one language is walked as it always was.
  if (program.wordings.size() > 1 && random.chance(10)) {
    input.body = LanguageAsked{program.wordings[random.below(program.wordings.size())].language};
    return input;
  }
  const std::size_t what = random.below(20);
  if (what == 0) {
    input.body = HelpAsked{};
  } else if (what == 1) {
    input.body = CameBack{};
  } else if (what == 2) {
    input.body = TimePassed{};
  } else if (what == 3 || wait.kind == WaitKind::nothing) {
    input.body = StageTaken{program.stages[random.below(program.stages.size())].name};
  } else if (wait.kind == WaitKind::pause || what == 4) {
    input.body = Continued{};
  } else if (what < 8) {
    input.body = QuestionPassed{wait.asked + (random.chance(10) ? 1 : 0)};
  } else {
    const auto& asked = std::get<QuestionAsked>(walk.events[wait.asked - 1].body);
    input.body = Answered{
        .question = wait.asked + (random.chance(20) ? 1 : 0),
        .value = random_value(values, asked, random)
    };
  }
  return input;
}

Walk random_walk(
    const Program& program,
    std::uint64_t seed,
    int turns,
    const std::function<void(const Walk& walk, const State& before, std::size_t fresh)>& check
) {
  Random random{seed};
  const tools::Values values{program};
  Walk walk;
  const auto adopt = [&](const State& before, Turn turn) {
    const std::size_t fresh = walk.events.size();
    walk.events.insert(
        walk.events.end(),
        std::make_move_iterator(turn.events.begin()),
        std::make_move_iterator(turn.events.end())
    );
    walk.state = std::move(turn.after);
    check(walk, before, fresh);
  };
  Input first;
  first.moment.at = day_zero();
  first.body = Begun{.seed = seed, .stage = {}, .language = {}, .profile = {{"name", "Sam"}}};
  adopt(State{}, begin(program, first));
  for (int i = 0; i < turns; ++i) {
    const State before = walk.state;
    if (random.chance(12)) {
      std::vector<Seq> asked;
      for (const Event& event : walk.events) {
        if (std::holds_alternative<QuestionAsked>(event.body)) {
          asked.push_back(event.seq);
        }
      }
      if (asked.empty()) {
        continue;  // a stage of rests alone
      }
      const Seq target = asked[random.below(asked.size())];
      if (std::optional<State> then = state_before(walk.events, target)) {
        const Moment moment{
            .at = before.last, .who = Participant::first, .request = "back-" + std::to_string(i)
        };
        adopt(
            before, take_back(program, before, *std::move(then), walk.events[target - 1], moment)
        );
      }
      continue;
    }
    const Input input = random_input(program, values, walk, random);
    StepResult result = step(program, walk.state, input);
    if (result) {
      adopt(before, *std::move(result));
    } else {
      check(
          Walk{.state = result.error().before, .events = walk.events}, before, walk.events.size()
      );
    }
  }
  return walk;
}

}  // namespace attune::test
