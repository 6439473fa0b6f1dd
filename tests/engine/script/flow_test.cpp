// What the flow analysis proves, and what it must not claim.

#include "tests/support/courses.h"

#include <gtest/gtest.h>

namespace attune::engine {
namespace {

std::string found(std::string_view dialogue) {
  return test::errors_of(test::one_stage(dialogue));
}

bool finds(std::string_view dialogue, std::string_view code) {
  return found(dialogue).find(code) != std::string::npos;
}

TEST(Flow, AGuardThatGoesAwayProvesTheAnswerAfterIt) {
  EXPECT_EQ(
      found("scene a\nask text q: How?\nif q is skipped\nCoach: Fine.\nfinish\nend\n"
            "Coach: You wrote {q}.\nfinish\n"),
      ""
  );
}

TEST(Flow, BothSidesOfAConditionAreUnderstood) {
  EXPECT_EQ(
      found("scene a\nask text q: How?\nask scale s 0 to 5: And?\n"
            "if q is answered and s is answered and s > 2\nCoach: {q} {s}\nend\n"
            "if not (q is answered)\nCoach: None.\nelse\nCoach: {q}\nend\nfinish\n"),
      ""
  );
  EXPECT_TRUE(finds(
      "scene a\nask text q: How?\nask text r: And?\n"
      "if q is answered or r is answered\nCoach: {q}\nend\nfinish\n",
      "A050"
  ));
}

TEST(Flow, AnAnswerThatIsAskedAgainMayBeGone) {
  const std::string ask_again =
      "ask yesno again: Again?\nif again\ngo a\nend\nCoach: {q}\nfinish\n";
  EXPECT_EQ(
      found("scene a\nask text q: How?\nif q is skipped\ngo a\nend\ngo b\nscene b\n" + ask_again),
      ""
  );
  EXPECT_TRUE(finds("scene a\nask text q: How?\ngo b\nscene b\n" + ask_again, "A050"));
}

TEST(Flow, APartIsAnalysedOverAllItsCallers) {
  const std::string part = "part thanks\nCoach: You wrote {q}.\nreturn\n";
  EXPECT_EQ(
      found("scene a\nask text q: How?\nif q is answered\ndo thanks\nend\nfinish\n" + part), ""
  );
  EXPECT_TRUE(finds(
      "scene a\nask text q: How?\nif q is answered\ndo thanks\nend\ndo thanks\nfinish\n" + part,
      "A050"
  ));
}

TEST(Flow, WhatAPartAsksIsKnownAfterIt) {
  const std::string caller = "scene a\ndo asking\nCoach: {q}\nfinish\n";
  EXPECT_TRUE(finds(caller + "part asking\nask text q: How?\nreturn\n", "A050"));
  EXPECT_EQ(found(caller + "part asking\nask text q required: How?\nreturn\n"), "");
}

TEST(Flow, AnAnswerOfAnotherFileIsForgottenWhileAQuestionStandsOpen) {
  const auto course = [](const std::string& talk) {
    return test::errors_of(test::course_of(
        {{"course", "course two\nstages: one, talk\n"},
         {"one", "dialogue one\nscene a\nask text q: How?\nfinish\n"},
         {"talk", "dialogue talk\nscene a\n" + talk}}
    ));
  };
  EXPECT_EQ(course("if one.q is answered\nCoach: {one.q}\nend\nfinish\n"), "");
  EXPECT_NE(course("if one.q is answered\nask text r: And?\nCoach: {one.q}\nend\nfinish\n"), "");
  EXPECT_NE(course("if one.q is answered\nask text r: And {one.q}?\nend\nfinish\n"), "");
  EXPECT_EQ(course("ask text r: And {one.q or \"that\"}?\nfinish\n"), "");
}

TEST(Flow, AnAnswerThatAnotherStageAsksAgainIsForgottenWhileAQuestionStandsOpen) {
  const auto course = [](const std::string& other) {
    return test::errors_of(test::course_of(
        {{"course", "course two\nstages: talk, other\n"},
         {"talk",
          "dialogue talk\nscene a\ndo asking\nif q is answered\nask text r: And?\n"
          "Coach: {q} {r or \"\"}\nend\nfinish\npart asking\nask text q: How?\nreturn\n"},
         {"other", "dialogue other\nscene b\nCoach: B.\n" + other + "finish\n"}}
    ));
  };
  EXPECT_EQ(course(""), "");
  EXPECT_NE(course("do talk.asking\n").find("A050"), std::string::npos);
}

TEST(Flow, ASkippedChoiceIsAWayToo) {
  EXPECT_TRUE(finds("scene a\nask choice q: How?\n- x: X -> b\nend\nscene b\nfinish\n", "A040"));
  EXPECT_EQ(
      found("scene a\nask choice q required: How?\n- x: X -> b\nend\nscene b\nCoach: B.\nfinish\n"),
      ""
  );
}

TEST(Flow, ALoopThroughAPickMayAskNothing) {
  EXPECT_TRUE(finds(
      "endless\nscene a\nask list l 1 to 2: Words?\ngo b\nscene b\nask pick p from l: Which?\ngo "
      "b\n",
      "A044"
  ));
}

TEST(Flow, CallingAPartTwiceIsNoLoop) {
  EXPECT_EQ(found("scene a\ndo breath\ndo breath\nfinish\npart breath\nCoach: In.\nreturn\n"), "");
}

TEST(Flow, QuestionsKnowTheirPlace) {
  const auto program =
      test::compiled(test::one_stage("scene a\nask choice q: How?\n- x: X -> b\nend\nask text r: "
                                     "Long?\ngo b\nscene b\nask text s: Last?\nfinish\n"));
  const auto place = [&](std::string_view name) {
    const Question* question = program->find_question(name_id(name));
    return std::to_string(question->place) + " of " + std::to_string(question->place_of);
  };
  EXPECT_EQ(place("talk.q"), "1 of 3");
  EXPECT_EQ(place("talk.r"), "2 of 3");
  EXPECT_EQ(place("talk.s"), "3 of 3");
}

TEST(Flow, TheSameWordsHaveTheSameId) {
  const auto id = [](const char* line) {
    return test::compiled(test::one_stage(std::string{"scene a\nCoach: "} + line + "\nfinish\n"))
        ->id;
  };
  EXPECT_EQ(id("Hello."), id("Hello."));
  EXPECT_NE(id("Hello."), id("Hello!"));
}

}  // namespace
}  // namespace attune::engine
