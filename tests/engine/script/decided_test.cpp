// Conditions that the road has decided already, and those that it has not.

#include "tests/support/courses.h"

#include <gtest/gtest.h>

#include <string>

namespace attune::engine {
namespace {

// The lines of A043, and of W044 with a "w" behind them, or all errors when there are others.
std::string decided(const CourseSources& sources) {
  std::string places;
  for (const Diagnostic& finding : compile(sources, test::plain_hash).findings) {
    const bool always = finding.code == "W044";
    if (finding.code == "A043" || always) {
      places += (places.empty() ? "" : " ") + std::to_string(finding.span.line);
      places += always ? "w" : "";
    } else if (finding.severity == Severity::error) {
      return test::errors_of(sources);
    }
  }
  return places;
}

std::string decided(const std::string& dialogue) {
  return decided(test::one_stage(dialogue));
}

const std::string pace = "ask choice pace: How?\n- gently: Gently\n- straight: Straight\nend\n";

TEST(Decided, AnswersWhoseBranchContradictsThem) {
  EXPECT_EQ(
      decided(
          "scene a\n" + pace +
          "if pace is straight\nif pace is gently\nCoach: No.\nend\nend\nfinish\n"
      ),
      "8"
  );
  EXPECT_EQ(
      decided(
          "scene a\n" + pace +
          "if pace is straight\nCoach: So.\nelse if pace is straight\nCoach: No.\nend\n"
          "finish\n"
      ),
      "9"
  );
}

TEST(Decided, AConditionThatRepeatsTheRoadLosesItsElse) {
  EXPECT_EQ(
      decided(
          "scene a\n" + pace +
          "if pace is gently\nif pace is answered\nCoach: Yes.\nelse\nCoach: No.\nend\nend\n"
          "finish\n"
      ),
      "8w"
  );
  EXPECT_EQ(
      decided(
          "scene a\n" + pace +
          "if pace is gently\nif pace is answered\nCoach: Yes.\nend\nend\nfinish\n"
      ),
      ""
  ) << "nothing is lost";
}

TEST(Decided, WhatAnOptionLeadsTo) {
  EXPECT_EQ(
      decided("scene a\nask choice q: How?\n- x: X -> b\n- y: Y -> c\nend\nfinish\n"
              "scene b\nif q is y\nCoach: No.\nend\nfinish\nscene c\nCoach: C.\nfinish\n"),
      "9"
  );
  EXPECT_EQ(
      decided("scene a\nask choice q: How?\n- x: X -> b\n- y: Y -> b\nend\nfinish\n"
              "scene b\nif q is y\nCoach: Y.\nend\nfinish\n"),
      ""
  );
}

TEST(Decided, SkipsAreARoadOfTheirOwn) {
  EXPECT_EQ(
      decided("scene a\nask text q: How?\nif q is skipped\nif q is answered\nCoach: {q}\nend\n"
              "end\nfinish\n"),
      "5"
  );
  EXPECT_EQ(
      decided("scene a\nask text q: How?\nif q is skipped\nCoach: None.\nelse if q is answered\n"
              "Coach: {q}\nelse\nCoach: What?\nend\nfinish\n"),
      "6w"
  );
}

TEST(Decided, NumbersByTheirBounds) {
  const std::string ask =
      "scene a\nask scale s 0 to 10: How strong?\nif s is skipped\nfinish\nend\n";
  EXPECT_EQ(decided(ask + "if s > 10\nCoach: No.\nend\nfinish\n"), "7");
  EXPECT_EQ(decided(ask + "if s >= 10\nCoach: Ten.\nend\nfinish\n"), "");
  EXPECT_EQ(decided(ask + "if s <= 3\nCoach: Low.\nelse if s < 4\nCoach: No.\nend\nfinish\n"), "9")
      << "a scale has whole numbers";
  EXPECT_EQ(
      decided(
          ask + "if s <= 3\nCoach: Low.\nelse if s <= 6\nCoach: Mid.\nelse if s > 6\n"
                "Coach: High.\nelse\nCoach: No.\nend\nfinish\n"
      ),
      "11w"
  );
  EXPECT_EQ(
      decided("scene a\nask number n 0 to 10: How many?\nif n is answered and n <= 3\n"
              "Coach: Few.\nelse if n is answered and n < 4\nCoach: 3.5.\nend\nfinish\n"),
      ""
  ) << "a number may have fractions";
}

TEST(Decided, MemoryThatIsNeverSetIsAConstant) {
  EXPECT_EQ(decided("remember slow = false\nscene a\nif slow\nCoach: No.\nend\nfinish\n"), "4");
  EXPECT_EQ(
      decided("remember mood = \"none\"\nscene a\nask yesno q: Glad?\nif q is answered and q\n"
              "set mood = \"glad\"\nend\nif mood is \"sad\"\nCoach: No.\nend\nfinish\n"),
      "8"
  );
  EXPECT_EQ(decided("scene a\nif false\nCoach: No.\nend\nfinish\n"), "3");
  EXPECT_EQ(decided("scene a\nif 2 > 1\nCoach: Yes.\nelse\nCoach: No.\nend\nfinish\n"), "3w");
}

TEST(Decided, MemoryThatCountsMayGrow) {
  EXPECT_EQ(
      decided("remember n = 0\nscene a\nset n = n + 1\nask yesno more: More?\n"
              "if more is answered and more\ngo a\nend\n"
              "if n > 100\nCoach: Many.\nend\nfinish\n"),
      ""
  );
  EXPECT_EQ(
      decided("remember n = 0\nscene a\nset n = 0\nask yesno q: Well?\nif q is answered and q\n"
              "set n = n + 2\nend\nif n > 2\nCoach: No.\nend\nfinish\n"),
      "9"
  );
}

TEST(Decided, WhatOneSceneSetsTheNextOneKnowsUntilAnotherRoadComes) {
  const std::string far = "remember lean = \"open\"\nscene a\n" + pace +
                          "if pace is gently\nset lean = \"near\"\ngo b\nend\nset lean = \"far\"\n"
                          "go b\n";
  EXPECT_EQ(decided(far + "scene b\nif lean is \"open\"\nCoach: No.\nend\nfinish\n"), "15");
  EXPECT_EQ(decided(far + "scene b\nif lean is \"far\"\nCoach: Far.\nend\nfinish\n"), "");
}

TEST(Decided, OptionsThatAreNeverOnOffer) {
  EXPECT_EQ(
      decided("remember slow = true\nscene a\nask choice q: How?\n- x: X\n- y when not slow: Y\n"
              "end\nfinish\n"),
      "6"
  );
}

TEST(Decided, SeveralOptionsAndHowMany) {
  const std::string ask = "scene a\nask choices m up to 2: Which?\n- x: X\n- y: Y\n- z: Z\nend\n";
  EXPECT_EQ(
      decided(
          ask + "if m is answered and m includes x and m includes y\n"
                "if m includes z\nCoach: No.\nend\nend\nfinish\n"
      ),
      "9"
  );
  EXPECT_EQ(decided(ask + "if count(m) > 2\nCoach: No.\nend\nfinish\n"), "8");
  EXPECT_EQ(decided(ask + "if count(m) is 0\nCoach: None.\nend\nfinish\n"), "") << "a skip";
}

TEST(Decided, VisitsCountFromOne) {
  EXPECT_EQ(decided("scene a\nif visits < 1\nCoach: No.\nend\nfinish\n"), "3");
  EXPECT_EQ(decided("scene a\nif visits > 1\nCoach: Again.\nend\nfinish\n"), "");
  EXPECT_EQ(
      decided("scene a\nif visits > 1\nfinish\nend\nask yesno q: Again?\nif q is answered and q\n"
              "go a\nend\nfinish\n"),
      ""
  );
}

TEST(Decided, APartIsDecidedOverAllItsCallers) {
  const std::string part = "part p\nif pace is straight\nCoach: So.\nend\nreturn\n";
  const std::string once = "scene a\n" + pace + "if pace is gently\ndo p\nend\nfinish\n";
  const std::string twice = "scene a\n" + pace + "do p\nif pace is gently\ndo p\nend\nfinish\n";
  EXPECT_EQ(decided(once + part), "12");
  EXPECT_EQ(decided(twice + part), "");
}

TEST(Decided, WhatMayChangeWhileAQuestionStandsOpenIsNotKnownAfterIt) {
  const auto course = [](const std::string& talk, const std::string& other) {
    return decided(test::course_of(
        {{"course", "course two\nstages: talk, other\n"},
         {"talk", "dialogue talk\n" + talk},
         {"other", "dialogue other\nscene b\n" + other + "finish\n"}}
    ));
  };
  const std::string asks =
      "scene a\ndo asking\nif q is answered\nask text r: And?\nif q is skipped\nCoach: Gone.\n"
      "end\nend\nfinish\npart asking\nask text q: How?\nreturn\n";
  EXPECT_EQ(course(asks, ""), "6");
  EXPECT_EQ(course(asks, "do talk.asking\n"), "") << "another stage asks it as well";
  EXPECT_EQ(
      course(
          "scene a\nif other.s is answered\nask text r: And?\nif other.s is skipped\n"
          "Coach: Gone.\nend\nend\nfinish\n",
          "ask text s: How?\n"
      ),
      ""
  );
}

TEST(Decided, AConditionThatAlwaysHoldsIsAnErrorWhereAPlaceIsLost) {
  const auto otherwise = [](const std::string& lines, const std::string& rest = "") {
    return decided("scene a\nif 2 > 1\nCoach: Yes.\nelse\n" + lines + "end\nfinish\n" + rest);
  };
  const std::string b = "scene b\nCoach: B.\nfinish\n";
  EXPECT_EQ(otherwise("ask text q: How?\n"), "3") << "a question";
  EXPECT_EQ(otherwise("go b\n", b), "3") << "a scene";
  EXPECT_EQ(otherwise("Coach: No.\npause\ngo a\n"), "3w") << "a scene with another road to it";
  EXPECT_EQ(otherwise("do p\n", "part p\nCoach: P.\nreturn\n"), "3w") << "lines of a part";
  EXPECT_EQ(otherwise("do p\n", "part p\nask text q: How?\nreturn\n"), "3") << "inside a part";
  EXPECT_EQ(
      decided("scene a\ndo p\nask text q: How?\nfinish\n"
              "part p\nif 2 > 1\nCoach: Bye.\nfinish\nelse\nCoach: No.\nend\nreturn\n"),
      "7"
  ) << "behind the part's return";
}

TEST(Decided, TheSentenceNamesTheFirstPlaceThatIsLost) {
  EXPECT_EQ(
      test::errors_of(test::one_stage(
          "scene a\nask text q: How?\nif q is answered\nCoach: {q}\nelse if q is skipped\ngo c\n"
          "else\ngo b\nend\ngo c\nscene b\nask text r: And?\nCoach: {r or \"\"}\ngo c\n"
          "scene c\nCoach: C.\nfinish\n"
      )),
      "talk.dialogue:6:9: error A043: this condition always holds here: on every road to it, \"q\" "
      "was skipped. So no road leads to the scene \"b\". Take the condition out, or look at "
      "something else.\n"
      "else if q is skipped\n"
      "        ^~~~~~~~~~~~\n"
  );
}

TEST(Decided, OneCauseIsSaidOnce) {
  EXPECT_EQ(
      decided("remember slow = false\nscene a\nif slow\nif slow is false\nCoach: No.\nend\ngo b\n"
              "end\nfinish\nscene b\nif slow\nCoach: B.\nend\nfinish\n"),
      "4"
  );
}

TEST(Decided, TheSentenceSaysWhatTheRoadDecided) {
  EXPECT_EQ(
      test::errors_of(test::one_stage(
          "scene a\n" + pace +
          "if pace is straight\n  if pace is gently\nCoach: No.\nend\nend\nfinish\n"
      )),
      "talk.dialogue:8:6: error A043: this condition never holds here: on every road to it, "
      "\"pace\" is \"straight\". What stands under it can never come. Take it out, or look at "
      "something else.\n"
      "if pace is gently\n"
      "   ^~~~~~~~~~~~~~\n"
  );
}

}  // namespace
}  // namespace attune::engine
