// What is heard in a text, with a small course of one's own: how words are read, where a clause
// ends, what lowers.

#include "engine/listen/listen.h"

#include "engine/listen/heard_words.h"
#include "engine/program/limits.h"

#include "tests/support/courses.h"

#include <gtest/gtest.h>

#include <string>

namespace attune::engine {
namespace {

constexpr std::string_view parts = R"(dialogue safety
part stop_here
Coach: Let us stop here.
return
part ask_kindly
Coach: Did you mean that?
return
)";

std::shared_ptr<const Program> course(const std::string& listening) {
  return test::compiled(test::course_of(
      {{"course", "course small\nstages: talk\neverywhere: safety\n"},
       {"talk", "dialogue talk\nscene arriving\nCoach: Hello.\nfinish\n"},
       {"safety", std::string{parts} + listening}}
  ));
}

std::shared_ptr<const Program> small() {
  static const auto program = course(R"(listening
spelling: cant, cannot = can not
spelling: dont = do not
spelling: im = i am
spelling: ima = going to
passed over: just, really
clauses: but, because, and
subjects: i, he
carries: think, that
negation: not, never
still counts: can not stop
me: i, me, myself
others: he, she, my friend
past: years ago, when i was
now: now, again
over: ever since, fine now
stories: film, novel
exact: suicides, quite
forms: choke, chokd
words harm: {die}, choke~ me
words want: want to, going to, wants to
words die: die, kill myself
words spouse: husband, my wife, ex
words spouse_or_he: {spouse}, he, him
words parent: father, my father, step father
pronoun: he, him = {spouse}, {parent}, boss
pronoun: she, her = {spouse}, boss
idiom: die of boredom/laughter
end
watch self_harm
clear: i ... {want} ... {die}
clear: {want} {die}
clear: suicide
clear: thinking of death
clear: ended .. it
sign: tablets
sign: letters
sign: the letters
unclear: better off without me
when clear do stop_here
when unclear do ask_kindly
end
watch partner
lowered by: past
clear: he strangled me
clear: friend is going now whoever
unclear: tells me to leave also {want}
unclear: locks the door unless {die}
unclear: he {harm}/hits
clear: {spouse_or_he} .. throws me
speaks of: {spouse}
when clear do stop_here
when unclear do ask_kindly
end
watch parents
lowered by: nothing
clear: {parent} .. kicks me
clear: we kick {parent}
unclear: {parent} shouts unless {spouse}
when clear do stop_here
when unclear do ask_kindly
end
)");
  return program;
}

// "2 self_harm [want to die]", or "nothing".
std::string heard(std::string_view text) {
  const auto program = small();
  const auto found = listen(program->listening, text);
  if (!found) {
    return "nothing";
  }
  return std::to_string(static_cast<int>(found->tier)) + " " +
         program->listening.watches[found->watch].name + " [" +
         std::string{text.substr(found->from, found->to - found->from)} + "]";
}

TEST(Listen, FollowsAConstructionAcrossAFewWords) {
  EXPECT_EQ(heard("Today I only want to lie down and die"), "nothing");  // another clause
  EXPECT_EQ(heard("Today I want to lie down, die"), "nothing");
  EXPECT_EQ(heard("today I want to lie down here and"), "nothing");
  EXPECT_EQ(heard("I want to lie down here die"), "2 self_harm [I want to lie down here die]");
  EXPECT_EQ(heard("I want one two three four five six seven die"), "nothing");  // too far
}

TEST(Listen, ReadsWordsAsPeopleWriteThem) {
  for (const char* text :
       {"I WANT TO DIE",
        "i want to just really die",
        "\u0456 w\u0430nt to d\u0456e",            // Cyrillic look-alikes
        "\uff29 \uff57\uff41\uff4e\uff54 to die",  // full width
        "I w\u00e0nt t\u00f6 d\u00efe",
        "I want to d\u200bie",
        "I wanttt to dieeee",
        "I w4nt t0 d1e",
        "I want to d i e",
        "I want to k.i.l.l m.y.s.e.l.f",
        "I want to k1ll mys3lf",
        "I want to ki11 my$elf"}) {
    EXPECT_TRUE(heard(text).starts_with("2 self_harm")) << text << " -> " << heard(text);
  }
}

TEST(Listen, ForgivesOneSlipInLongerWords) {
  for (const char* text : {"suicide", "suicid", "suiicide", "sucide", "suicdie", "suic*de"}) {
    EXPECT_EQ(heard(text), "2 self_harm [" + std::string{text} + "]");
  }
  EXPECT_EQ(heard("suicides"), "nothing");  // is a word of its own
  EXPECT_EQ(heard("suidice"), "nothing");   // two slips
  EXPECT_EQ(heard("he strangeld me"), "2 partner [he strangeld me]");
  EXPECT_EQ(heard("I want to dye"), "nothing");  // too short
}

TEST(Listen, NegatesOnlyToTheEndOfTheClause) {
  EXPECT_EQ(heard("I don't want to die"), "nothing");
  EXPECT_EQ(heard("I never want to die"), "nothing");
  EXPECT_EQ(heard("I don't think I want to die"), "nothing");
  EXPECT_EQ(heard("I don't know, I want to die"), "2 self_harm [I want to die]");
  EXPECT_EQ(heard("I do not eat but I want to die"), "2 self_harm [I want to die]");
  EXPECT_EQ(heard("I don't know what to do I want to die"), "2 self_harm [I want to die]");
  EXPECT_EQ(heard("I can't stop thinking of death"), "2 self_harm [thinking of death]");
  EXPECT_EQ(heard("I'm not thinking of death"), "nothing");
}

TEST(Listen, OtherPeopleThePastAndQuotationsOnlyLower) {
  EXPECT_EQ(heard("She wants to die"), "1 self_harm [wants to die]");
  EXPECT_EQ(heard("She knows I want to die"), "2 self_harm [I want to die]");
  EXPECT_EQ(heard("My friend wants to kill myself"), "2 self_harm [wants to kill myself]");
  EXPECT_EQ(heard("Years ago I want to die"), "1 self_harm [I want to die]");
  EXPECT_EQ(heard("I want to die, as when I was small"), "1 self_harm [I want to die]");
  EXPECT_EQ(
      heard("When I was small it began, and now I want to die"), "2 self_harm [I want to die]"
  );
  EXPECT_EQ(heard("I wrote \"I want to die\" in my diary"), "1 self_harm [I want to die]");
  EXPECT_EQ(heard("\"I want to die\""), "2 self_harm [I want to die]");  // quotes nobody
  EXPECT_EQ(heard("I wrote \"I want to die"), "2 self_harm [I want to die]");
  EXPECT_EQ(heard("Years ago she wants to die"), "nothing");  // twice
}

TEST(Listen, WhatALaterWordSaysIsOverIsLessClear) {
  const std::string told = "I want to die. The doctor was kind to me in those weeks. ";
  EXPECT_EQ(heard(told), "2 self_harm [I want to die]");
  EXPECT_EQ(heard(told + "I have been well ever since."), "1 self_harm [I want to die]");
  EXPECT_EQ(heard(told + "I am fine now."), "1 self_harm [I want to die]");
  EXPECT_EQ(heard(told + "I am not fine now."), "2 self_harm [I want to die]");
  EXPECT_EQ(heard("Now I want to die. " + told), "2 self_harm [I want to die]");
  EXPECT_EQ(
      heard("I want to die now. The doctor was so kind. Fine now."), "2 self_harm [I want to die]"
  );
  EXPECT_EQ(
      heard("I have been well ever since he left for the sea. I want to die."),
      "2 self_harm [I want to die]"
  );
  // What is unclear is asked about all the same.
  EXPECT_EQ(
      heard("Better off without me. I have been well ever since."),
      "1 self_harm [Better off without me]"
  );
}

TEST(Listen, AWatchSaysWhatLowersIt) {
  EXPECT_EQ(heard("My friend said he strangled me"), "2 partner [he strangled me]");
  EXPECT_EQ(heard("Years ago he strangled me"), "1 partner [he strangled me]");
  EXPECT_EQ(heard("My friend is going now"), "2 partner [friend is going now]");
}

TEST(Listen, StoriesAndIdiomsSayNothing) {
  EXPECT_EQ(heard("In the film I want to die"), "nothing");
  EXPECT_EQ(heard("She wants to die in the novel"), "nothing");
  EXPECT_EQ(heard("I saw a film, and I want to die"), "2 self_harm [I want to die]");
  EXPECT_EQ(heard("I want to die of boredom"), "nothing");
  EXPECT_EQ(heard("I want to die of boredom. I want to die"), "2 self_harm [I want to die]");
}

TEST(Listen, AlsoLooksAnywhereInTheTextAndUnlessInTheSentence) {
  EXPECT_EQ(heard("He tells me to leave"), "nothing");
  EXPECT_EQ(heard("He tells me to leave. I want to."), "1 partner [tells me to leave]");
  EXPECT_EQ(heard("He locks the door"), "1 partner [locks the door]");
  EXPECT_EQ(heard("He locks the door, die, flower!"), "nothing");
}

TEST(Listen, AShortRemarkIsAboutTheSentenceBeforeIt) {
  EXPECT_EQ(heard("He locks the door. Die, flower!"), "nothing");
  EXPECT_EQ(
      heard("He locks the door. It is a door of oak that never lets the wind die in here."),
      "1 partner [locks the door]"
  );
  EXPECT_EQ(heard("I want to die. It was years ago."), "1 self_harm [I want to die]");
  EXPECT_EQ(
      heard("I want to die. It is so now, as it was years ago."), "2 self_harm [I want to die]"
  );
}

TEST(Listen, AListTakesInOthersAndAllFormsOfAWord) {
  EXPECT_EQ(heard("He chokes me"), "1 partner [He chokes me]");
  EXPECT_EQ(heard("He choked me"), "1 partner [He choked me]");
  EXPECT_EQ(heard("He chokd me"), "1 partner [He chokd me]");
  EXPECT_EQ(heard("He choking me"), "1 partner [He choking me]");
  EXPECT_EQ(heard("he die"), "1 partner [he die]");
  EXPECT_EQ(heard("he hits"), "1 partner [he hits]");
}

TEST(Listen, AShortGapIsTwoWordsAtMost) {
  EXPECT_EQ(heard("I ended it"), "2 self_harm [ended it]");
  EXPECT_EQ(heard("I ended all of it"), "2 self_harm [ended all of it]");
  EXPECT_EQ(heard("I ended all of the it"), "nothing");
}

TEST(Listen, TwoDifferentSignsAskAndOneDoesNot) {
  EXPECT_EQ(heard("I counted the tablets."), "nothing");
  EXPECT_EQ(heard("The letters are written."), "nothing");  // two signs in the same words
  EXPECT_EQ(heard("The letters are written, and more letters."), "nothing");
  EXPECT_EQ(
      heard("I counted the tablets. Then I wrote letters."),
      "1 self_harm [tablets. Then I wrote letters]"
  );
}

TEST(Listen, TwoSignsAreAFewWordsApart) {
  std::string words;
  for (std::uint32_t word = 0; word < limits::sign_gap_words; ++word) {
    words += " then";
  }
  EXPECT_EQ(heard("tablets" + words + " letters"), "1 self_harm [tablets" + words + " letters]");
  EXPECT_EQ(heard("letters" + words + " tablets"), "1 self_harm [letters" + words + " tablets]");
  EXPECT_EQ(heard("tablets then" + words + " letters"), "nothing");
  // Not the first of them, but one that is near.
  EXPECT_EQ(
      heard("tablets then" + words + " tablets and letters then" + words + " letters"),
      "1 self_harm [tablets and letters]"
  );
}

TEST(Listen, ReadsShortenedWordsBehindAnApostrophe) {
  EXPECT_EQ(heard("I'm thinking of death"), "2 self_harm [thinking of death]");
  EXPECT_EQ(heard("He said 'I want to die' and laughed"), "1 self_harm [I want to die]");
  EXPECT_EQ(heard("In the kids' room I want to die"), "2 self_harm [I want to die]");
  EXPECT_EQ(heard("Ima die"), "2 self_harm [Ima die]");
  EXPECT_EQ(heard("i m a die"), "2 self_harm [i m a die]");
  EXPECT_EQ(heard("I'm a die cutter"), "nothing");
  EXPECT_EQ(heard("I\u2019m a die cutter"), "nothing");
}

TEST(Listen, TheSurestWinsThenWhoHeardMoreAndThenTheFirstWatch) {
  EXPECT_EQ(heard("Better off without me. He strangled me."), "2 partner [He strangled me]");
  EXPECT_EQ(heard("He strangled me. I want to die."), "2 self_harm [I want to die]");
  EXPECT_EQ(heard("He strangled me. Suicide."), "2 self_harm [Suicide]");
  EXPECT_EQ(
      heard("He strangled me. Suicide. My friend is going now."), "2 partner [He strangled me]"
  );
  // The same construction twice is heard once.
  EXPECT_EQ(heard("He strangled me. Suicide. He strangled me."), "2 self_harm [Suicide]");
}

TEST(Listen, APronounStandsForThePersonNamedLast) {
  EXPECT_EQ(heard("My father drinks. Then he kicks me."), "2 parents [he kicks me]");
  EXPECT_EQ(heard("My father drinks. We kick him."), "2 parents [We kick him]");
  EXPECT_EQ(heard("Father drinks. He often kicks me."), "2 parents [He often kicks me]");
  EXPECT_EQ(heard("He kicks me"), "nothing");                            // nobody was named
  EXPECT_EQ(heard("He kicks me. Father drinks."), "nothing");            // nor yet
  EXPECT_EQ(heard("Father met my boss. Then he kicks me."), "nothing");  // somebody else was
  EXPECT_EQ(heard("My boss met father. Then he kicks me."), "2 parents [he kicks me]");
  EXPECT_EQ(heard("My father drinks. Then she kicks me."), "nothing");  // she is not he
  EXPECT_EQ(heard("My father drinks. Then him kicks me."), "nothing");  // him is no subject
  EXPECT_EQ(heard("My father drinks. We kick he."), "nothing");         // and he no object
}

TEST(Listen, APronounIsInNoListThatHasItsOwnAndInNoUnless) {
  EXPECT_EQ(heard("My boss is here. He throws me."), "nothing");
  EXPECT_EQ(heard("He throws me."), "2 partner [He throws me]");
  EXPECT_EQ(heard("My father is here. Then he shouts."), "1 parents [he shouts]");
  EXPECT_EQ(heard("My husband knows that my father, he shouts."), "nothing");  // by its letters
}

TEST(Listen, AWatchSaysOfWhomItSpeaks) {
  EXPECT_EQ(heard("My husband is drunk. He strangled me."), "2 partner [He strangled me]");
  EXPECT_EQ(heard("My ex is drunk. He throws me."), "2 partner [He throws me]");
  EXPECT_EQ(heard("My boss is drunk. He throws me."), "nothing");
  EXPECT_EQ(heard("My boss is drunk. She knows. He throws me."), "nothing");
  EXPECT_EQ(heard("My boss knows my husband. He throws me."), "2 partner [He throws me]");
}

TEST(Listen, OutlastsAnyBytes) {
  std::string text = "I want to \xff\xc3 die";
  EXPECT_EQ(heard(text).substr(0, 11), "2 self_harm");
  for (int round = 0; round < 2000; ++round) {
    text[static_cast<std::size_t>(round * 7) % text.size()] =
        static_cast<char>((round * 131 + 17) % 256);
    heard(text);
  }
  EXPECT_EQ(heard(""), "nothing");
  EXPECT_EQ(heard(std::string(30000, 'k')), "nothing");
}

TEST(Listen, FindsTheEndOfAVeryLongText) {
  std::string text;
  for (int i = 0; i < 4000; ++i) {
    text += "a leaf ";
  }
  EXPECT_EQ(heard(text + ". I want to die"), "2 self_harm [I want to die]");
}

TEST(Listen, ACourseWithoutAWatchHearsNothing) {
  const auto program = course("");
  EXPECT_FALSE(listen(program->listening, "I want to die").has_value());
}

}  // namespace
}  // namespace attune::engine
