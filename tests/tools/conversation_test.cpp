// A conversation in memory: every refusal in the form of a transcript, and the line that spoke.

#include "tools/conversation.h"

#include "tests/support/courses.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace attune::tools {
namespace {

constexpr const char* script =
    "scene a\n"
    "Coach: Hello, {you.name}.\n"
    "ask text t up to 5, required: A word\n"
    "ask text m: More?\n"
    "ask yesno y: Yes?\n"
    "ask scale s 0 to 10: Scale?\n"
    "ask number n 1 to 90, unit \"minutes\": How long?\n"
    "ask date d: Which day?\n"
    "ask list l 1 to 2: Things?\n"
    "ask pick p from l: Which of them?\n"
    "ask choices c up to 1: What?\n"
    "- one: One\n"
    "- two: Two\n"
    "end\n"
    "Coach: Rest.\n"
    "pause for 1 day, may continue early\n"
    "Coach: {t}, {y or \"-\"}, {s or \"-\"}, {n or \"-\"}, {d or \"-\"}, {p or \"-\"}, {c or "
    "\"-\"}.\n"
    "finish\n";

class Conversing : public testing::Test {
 protected:
  std::vector<std::string> say(const std::string& line) {
    conversation_.type(line);
    std::vector<std::string> texts;
    for (const SpokenLine& spoken : conversation_.take_lines()) {
      if (spoken.kind != SpokenLine::Kind::answer) {
        texts.push_back(spoken.text);
      }
    }
    return texts;
  }

  using Lines = std::vector<std::string>;

  std::shared_ptr<const engine::Program> program_ = test::compiled(test::one_stage(script));
  Conversation conversation_{*program_, ConversationStart{}};
};

TEST_F(Conversing, NamesTheScriptLineThatSpoke) {
  const std::vector<SpokenLine> lines = conversation_.take_lines();
  ASSERT_EQ(lines.size(), 2U);
  // The dialogue's own line is the first.
  EXPECT_EQ(lines[0].text, "Coach: Hello, Sam.");
  EXPECT_EQ(lines[0].place, "talk.dialogue:3");
  EXPECT_EQ(lines[1].text, "t? A word");
  EXPECT_EQ(lines[1].place, "talk.dialogue:4");
}

TEST_F(Conversing, RefusesWhatDoesNotFitAndGoesOnWithWhatDoes) {
  conversation_.take_lines();
  EXPECT_EQ(say("(back)"), Lines{"! There is no answer to take back here."});
  EXPECT_EQ(say("(continue)"), Lines{"! There is no rest to end just now."});
  EXPECT_EQ(say("(begin nowhere)"), Lines{"! This stage is not open yet."});
  EXPECT_EQ(say("(begin talk)"), Lines{"! You are in this stage already."});
  EXPECT_EQ(say("(skip)"), Lines{"! This one question needs an answer to go on."});
  EXPECT_EQ(
      say("too long"), Lines{"! That is 8 characters; up to 5 fit here. Nothing you wrote is lost."}
  );
  EXPECT_EQ(say("((a)"), Lines{"m? More?"});
  EXPECT_EQ(
      say("\u200b"), Lines{"! There is nothing written yet. You can also skip this question."}
  );
  EXPECT_EQ(say("(skip)"), Lines{"y? Yes?"});
  EXPECT_EQ(say("perhaps"), Lines{"! Please answer this with yes or no."});
  EXPECT_EQ(say("no"), Lines{"s? Scale?"});
  EXPECT_EQ(say("eleven"), Lines{"! Please answer this with a number."});
  EXPECT_EQ(say("11"), Lines{"! Please choose a number from 0 to 10."});
  EXPECT_EQ(say("7"), Lines{"n? How long?"});
  EXPECT_EQ(say("24 minutes"), Lines{"d? Which day?"});
  EXPECT_EQ(say("someday"), Lines{"! Please give a day, such as 2026-11-23."});
  EXPECT_EQ(say("2026-11-23"), Lines{"l? Things?"});
  EXPECT_EQ(say("a; b; c"), Lines{"! Please list from 1 to 2 things."});
  EXPECT_EQ(say("a; b"), Lines{"p? Which of them?"});
  EXPECT_EQ(say("3"), Lines{"! Please choose one of the answers on offer."});
  EXPECT_EQ(say("2"), Lines{"c? What?"});
  EXPECT_EQ(say("one, two"), Lines{"! Please choose only one."});
  EXPECT_EQ(say("three"), Lines{"! Please choose among the answers on offer."});
  EXPECT_EQ(say("two"), Lines{"Coach: Rest."});
  EXPECT_EQ(
      say("hello"), Lines{"! That question is not open any more. Please look at what is asked now."}
  );
  EXPECT_FALSE(conversation_.over());
  EXPECT_EQ(say("(continue)"), Lines{"Coach: (a), no, 7, 24, 23 November 2026, b, Two."});
  EXPECT_TRUE(conversation_.over());
}

TEST_F(Conversing, TakesBackOneAnswerAfterAnother) {
  say("one");
  say("more");
  EXPECT_EQ(say("(back)"), Lines{"m? More?"});
  EXPECT_EQ(say("more"), Lines{"y? Yes?"});
  EXPECT_EQ(say("(back)"), Lines{"m? More?"});
  EXPECT_EQ(say("(skip)"), Lines{"y? Yes?"});
  EXPECT_EQ(say("(back)"), Lines{"m? More?"});
  EXPECT_EQ(say("(back)"), Lines{"t? A word"});
  EXPECT_EQ(say("(back)"), Lines{"! There is no answer to take back here."});
  EXPECT_EQ(say("two"), Lines{"m? More?"});
}

TEST_F(Conversing, IsTheSameEachTimeItIsHeld) {
  Conversation other{*program_, ConversationStart{}};
  for (const char* line : {"one", "(back)", "two", "(skip)", "(2 days later)", "(help)", "9"}) {
    conversation_.type(line);
    other.type(line);
  }
  EXPECT_EQ(conversation_.state(), other.state());
}

}  // namespace
}  // namespace attune::tools
