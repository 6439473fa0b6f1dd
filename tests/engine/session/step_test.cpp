#include "engine/session/step.h"

#include "engine/program/limits.h"

#include "tests/support/courses.h"
#include "tests/support/talk.h"

#include <gtest/gtest.h>

namespace attune::engine {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using test::Talk;

Talk talk_of(std::string_view dialogue) {
  return Talk{test::compiled(test::one_stage(dialogue))};
}

TEST(Step, SpeaksUntilTheFirstQuestion) {
  const Talk talk =
      talk_of("scene a\nCoach: Hello, {you.name}.\nCoach: Well.\nask text q: How?\nfinish\n");
  EXPECT_EQ(talk.said(), "Hello, Sam.|Well.");
  EXPECT_EQ(talk.open(), "q");
  EXPECT_EQ(talk.question().text, "How?");
}

TEST(Step, AnAnswerToAnotherQuestionIsStale) {
  Talk talk = talk_of("scene a\nask text q: How?\nask text r: And?\nfinish\n");
  const Seq first = talk.asked();
  ASSERT_FALSE(talk.answer("well"));
  const auto rejection = talk.take(Answered{.question = first, .value = std::string{"again"}});
  EXPECT_EQ(test::code_of(rejection), RejectionCode::not_open);
  EXPECT_EQ(talk.open(), "r");
}

TEST(Step, APersonsWordsAreNeverReadAsMarkup) {
  Talk talk = talk_of(
      "scene a\nask text q: How?\nif q is answered\nCoach: You wrote: {q}\nend\nask text r: "
      "And?\nfinish\n"
  );
  ASSERT_FALSE(talk.answer("{you.name} {{ } -> end"));
  EXPECT_EQ(talk.said(), "You wrote: {you.name} {{ } -> end");
}

TEST(Step, AChosenOptionLeadsWhereItSays) {
  Talk talk = talk_of(
      "scene a\nask choice q: How?\n- one: One\n  Coach: The first.\n- two as \"the two\": Two -> "
      "b\nend\n"
      "Coach: After.\nfinish\nscene b\nCoach: {a_word or \"There\"}.\nask text a_word: "
      "And?\nfinish\n"
  );
  ASSERT_FALSE(talk.answer("two"));
  EXPECT_EQ(talk.said(), "There.");
  const auto rejection = [&] {
    Talk other = talk_of("scene a\nask choice q: How?\n- one: One\nend\nfinish\n");
    return other.answer("two");
  }();
  EXPECT_EQ(test::code_of(rejection), RejectionCode::unknown_option);
}

TEST(Step, ARequiredQuestionCannotBeSkipped) {
  Talk talk = talk_of("scene a\nask yesno q required: Yes?\nfinish\n");
  EXPECT_FALSE(talk.question().skippable);
  const auto rejection = talk.skip();
  EXPECT_EQ(test::code_of(rejection), RejectionCode::required);
}

TEST(Step, TakingBackAsksAnewAndForgetsWhatCameAfter) {
  Talk talk = talk_of(
      "remember rounds = 0\nscene a\nask text q: How?\nset rounds = rounds + 1\nask text r: And?\n"
      "Coach: {rounds}, {q or \"nothing\"}.\nask text s: Then?\nfinish\n"
  );
  const Seq first = talk.asked();
  ASSERT_FALSE(talk.answer("one"));
  ASSERT_FALSE(talk.answer("two"));
  EXPECT_EQ(talk.said(), "1, one.");
  talk.back(first);
  EXPECT_EQ(talk.open(), "q");
  EXPECT_GT(talk.asked(), first);
  EXPECT_EQ(talk.state.answer(name_id("talk.q")), nullptr);
  ASSERT_FALSE(talk.answer("anew"));
  ASSERT_FALSE(talk.skip());
  EXPECT_EQ(talk.said(), "1, anew.");
}

TEST(Step, HelpComesBackToTheSameQuestion) {
  Talk talk{test::compiled(test::everything_course())};
  EXPECT_EQ(talk.open(), "pace");
  const Seq before = talk.asked();
  ASSERT_FALSE(talk.take(HelpAsked{}));
  EXPECT_EQ(talk.open(), "country");
  ASSERT_FALSE(talk.answer("us"));
  EXPECT_EQ(talk.said(), "Call 988.|Call 911.");
  ASSERT_FALSE(talk.take(HelpAsked{}));
  EXPECT_EQ(talk.said(), "You asked for help.|You chose before.|Call 988.|Call 911.");
  ASSERT_FALSE(talk.answer("on"));
  EXPECT_EQ(talk.open(), "pace");
  EXPECT_NE(talk.asked(), before);
  ASSERT_FALSE(talk.answer("gently"));
  EXPECT_EQ(talk.open(), "moment");
}

TEST(Step, APlainRestEndsWhenThePersonIsBackButNotOnAReload) {
  Talk talk =
      talk_of("scene a\nCoach: Rest.\npause\nCoach: Good to see you.\nask text q: How?\nfinish\n");
  EXPECT_EQ(talk.state.wait().kind, WaitKind::pause);
  talk.later(minutes{1});
  ASSERT_FALSE(talk.take(CameBack{}));
  EXPECT_EQ(talk.state.wait().kind, WaitKind::pause);
  talk.later(minutes{11});
  ASSERT_FALSE(talk.take(CameBack{}));
  EXPECT_EQ(talk.said(), "Good to see you.");
}

TEST(Step, ATimedRestLastsItsTimeUnlessItMayEndEarly) {
  Talk strict = talk_of("scene a\npause for 1 day\nCoach: Morning.\nask text q: How?\nfinish\n");
  EXPECT_TRUE(strict.take(Continued{}));
  strict.later(days{1});
  ASSERT_FALSE(strict.take(TimePassed{}));
  EXPECT_EQ(strict.said(), "Morning.");
  Talk early = talk_of(
      "scene a\npause for 1 day, may continue early\nCoach: Morning.\nask text q: How?\nfinish\n"
  );
  ASSERT_FALSE(early.take(Continued{}));
  EXPECT_EQ(early.said(), "Morning.");
}

TEST(Step, SomeoneBackAfterDaysIsGreetedOnce) {
  Talk talk{test::compiled(test::everything_course())};
  ASSERT_FALSE(talk.answer("gently"));
  talk.later(days{2});
  ASSERT_FALSE(talk.take(CameBack{}));
  EXPECT_EQ(talk.said(), "Welcome back. You had chosen With something easy.");
  EXPECT_EQ(talk.open(), "moment");
  ASSERT_FALSE(talk.take(CameBack{}));
  EXPECT_EQ(talk.open(), "moment");
}

TEST(Step, TheSameWayIsNotTakenTwiceRunning) {
  Talk talk = talk_of(
      "endless\nscene a\none of\nCoach: One.\nor\nCoach: Two.\nor\nCoach: Three.\nend\nask text q: "
      "How?\n"
      "go a\n"
  );
  std::string before;
  for (int i = 0; i < 50; ++i) {
    EXPECT_NE(talk.said(), before);
    before = talk.said();
    ASSERT_FALSE(talk.skip());
  }
}

TEST(Step, AStageThatIsDoneOpensTheNextAndCanBeTakenUpAgain) {
  Talk talk{test::compiled(test::course_of(
      {{"course", "course two\nstages: one, next\n"},
       {"one", "dialogue one\nscene a\nask text q: How?\nfinish\n"},
       {"next", "dialogue next\nscene a\nask text q: And?\nfinish\n"}}
  ))};
  EXPECT_TRUE(talk.take(StageTaken{"next"}));
  ASSERT_FALSE(talk.answer("well"));
  EXPECT_EQ(talk.open(), "");
  ASSERT_FALSE(talk.take(StageTaken{"next"}));
  EXPECT_EQ(talk.question().stage, "next");
  ASSERT_FALSE(talk.take(StageTaken{"one"}));
  EXPECT_EQ(talk.question().stage, "one");
  ASSERT_FALSE(talk.take(StageTaken{"next"}));
  EXPECT_EQ(talk.question().question, "next.q");
  ASSERT_FALSE(talk.skip());
  EXPECT_FALSE(std::holds_alternative<CourseEnded>(talk.events.back().body)) << "one stands open";
}

TEST(Step, AStageThatWasLeftLooksAroundBeforeItAsksAgain) {
  Talk talk{test::compiled(test::course_of(
      {{"course", "course two\nstages: one, next\n"},
       {"one",
        "dialogue one\nremember open = true\nscene a\nask yesno q: Shall it stay open?\nif q is "
        "answered\nset open = q\nend\nfinish\n"},
       {"next",
        "dialogue next\nscene a\nask text q: And?\nfinish\nscene b\nask text r: Elsewhere?\n"
        "finish\npart welcome_back\nCoach: Here again.\nif not one.open\ngo b\nend\nreturn\n"}}
  ))};
  ASSERT_FALSE(talk.answer(true));
  ASSERT_FALSE(talk.take(StageTaken{"next"}));
  EXPECT_EQ(talk.said(), "") << "nobody has been away yet";
  ASSERT_FALSE(talk.take(StageTaken{"one"}));
  ASSERT_FALSE(talk.answer(true));
  ASSERT_FALSE(talk.take(StageTaken{"next"}));
  EXPECT_EQ(talk.said(), "Here again.");
  EXPECT_EQ(talk.question().question, "next.q") << "it is asked again";
  ASSERT_FALSE(talk.take(StageTaken{"one"}));
  ASSERT_FALSE(talk.answer(false));
  ASSERT_FALSE(talk.take(StageTaken{"next"}));
  EXPECT_EQ(talk.question().question, "next.r") << "what was answered elsewhere leads on";
}

TEST(Step, AStageIsGuardedBeforeAQuestionThatWasBrokenInOnIsAskedAgain) {
  Talk talk{test::compiled(test::course_of(
      {{"course", "course one\nstages: one\neverywhere: aid\n"},
       {"one",
        "dialogue one\nscene a\nask text q: How?\nfinish\nscene b\nask text r: Elsewhere?\n"
        "finish\npart guard\ndo looks\nif aid.sore\nCoach: Not that, then.\ngo b\nend\nreturn\n"
        "part looks\nreturn\n"},
       {"aid",
        "dialogue aid\nremember sore = false\npart help\nask yesno hurts: Does it hurt?\n"
        "if hurts is answered\nset sore = hurts\nend\nreturn\n"}}
  ))};
  ASSERT_FALSE(talk.take(HelpAsked{}));
  ASSERT_FALSE(talk.answer(false));
  EXPECT_EQ(talk.question().question, "one.q") << "nothing speaks against it";
  ASSERT_FALSE(talk.take(HelpAsked{}));
  ASSERT_FALSE(talk.take(HelpAsked{})) << "a second one takes the place of the first";
  ASSERT_FALSE(talk.answer(true));
  EXPECT_EQ(talk.said(), "Not that, then.");
  EXPECT_EQ(talk.question().question, "one.r");
  ASSERT_FALSE(talk.answer("well"));
  EXPECT_EQ(talk.open(), "");
}

TEST(Step, AClockThatIsSetBackDoesNotTurnTheOrderRound) {
  Talk talk = talk_of("scene a\nask text q: How?\nask text r: And?\nfinish\n");
  talk.later(-days{3});
  ASSERT_FALSE(talk.answer("well"));
  for (std::size_t i = 1; i < talk.events.size(); ++i) {
    EXPECT_GE(talk.events[i].at, talk.events[i - 1].at);
  }
}

TEST(Step, AQuestionWithoutTextTakesTheLineBeforeIt) {
  Talk talk = talk_of(
      "scene a\nCoach: And how was that?\nask text q:\nif q is answered\nCoach: {q}\nend\nfinish\n"
  );
  EXPECT_EQ(talk.question().text, "And how was that?");
  const Seq first = talk.asked();
  ASSERT_FALSE(talk.answer("good"));
  talk.back(first);
  EXPECT_EQ(talk.question().text, "And how was that?");
}

}  // namespace
}  // namespace attune::engine
