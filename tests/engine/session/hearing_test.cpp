// What a session does when a watch hears something in an answer.

#include "engine/session/history.h"
#include "engine/session/state_codec.h"

#include "tests/support/courses.h"
#include "tests/support/talk.h"

#include <gtest/gtest.h>

namespace attune::engine {
namespace {

using test::Talk;

std::shared_ptr<const Program> course() {
  return test::compiled(test::course_of(
      {{"course", "course small\nstages: talk\neverywhere: safety\nprofile: name\n"},
       {"talk", R"(dialogue talk
scene arriving
ask text moment: What happened?
if moment is answered
  Coach: You wrote: "{moment}"
else
  Coach: That is fine.
end
ask list around 1 to 3: Who was there?
Coach: So: {around or "nobody"}.
finish
)"},
       {"safety", R"(dialogue safety
remember heard = false
part stop_here
set heard = true
Coach: Let us stop here.
ask choice how: What would help?
- rest: To rest
  pause
  Coach: Welcome back.
- note: To write
  ask text note: Write it.
- quoted: To read it
  Coach: You wrote: {talk.moment or "something"}.
- not_meant: That is not what I meant
  retract
end
Coach: Thank you for {note or "saying so"}.
return
part ask_kindly
ask choice meant: Did you mean it?
- yes: Yes
  do stop_here
- not_meant: That is not what I meant
  retract
end
return
watch self_harm
clear: want to die
unclear: want to vanish
when clear do stop_here
when unclear do ask_kindly
end
)"}}
  ));
}

TEST(Hearing, InterruptsAndComesBackToTheSameQuestion) {
  Talk talk{course()};
  talk.answer("I want to die");
  EXPECT_EQ(talk.said(), "Let us stop here.");
  EXPECT_EQ(talk.open(), "how");
  talk.answer("rest");
  talk.later(std::chrono::hours{1});
  talk.take(CameBack{});
  EXPECT_EQ(talk.said(), "Welcome back.|Thank you for saying so.");
  EXPECT_EQ(talk.open(), "moment");
  talk.answer("I left the room");
  EXPECT_EQ(talk.said(), "You wrote: \"I left the room\"");
}

TEST(Hearing, KeepsTheAnswerAndNeverQuotesIt) {
  Talk talk{course()};
  talk.answer("I want to die");
  talk.answer("quoted");
  EXPECT_EQ(talk.said(), "You wrote: something.|Thank you for saying so.");
  EXPECT_EQ(std::get<Text>(*talk.state.written(name_id("talk.moment"))).text, "I want to die");
  EXPECT_TRUE(is_skipped(*talk.state.answer(name_id("talk.moment"))));
  talk.skip();
  EXPECT_EQ(talk.said(), "That is fine.");
  EXPECT_TRUE(talk.state.marks.empty());
}

TEST(Hearing, WhatWasNotMeantMayBeWrittenAgain) {
  Talk talk{course()};
  talk.answer("I want to die");
  talk.answer("not_meant");
  EXPECT_EQ(talk.open(), "moment");
  talk.answer("I want to die");
  EXPECT_EQ(talk.said(), "You wrote: \"I want to die\"");
}

TEST(Hearing, AsksOnceWhereItIsNotSure) {
  Talk talk{course()};
  talk.answer("I want to vanish");
  EXPECT_EQ(talk.open(), "meant");
  talk.answer("not_meant");
  EXPECT_EQ(talk.open(), "moment");
  talk.answer("All of me did want to vanish");
  EXPECT_EQ(talk.said(), "You wrote: \"All of me did want to vanish\"");
}

TEST(Hearing, AClearWordIsHeardAlsoAfterAJoke) {
  Talk talk{course()};
  talk.answer("I want to vanish");
  talk.answer("not_meant");
  talk.answer("I want to die");
  EXPECT_EQ(talk.said(), "Let us stop here.");
}

TEST(Hearing, ListensToEachThingOfAList) {
  Talk talk{course()};
  talk.skip();
  talk.answer(RawValue{std::vector<std::string>{"my aunt", "want to die"}});
  EXPECT_EQ(talk.said(), "Let us stop here.");
  talk.answer("not_meant");
  EXPECT_EQ(talk.open(), "around");
}

TEST(Hearing, HearsInsideAnInterruptionToo) {
  Talk talk{course()};
  talk.answer("I want to die");
  talk.answer("note");
  EXPECT_EQ(talk.open(), "note");
  talk.answer("I want to die");
  EXPECT_EQ(talk.open(), "how");
  talk.answer("not_meant");
  EXPECT_EQ(talk.open(), "moment");  // what stood open before both
}

TEST(Hearing, TheStateIsTheFoldOfItsEventsAndOutlastsASnapshot) {
  Talk talk{course()};
  talk.answer("I want to vanish");
  EXPECT_EQ(talk.state, fold(talk.events));
  EXPECT_EQ(*decode_state(encode_state(talk.state)), talk.state);
  talk.answer("not_meant");
  EXPECT_EQ(talk.state, fold(talk.events));
  ASSERT_EQ(talk.state.marks.size(), 1U);
  EXPECT_TRUE(talk.state.marks[0].retracted);
  EXPECT_EQ(*decode_state(encode_state(talk.state)), talk.state);
}

TEST(Hearing, TakingTheAnswerBackTakesTheMatchBack) {
  Talk talk{course()};
  const Seq asked = talk.asked();
  talk.answer("I want to die");
  talk.back(asked);
  EXPECT_EQ(talk.open(), "moment");
  EXPECT_TRUE(talk.state.marks.empty());
  talk.answer("I left");
  EXPECT_EQ(talk.said(), "You wrote: \"I left\"");
}

TEST(Hearing, NoEventHoldsTheWordsThatWereMatched) {
  Talk talk{course()};
  talk.answer("I want to die");
  for (const Event& event : talk.events) {
    if (const auto* matched = std::get_if<WatchMatched>(&event.body)) {
      EXPECT_EQ(
          *matched,
          (WatchMatched{.question = "talk.moment", .watch = "self_harm", .tier = Tier::clear})
      );
    }
  }
}

}  // namespace
}  // namespace attune::engine
