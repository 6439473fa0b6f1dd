#include "engine/session/render.h"

#include "tests/support/courses.h"
#include "tests/support/talk.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace attune::engine {
namespace {

using test::Talk;

constexpr std::string_view german = R"(msgctxt "talk.arriving"
msgid "Hello, {you.name}."
msgstr "Hallo, {you.name}."

msgctxt "talk.arriving"
msgid "How shall we begin?"
msgstr "Wie beginnen wir?"

msgctxt "talk.arriving"
msgid "Softly"
msgstr "Sanft"

msgctxt "talk.arriving"
msgid "softly"
msgstr "sanft"

msgctxt "talk.arriving"
msgid "fast"
msgstr "schnell"

msgctxt "talk.arriving"
msgid "What comes up?"
msgstr "Was taucht auf?"

msgctxt "talk.arriving"
msgid "You chose {pace or \"nothing\"}, for {minutes or \"no\"} minutes, on {day or \"some day\"}: {things or \"nothing\"}. {mood}."
msgstr "{things or \"nichts\"}: {mood}, {day or \"eines Tages\"}, {pace or \"nichts\"}, {minutes or \"keine\"} Minuten."

msgctxt "talk"
msgid "calm"
msgstr "ruhig"

msgctxt "list"
msgid "{a} and {b}"
msgstr "{a} und {b}"

msgctxt "date"
msgid "{day} {month} {year}"
msgstr "{day}. {month} {year}"

msgctxt "date"
msgid "March"
msgstr "März"

msgctxt "number"
msgid "."
msgstr ","

msgctxt "number"
msgid "{number} {unit}"
msgstr "{number} {unit}"
)";

std::shared_ptr<const Program> program() {
  return test::compiled(test::course_of(
      {{"course", "course small\nstages: talk\nprofile: name\neverywhere: safety\n"},
       {"talk", R"(dialogue talk
remember mood = "calm"
scene arriving
Coach: Hello, {you.name}.
ask choice pace: How shall we begin?
- soft as "softly": Softly
- fast as "fast": Fast
end
ask list things 1 to 3: Which?
ask number minutes 0 to 60, unit "min": How long?
ask date day: When?
Coach: What comes up?
ask text thought:
Coach: You chose {pace or "nothing"}, for {minutes or "no"} minutes, on {day or "some day"}: {things or "nothing"}. {mood}.
ask yesno more: More?
finish
)"},
       {"safety", "dialogue safety\npart help\nCoach: Help.\nask yesno well: Better?\nreturn\n"},
       {"translations/de.po", std::string{german}}}
  ));
}

TEST(Language, ASessionBeginsInTheOneThatWasChosen) {
  const auto course = program();
  Input input;
  input.body = Begun{.seed = 1, .stage = {}, .language = "de", .profile = {{"name", "Sam"}}};
  const Turn turn = begin(*course, input);
  EXPECT_EQ(turn.after.language, "de");
  EXPECT_EQ(std::get<Began>(turn.events[0].body).language, "de");
  const auto said = std::ranges::find_if(turn.events, [](const Event& event) {
    return std::holds_alternative<LineSaid>(event.body);
  });
  EXPECT_EQ(std::get<LineSaid>(said->body).text, "Hallo, Sam.");
}

TEST(Language, AskingForAnotherAsksTheOpenQuestionAgainInIt) {
  Talk talk{program()};
  EXPECT_EQ(talk.question().text, "How shall we begin?");
  const Seq before = talk.asked();
  EXPECT_EQ(talk.take(LanguageAsked{"de"}), std::nullopt);
  EXPECT_GT(talk.asked(), before);
  EXPECT_EQ(talk.question().text, "Wie beginnen wir?");
  EXPECT_EQ(talk.question().options[0].label, "Sanft");
  EXPECT_EQ(talk.question().options[1].label, "Fast");  // it has no translation
  EXPECT_EQ(
      std::get<LanguageChosen>(talk.events[talk.fresh].body),
      (LanguageChosen{.language = "de", .before = "en"})
  );
  talk.answer("soft");
  EXPECT_EQ(std::get<AnswerKept>(talk.events[talk.fresh].body).label, "Sanft");
}

TEST(Language, OneThatTheCourseDoesNotHaveIsRefused) {
  Talk talk{program()};
  EXPECT_EQ(test::code_of(talk.take(LanguageAsked{"fr"})), RejectionCode::unknown_language);
  EXPECT_EQ(talk.state.language, "en");
}

TEST(Language, WhatIsQuotedIsInTheLanguageOfTheSentence) {
  Talk talk{program()};
  talk.answer("soft");
  talk.answer(std::vector<std::string>{"one", "two", "three"});
  talk.answer(2.5);
  talk.answer("2026-03-09");
  talk.take(LanguageAsked{"de"});
  talk.answer("x");
  EXPECT_EQ(talk.said(), "one, two und three: ruhig, 9. März 2026, sanft, 2,5 Minuten.");
}

TEST(Language, AQuestionWhoseTextIsTheLineBeforeItHasThatLineInTheNewLanguage) {
  Talk talk{program()};
  for (int i = 0; i < 4; ++i) {
    talk.skip();
  }
  ASSERT_EQ(talk.question().text, "What comes up?");
  talk.take(LanguageAsked{"de"});
  EXPECT_EQ(talk.question().text, "Was taucht auf?");
  // Also when help broke in, in the other language, and is over.
  talk.take(HelpAsked{});
  talk.take(LanguageAsked{"en"});
  talk.answer(true);
  EXPECT_EQ(talk.question().text, "What comes up?");
}

TEST(Language, IsNotTakenBack) {
  Talk talk{program()};
  const Seq first = talk.asked();
  talk.answer("soft");
  talk.take(LanguageAsked{"de"});
  talk.back(first);
  EXPECT_EQ(talk.state.language, "de");
  EXPECT_EQ(talk.question().text, "Wie beginnen wir?");
  EXPECT_EQ(fold(talk.events), talk.state);
}

TEST(Language, ARestGoesOnInAnother) {
  Talk talk{test::compiled(test::with_pseudo(
      test::one_stage("scene a\nCoach: Rest.\npause\nCoach: Back.\nask yesno on: On?\nfinish\n"),
      "en-XA"
  ))};
  talk.take(LanguageAsked{"en-XA"});
  EXPECT_EQ(talk.state.wait().kind, WaitKind::pause);
  talk.take(Continued{});
  EXPECT_EQ(talk.said(), "[Ɓááçķ.]");
}

TEST(Language, SeveralThingsAreJoinedAsTheLanguageJoinsThem) {
  const Phrases english;
  const std::vector<std::string> items{"a", "{a}", "c", "d"};
  EXPECT_EQ(joined(english, items), "a, {a}, c and d");
  EXPECT_EQ(joined(english, std::span{items}.first(2)), "a and {a}");
  EXPECT_EQ(joined(english, {}), "");
}

}  // namespace
}  // namespace attune::engine
