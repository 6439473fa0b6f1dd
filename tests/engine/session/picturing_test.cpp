// What a picture shows of what was said.

#include "engine/session/picturing.h"

#include "engine/base/text.h"
#include "engine/program/limits.h"

#include "tests/support/courses.h"
#include "tests/support/talk.h"

#include <gtest/gtest.h>

#include <string>

namespace attune::engine {
namespace {

using test::Talk;

const PictureShown& picture_in(const Talk& talk) {
  for (std::size_t i = talk.fresh; i < talk.events.size(); ++i) {
    if (const auto* shown = std::get_if<PictureShown>(&talk.events[i].body)) {
      return *shown;
    }
  }
  throw std::runtime_error{"no picture was shown in this turn"};
}

Talk talk_of(const std::string& lines) {
  return Talk{test::compiled(test::one_stage(lines))};
}

TEST(Picturing, ShowsWhatWasSaidAndSaysItInWords) {
  Talk talk = talk_of(
      "scene s\n"
      "ask text cue: What sets it off?\n"
      "ask choices moves: What did you do?\n- quiet as \"going quiet\": I went quiet\n"
      "- fixed: I took over\n- left: I left\nend\n"
      "show chain pattern: How it runs\n"
      "words: It starts with {cue or \"something\"}, and you answer by {moves or \"nothing\"}.\n"
      "- link \"It starts with\": {cue or \"something\"}\n"
      "- link from moves\n"
      "- link \"Not this\" when cue is skipped: never seen\n"
      "- link \"It spares you\": something\n"
      "end\n"
      "ask text q: And?\nCoach: {q or \"\"}\nfinish\n"
  );
  ASSERT_FALSE(talk.answer("a raised voice"));
  ASSERT_FALSE(talk.answer(RawValue{std::vector<std::string>{"left", "quiet"}}));
  EXPECT_EQ(
      talk.shown(),
      "talk.pattern [link It starts with: a raised voice; link I went quiet; link I left; "
      "link It spares you: something]"
  );
  const PictureShown& shown = picture_in(talk);
  EXPECT_EQ(shown.kind, PictureKind::chain);
  EXPECT_EQ(shown.title, "How it runs");
  EXPECT_EQ(
      shown.words, "It starts with a raised voice, and you answer by going quiet and I left."
  );
}

TEST(Picturing, ShowsNothingWhereNothingIsThere) {
  Talk talk = talk_of(
      "scene s\nask list carers: Who was there?\n"
      "show circle around: Around you\nwords: {carers or \"Nobody\"}.\n- person from carers\nend\n"
      "ask text q: And?\nCoach: {q or \"\"}\nfinish\n"
  );
  ASSERT_FALSE(talk.skip());
  EXPECT_EQ(talk.shown(), "");
  EXPECT_EQ(talk.open(), "q");
  Talk other = talk_of(
      "scene s\nask list carers: Who was there?\n"
      "show circle around: Around you\nwords: {carers or \"Nobody\"}.\n- person from carers\nend\n"
      "ask text q: And?\nCoach: {q or \"\"}\nfinish\n"
  );
  ASSERT_FALSE(other.answer(RawValue{std::vector<std::string>{"Ana", "Ben"}}));
  EXPECT_EQ(other.shown(), "talk.around [person Ana; person Ben]");
}

TEST(Picturing, KeepsNumbersWithinTheEndsOfItsKind) {
  Talk talk = talk_of(
      "remember n = 40\nscene s\nask scale pull 0 to 10: How strong?\n"
      "set n = n + 1\n"
      "show bar share: Yours and theirs\nwords: So it is shared.\n"
      "- mine \"Yours\" at pull when pull is answered\n- theirs at n\n- shared at -n\nend\n"
      "show course over: Over time\nwords: So it went.\n- point \"Pull\" at n / 2\nend\n"
      "ask text q: And?\nCoach: {q or \"\"}\nfinish\n"
  );
  talk.later(std::chrono::days{3});
  ASSERT_FALSE(talk.answer(RawValue{4.0}));
  EXPECT_EQ(
      talk.shown(),
      "talk.share [mine Yours: 4; theirs 10; shared 0]|talk.over [point Pull: 20.5 2019-12-23]"
  );
}

TEST(Picturing, ShowsEveryTakingOfAScoreWithItsDay) {
  Talk talk = talk_of(
      "measure day\nscale 0 to 7\nscore used\n- often: How often?\nend\n"
      "scene s\ndo day\n"
      "show course often: How often\nwords: It comes and goes.\n"
      "- point \"Often\" over score(day.used)\nend\n"
      "ask yesno more: Once more?\nif more\ngo s\nend\nfinish\n"
  );
  ASSERT_FALSE(talk.skip());
  EXPECT_EQ(talk.shown(), "");
  ASSERT_FALSE(talk.answer(RawValue{true}));
  ASSERT_FALSE(talk.answer(RawValue{3.0}));
  EXPECT_EQ(talk.shown(), "talk.often [point Often: 3 2019-12-20]");
  for (int day = 1; day <= 20; ++day) {
    talk.later(std::chrono::days{1});
    ASSERT_FALSE(talk.answer(RawValue{true}));
    ASSERT_FALSE(talk.answer(RawValue{static_cast<double>(day % 8)}));
  }
  const PictureShown& shown = picture_in(talk);
  ASSERT_EQ(shown.parts.size(), limits::takings_kept + 1);
  EXPECT_EQ(shown.parts.front().values, std::vector<double>{3});
  EXPECT_EQ(shown.parts.back().values, std::vector<double>{4});
}

TEST(Picturing, CutsALongTextAtAWord) {
  Talk talk = talk_of(
      "scene s\nask long text story: What happened?\n"
      "show then_now two: Then and now\nwords: Side by side.\n"
      "- then: {story or \"nothing\"}\n- now: Less\nend\n"
      "ask text q: And?\nCoach: {q or \"\"}\nfinish\n"
  );
  std::string story;
  for (int i = 0; i < 500; ++i) {
    story += "a word ";
  }
  ASSERT_FALSE(talk.answer(story));
  const std::string& text = picture_in(talk).parts.front().text;
  EXPECT_LE(characters(text), limits::picture_text_characters + 1);
  EXPECT_TRUE(text.starts_with("a word a word"));
}

TEST(Picturing, IsTakenBackWithTheAnswerBeforeIt) {
  Talk talk = talk_of(
      "scene s\nask text cue: What?\n"
      "show circle one: One\nwords: {cue or \"nothing\"}.\n- person: {cue or \"no one\"}\nend\n"
      "ask text q: And?\nCoach: {q or \"\"}\nfinish\n"
  );
  const Seq first = talk.asked();
  ASSERT_FALSE(talk.answer("Ana"));
  EXPECT_EQ(talk.shown(), "talk.one [person Ana]");
  talk.back(first);
  EXPECT_EQ(talk.open(), "cue");
  ASSERT_FALSE(talk.answer("Ben"));
  EXPECT_EQ(talk.shown(), "talk.one [person Ben]");
}

// What a watch heard is quoted nowhere until it is retracted.
TEST(Picturing, LeavesOutAnAnswerInWhichSomethingWasHeard) {
  const auto program = test::compiled(test::course_of(
      {{"course", "course small\nstages: talk\neverywhere: safety\nprofile: name\n"},
       {"talk", R"(dialogue talk
scene s
ask list around 1 to 3: Who was there?
ask text moment: What happened?
finish
)"},
       {"safety", R"(dialogue safety
part heard
show circle now: What is there
words: {talk.moment or "Nothing"}, {talk.around or "nobody"}.
- person "Moment": {talk.moment or "nothing"}
- person "Around" when talk.around is answered: {talk.around}
- person from talk.around
end
ask choice meant: Did you mean it?
- yes: Yes
- no: No
  retract
  show circle later: What is there now
  words: {talk.moment or "Nothing"}, {talk.around or "nobody"}.
  - person from talk.around
  end
end
Coach: {meant or "nothing"}
return
watch self_harm
clear: want to die
unclear: want to vanish
when clear do heard
when unclear do heard
end
)"}}
  ));
  Talk talk{program};
  ASSERT_FALSE(talk.answer(RawValue{std::vector<std::string>{"Ana", "I want to vanish"}}));
  EXPECT_EQ(talk.shown(), "safety.now [person Moment: nothing]");
  EXPECT_EQ(picture_in(talk).words, "Nothing, nobody.");
  ASSERT_FALSE(talk.answer("no"));
  EXPECT_EQ(talk.shown(), "safety.later [person Ana; person I want to vanish]");
}

}  // namespace
}  // namespace attune::engine
