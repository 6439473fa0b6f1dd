// What a word processor, or a phone's keyboard, does to a script without being asked: each is one
// finding, at its place, in words that somebody can follow who has never written a program, or is
// read as it was meant. The whole of it is compared.

#include "tests/support/courses.h"
#include "tests/support/slips.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace attune::engine {
namespace {

const std::vector<test::Slip>& slips() {
  static const std::vector<test::Slip> all = {
      {"an arrow that a word processor made",
       "scene a\n"
       "ask choice q: How?\n"
       "- x: X \u2192 b\n"
       "end\n"
       "go b\n"
       "scene b\n"
       "Coach: {q or \"B\"}.\n"
       "finish\n",
       "talk.dialogue:4:8: error A006: this is not the arrow that leads to a scene, and would be "
       "read as a part of the label. An arrow is a hyphen and a >: write \"-> b\".\n"
       "- x: X \u2192 b\n"
       "       ^\n"},
      {"a dash for a hyphen in an arrow",
       "scene a\n"
       "ask choice q: How?\n"
       "- x: X \u2013> b\n"
       "end\n"
       "go b\n"
       "scene b\n"
       "Coach: {q or \"B\"}.\n"
       "finish\n",
       "talk.dialogue:4:8: error A006: this is not the arrow that leads to a scene, and would be "
       "read as a part of the label. An arrow is a hyphen and a >: write \"-> b\".\n"
       "- x: X \u2013> b\n"
       "       ^~\n"},
      {"an arrow with an equals sign, with no other road",
       "scene a\n"
       "ask choice q: How?\n"
       "- x: X => b\n"
       "end\n"
       "finish\n"
       "scene b\n"
       "Coach: {q or \"B\"}.\n"
       "finish\n",
       "talk.dialogue:4:8: error A006: this is not the arrow that leads to a scene, and would be "
       "read as a part of the label. An arrow is a hyphen and a >: write \"-> b\".\n"
       "- x: X => b\n"
       "       ^~\n"},
      {"an arrow that is too long",
       "scene a\n"
       "ask choice q: How?\n"
       "- x: X --> b\n"
       "end\n"
       "go b\n"
       "scene b\n"
       "Coach: {q or \"B\"}.\n"
       "finish\n",
       "talk.dialogue:4:8: error A006: this is not the arrow that leads to a scene, and would be "
       "read as a part of the label. An arrow is a hyphen and a >: write \"-> b\".\n"
       "- x: X --> b\n"
       "       ^~~\n"},
      {"an opening brace that is lost",
       "scene a\n"
       "Coach: Hello, you.name}. Well.\n"
       "finish\n",
       "talk.dialogue:3:15: error A009: this brace closes nothing, and would be said. Did you mean "
       "\"{you.name}\"?\n"
       "Coach: Hello, you.name}. Well.\n"
       "              ^~~~~~~~~\n"},
      {"a bracket for a brace",
       "scene a\n"
       "ask text dearest: Who?\n"
       "Coach: (dearest}. {dearest or \"\"}\n"
       "finish\n",
       "talk.dialogue:4:9: error A009: this brace closes nothing, and would be said. Did you mean "
       "\"{dearest}\"?\n"
       "Coach: (dearest}. {dearest or \"\"}\n"
       "        ^~~~~~~~\n"},
      {"square brackets for braces",
       "scene a\n"
       "ask text dearest: Who?\n"
       "Coach: [dearest]. {dearest or \"\"}\n"
       "finish\n",
       "talk.dialogue:4:8: error A009: \"dearest\" is the name of an answer, and would be said as "
       "it stands. Write {dearest}.\n"
       "Coach: [dearest]. {dearest or \"\"}\n"
       "       ^~~~~~~~~\n"},
      {"both braces lost",
       "scene a\n"
       "Coach: Hello, you.name.\n"
       "finish\n",
       "talk.dialogue:3:15: error A009: \"you.name\" is the name of an answer, and would be said "
       "as it stands. Write {you.name}.\n"
       "Coach: Hello, you.name.\n"
       "              ^~~~~~~~\n"},
      {"a brace lost behind other words",
       "scene a\n"
       "ask text dearest: Who?\n"
       "Coach: dearest or \"them\"}. {dearest or \"\"}\n"
       "finish\n",
       "talk.dialogue:4:25: error A009: this brace closes nothing, and would be said. Put the { "
       "that is lost before the name of the answer.\n"
       "Coach: dearest or \"them\"}. {dearest or \"\"}\n"
       "                        ^\n"},
      {"a zero-width space in a word of the language",
       "scene a\n"
       "Co\u200bach: Hello.\n"
       "finish\n",
       "talk.dialogue:3:3: error A008: here stands a sign that nobody can see: a zero-width space. "
       "Delete it, or type the line again.\n"
       "Co\u200bach: Hello.\n"
       "  ^\n"},
      {"a zero-width space in an if, which goes on",
       "scene a\n"
       "if vis\u200bits > 1\n"
       "Coach: Hello.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:3:7: error A008: here stands a sign that nobody can see: a zero-width space. "
       "Delete it, or type the line again.\n"
       "if vis\u200bits > 1\n"
       "      ^\n"},
      {"a zero-width space in braces",
       "scene a\n"
       "Coach: Hello, {you.na\u200bme}.\n"
       "finish\n",
       "talk.dialogue:3:22: error A008: here stands a sign that nobody can see: a zero-width "
       "space. Delete it, or type the line again.\n"
       "Coach: Hello, {you.na\u200bme}.\n"
       "                     ^\n"},
      {"a control character in words",
       "scene a\n"
       "Coach: Hel\001lo.\n"
       "finish\n",
       "talk.dialogue:3:11: error A008: here stands a sign that nobody can see: a control "
       "character. Delete it, or type the line again.\n"
       "Coach: Hel\001lo.\n"
       "          ^\n"},
      {"a file of a word processor",
       "=== course\n"
       "course small\n"
       "stages: talk\n"
       "=== talk\n"
       "{\\rtf1\\ansi\n"
       "scene a\n"
       "}\n",
       "talk.dialogue:1:1: error A008: this file was saved by a word processor, with its fonts and "
       "sizes (RTF), and is no plain text. Save it as plain text in your editor.\n"
       "{\\rtf1\\ansi\n"
       "^\n"},
  };
  return all;
}

TEST(WordProcessorSlips, AreOneFindingEachInWordsThatCanBeFollowed) {
  test::expect_findings(slips());
}

TEST(WordProcessorSlips, OddBlanksOfAWordProcessorAreBlanks) {
  const std::string plain =
      "remember far = 0\nscene a\nCoach: Hello.\nask choice q: How?\n- x as \"so\": X\n- y: Y\n- "
      "z: Z -> b\n"
      "end\nif q is answered and q is x\nset far = 1\nelse if q is y\ngo b\nend\n"
      "Coach: {q or \"no\"}. {far}\ngo b\nscene b\nCoach: B.\nfinish\n";
  for (const std::string blank : {"\u00a0", "\u202f", "\u2009", "\u2007", "\u3000"}) {
    for (std::size_t at = plain.find(' '); at != std::string::npos; at = plain.find(' ', at + 1)) {
      std::string odd = plain;
      odd.replace(at, 1, blank);
      EXPECT_EQ(test::findings_of(test::one_stage(odd)), "") << odd.substr(0, at);
    }
  }
}

TEST(WordProcessorSlips, ANoBreakSpaceInSpokenWordsIsSpoken) {
  const auto program = test::compiled(
      test::one_stage("scene a\nCoach: In 10\u00a0minutes \u00ab\u00a0so\u00a0\u00bb.\nfinish\n")
  );
  EXPECT_EQ(program->source().texts.front(), "In 10\u00a0minutes \u00ab\u00a0so\u00a0\u00bb.");
}

TEST(WordProcessorSlips, BracesAndBracketsThatAreMeantAreSpoken) {
  EXPECT_EQ(
      test::findings_of(test::one_stage(
          "scene a\nask text word: Which word (one)?\nask text the_day: Which day?\n"
          "Coach: A brace } or {{two}, a smile :}, [so] and (word), and [words].\n"
          "Coach: {word or \"none\"} {the_day or \"none\"}\nfinish\n"
      )),
      ""
  );
}

TEST(WordProcessorSlips, ArrowsInALabelThatLeadNowhereAreRead) {
  EXPECT_EQ(
      test::findings_of(test::one_stage(
          "scene a\nask choice q: How?\n- x: First \u2192 the easy, and then: the rest\n"
          "- y: 5 => 6, or so, and on\nend\nCoach: {q or \"\"}\nfinish\n"
      )),
      ""
  );
}

}  // namespace
}  // namespace attune::engine
