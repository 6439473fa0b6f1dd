// What holds for every road through a script, walked at random. A failure prints its seed.

#include "engine/program/limits.h"
#include "engine/session/evolve.h"
#include "engine/session/history.h"
#include "engine/session/state_codec.h"
#include "engine/session/step.h"

#include "tests/support/courses.h"
#include "tests/support/walker.h"

#include <gtest/gtest.h>

namespace attune::engine {
namespace {

constexpr std::uint64_t walks = 60;
constexpr int turns = 80;

using test::random_walk;
using test::Walk;

// A walk changes its language now and then.
std::shared_ptr<const Program> program_in_two_languages() {
  return test::compiled(test::with_pseudo(test::everything_course(), "en-XA"));
}

TEST(Properties, ReplayingAllEventsGivesTheState) {
  const auto program = program_in_two_languages();
  for (std::uint64_t seed = 1; seed <= walks; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_walk(*program, seed, turns, [](const Walk& walk, const State&, std::size_t) {
      ASSERT_EQ(fold(walk.events), walk.state);
    });
  }
}

TEST(Properties, AStateOutlastsBeingWrittenAndReadBetweenTurns) {
  const auto program = program_in_two_languages();
  for (std::uint64_t seed = 1; seed <= walks; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_walk(*program, seed, turns, [](const Walk& walk, const State&, std::size_t) {
      const std::string bytes = encode_state(walk.state);
      const Result<State> again = decode_state(bytes);
      ASSERT_TRUE(again.has_value());
      ASSERT_EQ(*again, walk.state);
      ASSERT_EQ(encode_state(*again), bytes);
    });
  }
}

TEST(Properties, EqualInputsGiveEqualBytes) {
  const auto program = program_in_two_languages();
  for (std::uint64_t seed = 1; seed <= walks; ++seed) {
    const auto ignore = [](const Walk&, const State&, std::size_t) {};
    const Walk one = random_walk(*program, seed, turns, ignore);
    const Walk two = random_walk(*program, seed, turns, ignore);
    ASSERT_EQ(one.events, two.events) << "seed " << seed;
    ASSERT_EQ(encode_state(one.state), encode_state(two.state)) << "seed " << seed;
  }
}

TEST(Properties, ARejectionLeavesNoEventAndNoTrace) {
  const auto program = program_in_two_languages();
  for (std::uint64_t seed = 1; seed <= walks; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_walk(
        *program,
        seed,
        turns,
        [](const Walk& walk, const State& before, std::size_t fresh) {
          if (fresh == walk.events.size()) {
            ASSERT_EQ(walk.state, before);
          }
        }
    );
  }
}

TEST(Properties, EveryTurnIsBoundedAndEndsAtAQuestionARestOrTheEnd) {
  const auto program = program_in_two_languages();
  for (std::uint64_t seed = 1; seed <= walks; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_walk(*program, seed, turns, [](const Walk& walk, const State&, std::size_t fresh) {
      ASSERT_LE(walk.events.size() - fresh, 64U);
      const StagePlace* place = walk.state.current();
      ASSERT_NE(place, nullptr);
      ASSERT_TRUE(place->wait.kind != WaitKind::nothing || place->state == StageState::done);
      for (std::size_t i = fresh; i < walk.events.size(); ++i) {
        ASSERT_EQ(walk.events[i].seq, i + 1);
        ASSERT_TRUE(i == fresh || walk.events[i].request.empty());
      }
    });
  }
}

TEST(Properties, TheStateDoesNotGrowWithTurns) {
  const auto program = program_in_two_languages();
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Walk walk =
        random_walk(*program, seed, 1500, [](const Walk&, const State&, std::size_t) {});
    EXPECT_LT(encode_state(walk.state).size(), 3000U) << "seed " << seed;
    EXPECT_LE(walk.state.requests.size(), limits::requests_kept);
  }
}

// Version 1 of a snapshot ended before the labels of options that are gone.
TEST(Properties, ASnapshotOfVersion1IsStillRead) {
  const auto program = test::compiled(test::everything_course());
  const Walk walk = random_walk(*program, 7, 60, [](const Walk&, const State&, std::size_t) {});
  State state = walk.state;
  state.practices.clear();
  state.takings.clear();
  state.labels.clear();
  state.marks.clear();
  std::string bytes = encode_state(state);
  ASSERT_EQ(bytes.front(), 2);
  ASSERT_TRUE(bytes.ends_with(std::string(4, '\0'))) << "none of what version 2 added";
  bytes.front() = 1;
  bytes.resize(bytes.size() - 4);
  EXPECT_EQ(decode_state(bytes), state);
}

TEST(Properties, NoPrefixOfASnapshotIsTakenForAWholeOne) {
  const auto program = program_in_two_languages();
  const Walk walk = random_walk(*program, 7, 60, [](const Walk&, const State&, std::size_t) {});
  const std::string bytes = encode_state(walk.state);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_state(std::string_view{bytes}.substr(0, length)).has_value()) << length;
  }
}

}  // namespace
}  // namespace attune::engine
