#include "engine/session/scoring.h"

#include "engine/program/limits.h"

#include "tests/support/courses.h"
#include "tests/support/talk.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace attune::engine {
namespace {

using test::Talk;

// The ECR-RS's rule on made-up sentences: avoidance from items 1 to 6, the first four reversed;
// anxiety from 7 to 9; item 9 counts for a sum as well.
constexpr std::string_view relationship = R"(measure close
  scale 1 to 7
  score avoidance, at least 80% answered
  score anxiety, at least 60% answered
  score load sum, at least 50% answered
  - a for avoidance, reversed: A.
  - b for avoidance, reversed: B.
  - c for avoidance, reversed: C.
  - d for avoidance, reversed: D.
  - e for avoidance: E.
  - f for avoidance: F.
  - g for anxiety: G.
  - h for anxiety, load: H.
  - i for anxiety, load: I.
  band anxiety 1 to 3: lower
  band anxiety 3 to 7: higher
  noise 2
  source: Made up for this test
end
scene s
do close
ask text q: And?
finish
)";

constexpr double missing = 0;  // no answer on a scale from 1

struct Case {
  const char* what;
  std::vector<double> items;
  std::optional<double> avoidance;
  std::optional<double> anxiety;
  std::optional<double> load;
};

// By hand: reversed is 8 - x; mean of what is there; a sum is that mean times the items.
const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"all at the low end", {1, 1, 1, 1, 1, 1, 1, 1, 1}, 30.0 / 6, 1.0, 2.0},
      {"all at the high end", {7, 7, 7, 7, 7, 7, 7, 7, 7}, 18.0 / 6, 7.0, 14.0},
      {"secure", {7, 6, 7, 6, 2, 1, 1, 2, 1}, 9.0 / 6, 4.0 / 3, 3.0},
      {"mixed", {2, 3, 5, 4, 6, 5, 3, 7, 4}, 29.0 / 6, 14.0 / 3, 11.0},
      {"one reversed item missing", {missing, 3, 5, 4, 6, 5, 3, 7, 4}, 23.0 / 5, 14.0 / 3, 11.0},
      {"one plain item missing", {2, 3, 5, 4, missing, 5, 3, 7, 4}, 23.0 / 5, 14.0 / 3, 11.0},
      {"two of six are too many", {2, missing, 5, 4, 6, missing, 3, 7, 4}, {}, 14.0 / 3, 11.0},
      {"a sum is prorated", {4, 4, 4, 4, 4, 4, 4, missing, 6}, 24.0 / 6, 5.0, 12.0},
      {"one of three is too few", {4, 4, 4, 4, 4, 4, 4, missing, missing}, 24.0 / 6, {}, {}},
      {"nothing answered",
       {missing, missing, missing, missing, missing, missing, missing, missing, missing},
       {},
       {},
       {}},
  };
  return all;
}

std::optional<double> score_of(const State& state, std::string_view name) {
  const Value* value = state.answer(name_id("talk.close_" + std::string{name}));
  const auto* number = value != nullptr ? std::get_if<double>(value) : nullptr;
  return number != nullptr ? std::optional{*number} : std::nullopt;
}

void expect_near(std::optional<double> found, std::optional<double> wanted, const char* what) {
  ASSERT_EQ(found.has_value(), wanted.has_value()) << what;
  if (found) {
    EXPECT_NEAR(*found, *wanted, 1e-12) << what;
  }
}

void answer_all(Talk& talk, const std::vector<double>& items) {
  for (const double item : items) {
    if (item == missing) {
      ASSERT_FALSE(talk.skip());
    } else {
      ASSERT_FALSE(talk.answer(RawValue{item}));
    }
  }
}

TEST(Scoring, ComesToWhatTheHandComesTo) {
  for (const Case& each : cases()) {
    Talk talk{test::compiled(test::one_stage(relationship))};
    answer_all(talk, each.items);
    EXPECT_EQ(talk.open(), "q") << each.what;
    expect_near(score_of(talk.state, "avoidance"), each.avoidance, each.what);
    expect_near(score_of(talk.state, "anxiety"), each.anxiety, each.what);
    expect_near(score_of(talk.state, "load"), each.load, each.what);
  }
}

TEST(Scoring, NamesTheBandAndTheLowerOneWhereTwoMeet) {
  const auto program = test::compiled(test::one_stage(relationship));
  const MeasureScore& anxiety = program->measures.at(0).scores.at(1);
  ASSERT_NE(band_of(anxiety, 3), nullptr);
  EXPECT_EQ(band_of(anxiety, 3)->label, "lower");
  EXPECT_EQ(band_of(anxiety, 3.01)->label, "higher");
  EXPECT_EQ(band_of(anxiety, 0.5), nullptr);
}

TEST(Scoring, KeepsTheFirstTakingAndTheLatestOnes) {
  Talk talk{test::compiled(test::one_stage(
      "endless\nmeasure m\nscale 1 to 7\nscore s\n- a: A.\nend\nscene s\ndo m\ngo s\n"
  ))};
  for (std::size_t i = 0; i < limits::takings_kept + 5; ++i) {
    ASSERT_FALSE(talk.answer(RawValue{static_cast<double>(1 + i % 7)}));
  }
  ASSERT_EQ(talk.state.takings.size(), limits::takings_kept + 1);
  EXPECT_EQ(talk.state.takings.front().value, 1);
  EXPECT_EQ(talk.state.takings.front().at, test::day_zero());
  EXPECT_EQ(
      talk.state.takings.back().value, static_cast<double>(1 + (limits::takings_kept + 4) % 7)
  );
}

TEST(Scoring, AScoreIsQuotedOnlyWhereItIsSurelyThere) {
  const std::string measure = "measure m\nscale 1 to 7\nscore s\n- a: A.\nend\nscene s\ndo m\n";
  EXPECT_EQ(
      test::errors_of(
          test::one_stage(measure + "if score(m.s) is answered\nCoach: It is {m_s}.\nend\nfinish\n")
      ),
      ""
  );
  EXPECT_NE(
      test::errors_of(test::one_stage(measure + "Coach: It is {m_s}.\nfinish\n")).find("A050"),
      std::string::npos
  );
  EXPECT_NE(
      test::errors_of(test::one_stage(measure + "if score(m.z) > 2\nCoach: So.\nend\nfinish\n"))
          .find("there is no measure with this score."),
      std::string::npos
  );
}

TEST(Practices, AreOfferedAndAskedAboutLater) {
  Talk talk{test::compiled(test::one_stage(
      "scene s\nask text cue: What sets it off?\n"
      "practice log for 7 days: Watch for {cue or \"it\"}.\n"
      "pause\nif days since(log) >= 7\nCoach: A week ago.\nelse\nCoach: Not yet a week.\nend\n"
      "ask text q: And?\nfinish\n"
  ))};
  ASSERT_FALSE(talk.answer("a raised voice"));
  const auto& offered = std::get<PracticeOffered>(talk.events.at(talk.fresh + 1).body);
  EXPECT_EQ(offered.practice, "talk.log");
  EXPECT_EQ(offered.days, 7U);
  EXPECT_EQ(offered.text, "Watch for a raised voice.");
  talk.later(std::chrono::days{8});
  ASSERT_FALSE(talk.take(Continued{}));
  EXPECT_EQ(talk.said(), "A week ago.");
}

}  // namespace
}  // namespace attune::engine
