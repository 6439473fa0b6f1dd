// What a hand slips on: each is one finding, at its place, in words that somebody can follow who
// has never written a program. The whole of it is compared.

#include "tests/support/slips.h"

#include "tests/support/courses.h"
#include "tests/support/examples.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace attune::engine {
namespace {

const std::vector<test::Slip>& slips() {
  static const std::vector<test::Slip> all = {
      {"a stage that has lost a letter",
       "=== course\n"
       "course small\n"
       "stages: tlak\n"
       "everywhere: safety\n"
       "=== talk\n"
       "dialogue talk\n"
       "scene a\n"
       "Coach: A.\n"
       "go b\n"
       "scene b\n"
       "ask text q: How?\n"
       "Coach: {q or \"\"}\n"
       "finish\n"
       "=== safety\n"
       "dialogue safety\n"
       "part help\n"
       "Coach: Call.\n"
       "return\n",
       "course.dialogue:2:9: error A025: there is no file tlak.dialogue in this course. Did you "
       "mean \"talk\"?\n"
       "stages: tlak\n"
       "        ^~~~\n"},
      {"a stage with a capital",
       "=== course\n"
       "course small\n"
       "stages: Talk\n"
       "everywhere: safety\n"
       "=== talk\n"
       "dialogue talk\n"
       "scene a\n"
       "Coach: A.\n"
       "finish\n"
       "=== safety\n"
       "dialogue safety\n"
       "part help\n"
       "Coach: Call.\n"
       "return\n",
       "course.dialogue:2:9: error A007: \"Talk\" cannot be the name of a stage. Names are made of "
       "a-z, 0-9 and _, and start with a letter: write \"talk\".\n"
       "stages: Talk\n"
       "        ^~~~\n"},
      {"another name in the first line",
       "=== course\n"
       "course small\n"
       "stages: talk\n"
       "everywhere: safety\n"
       "=== talk\n"
       "dialogue chat\n"
       "scene a\n"
       "Coach: A.\n"
       "go b\n"
       "scene b\n"
       "Coach: B.\n"
       "finish\n"
       "=== safety\n"
       "dialogue safety\n"
       "part help\n"
       "Coach: Call.\n"
       "return\n",
       "talk.dialogue:1:10: error A010: this file is called talk.dialogue, and its first line "
       "gives another name. Write \"dialogue talk\".\n"
       "dialogue chat\n"
       "         ^~~~\n"},
      {"a file with a capital",
       "=== course\n"
       "course small\n"
       "stages: talk\n"
       "everywhere: safety\n"
       "=== Talk\n"
       "dialogue talk\n"
       "scene a\n"
       "Coach: A.\n"
       "go b\n"
       "scene b\n"
       "Coach: B.\n"
       "finish\n"
       "=== safety\n"
       "dialogue safety\n"
       "part help\n"
       "Coach: Call.\n"
       "return\n",
       "Talk.dialogue:1:10: error A010: this file is called Talk.dialogue, and its first line "
       "gives another name. Call the file talk.dialogue.\n"
       "dialogue talk\n"
       "         ^~~~\n"},
      {"a file that is not named",
       "=== course\n"
       "course small\n"
       "stages: intro\n"
       "everywhere: safety\n"
       "=== intro\n"
       "dialogue intro\n"
       "scene a\n"
       "Coach: A.\n"
       "finish\n"
       "=== later_on\n"
       "dialogue later_on\n"
       "scene a\n"
       "Coach: A.\n"
       "go b\n"
       "scene b\n"
       "Coach: B.\n"
       "finish\n"
       "=== safety\n"
       "dialogue safety\n"
       "part help\n"
       "Coach: Call.\n"
       "return\n",
       "later_on.dialogue:2:7: error A025: this file is no stage of the course, so it can hold "
       "only parts. Name it in course.dialogue under \"stages:\"; or make each scene a part.\n"
       "scene a\n"
       "      ^\n"},
      {"a note with a # above what is remembered",
       "# how sore they are\n"
       "remember sore = false\n"
       "scene a\n"
       "set sore = true\n"
       "if sore\n"
       "Coach: So.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:2:1: error A001: \"#\" is not a word that a line can start with. A note for "
       "colleagues starts with //.\n"
       "# how sore they are\n"
       "^\n"},
      {"elseif",
       "scene a\n"
       "if visits > 2\n"
       "Coach: A.\n"
       "elseif visits > 1\n"
       "Coach: B.\n"
       "else\n"
       "Coach: C.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:5:1: error A001: \"elseif\" is not a word that a line can start with. Did "
       "you mean \"else if\"?\n"
       "elseif visits > 1\n"
       "^~~~~~\n"},
      {"otherwise",
       "scene a\n"
       "if visits > 2\n"
       "Coach: A.\n"
       "otherwise\n"
       "Coach: B.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:5:1: error A001: \"otherwise\" is not a word that a line can start with. Did "
       "you mean \"else\"?\n"
       "otherwise\n"
       "^~~~~~~~~\n"},
      {"words behind else",
       "scene a\n"
       "if visits > 2\n"
       "Coach: A.\n"
       "else visits > 1\n"
       "Coach: B.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:5:6: error A006: \"visits\" does not belong here, and would be lost. Write "
       "\"else\" alone, or \"else if\" and a condition.\n"
       "else visits > 1\n"
       "     ^~~~~~\n"},
      {"a text on two lines",
       "scene a\n"
       "Coach: Then the door has closed,\n"
       "and you are on this side of it.\n"
       "finish\n",
       "talk.dialogue:4:1: error A015: this line goes on with the one above, which stops in "
       "mid-sentence. A text stands on one line, however long it is: join the two.\n"
       "and you are on this side of it.\n"
       "^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"},
      {"a text on three lines that begin like instructions",
       "scene a\n"
       "Coach: Then the door has closed, and you could\n"
       "go back in if you like, at the\n"
       "end of the week.\n"
       "finish\n",
       "talk.dialogue:4:1: error A015: this line goes on with the one above, which stops in "
       "mid-sentence. A text stands on one line, however long it is: join the two.\n"
       "go back in if you like, at the\n"
       "^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"},
      {"a hyphen in a name",
       "scene a\n"
       "ask text un-finished up to 300: What?\n"
       "Coach: {un_finished or \"\"}\n"
       "finish\n",
       "talk.dialogue:3:10: error A007: \"un-finished\" cannot be the name of a question. Names "
       "are made of a-z, 0-9 and _, and start with a letter: write \"un_finished\".\n"
       "ask text un-finished up to 300: What?\n"
       "         ^~~~~~~~~~~\n"},
      {"a blank in the name of a scene",
       "scene a\n"
       "go what_stays\n"
       "scene what stays\n"
       "Coach: So.\n"
       "finish\n",
       "talk.dialogue:4:7: error A007: a name is one word, and here stand several. Write "
       "\"what_stays\".\n"
       "scene what stays\n"
       "      ^~~~~~~~~~\n"},
      {"a capital in the name of a scene",
       "scene a\n"
       "go what_stays\n"
       "scene What_Stays\n"
       "ask text q: How?\n"
       "go b\n"
       "scene b\n"
       "Coach: {q or \"\"}\n"
       "finish\n",
       "talk.dialogue:4:7: error A007: \"What_Stays\" cannot be the name of a scene. Names are "
       "made of a-z, 0-9 and _, and start with a letter: write \"what_stays\".\n"
       "scene What_Stays\n"
       "      ^~~~~~~~~~\n"},
      {"a colon behind scene",
       "scene a\n"
       "go b\n"
       "scene: b\n"
       "ask text q: How?\n"
       "go c\n"
       "scene c\n"
       "Coach: {q or \"\"}\n"
       "finish\n",
       "talk.dialogue:4:6: error A006: \":\" does not belong here, and would be lost. Take the "
       "colon out: the name stands right behind its word.\n"
       "scene: b\n"
       "     ^\n"},
      {"go to",
       "scene a\n"
       "Coach: A.\n"
       "go to b\n"
       "scene b\n"
       "Coach: B.\n"
       "finish\n",
       "talk.dialogue:4:4: error A006: \"to\" does not belong here. Write the name alone, without "
       "\"to\".\n"
       "go to b\n"
       "   ^~\n"},
      {"two instructions on a line",
       "scene a\n"
       "do p go b\n"
       "scene b\n"
       "Coach: B.\n"
       "finish\n"
       "part p\n"
       "Coach: P.\n"
       "return\n",
       "talk.dialogue:3:6: error A006: \"go\" does not belong here, and would be lost. Take it "
       "out, or put it on a line of its own.\n"
       "do p go b\n"
       "     ^~\n"},
      {"then behind a condition",
       "scene a\n"
       "if visits > 1 then\n"
       "Coach: A.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:3:15: error A006: \"then\" does not belong here, and would be lost. Take it "
       "out: a condition ends with its line.\n"
       "if visits > 1 then\n"
       "              ^~~~\n"},
      {"a colon behind a condition",
       "scene a\n"
       "if visits > 1:\n"
       "Coach: A.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:3:14: error A006: \":\" does not belong here, and would be lost. Take it "
       "out: a condition ends with its line.\n"
       "if visits > 1:\n"
       "             ^\n"},
      {"a sign of mathematics",
       "scene a\n"
       "if visits \u2265 2\n"
       "Coach: A.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:3:11: error A005: \"\u2265\" is not how the language compares. Write "
       "\">=\".\n"
       "if visits \u2265 2\n"
       "          ^\n"},
      {"a sign the wrong way round",
       "scene a\n"
       "if visits => 2\n"
       "Coach: A.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:3:11: error A005: \"=>\" is not how the language compares. Write \">=\".\n"
       "if visits => 2\n"
       "          ^\n"},
      {"end if",
       "scene a\n"
       "if visits > 1\n"
       "Coach: A.\n"
       "end if\n"
       "finish\n",
       "talk.dialogue:5:5: error A006: \"if\" does not belong here, and would be lost. Write "
       "\"end\" alone: it closes what is open last.\n"
       "end if\n"
       "    ^~\n"},
      {"a comparison in words",
       "scene a\n"
       "ask scale near 0 to 10: How near?\n"
       "if near is answered and near is more than 7\n"
       "Coach: A.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:4:33: error A005: numbers are compared with signs, not with words. Write "
       "\">\" instead of \"is\" and these words.\n"
       "if near is answered and near is more than 7\n"
       "                                ^~~~\n"},
      {"a comparison in other words",
       "scene a\n"
       "if visits is at least 2\n"
       "Coach: A.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:3:14: error A005: numbers are compared with signs, not with words. Write "
       "\">=\" instead of \"is\" and these words.\n"
       "if visits is at least 2\n"
       "             ^~\n"},
      {"options under pick",
       "scene a\n"
       "ask list stays 1 to 5: What?\n"
       "if count(stays) > 1\n"
       "ask pick dearest from stays: Which?\n"
       "- a: One\n"
       "end\n"
       "Coach: {dearest or \"\"}\n"
       "end\n"
       "finish\n",
       "talk.dialogue:6:1: error A002: this question offers what the person wrote in the list, and "
       "has no options of its own. Take the options out, with their \"end\"; or ask a choice.\n"
       "- a: One\n"
       "^\n"},
      {"options under a text",
       "scene a\n"
       "ask text q: Which?\n"
       "- a: One\n"
       "- b: Two\n"
       "end\n"
       "Coach: {q or \"\"}\n"
       "finish\n",
       "talk.dialogue:4:1: error A002: only \"ask choice\" and \"ask choices\" have options. Take "
       "the options out, with their \"end\"; or ask a choice.\n"
       "- a: One\n"
       "^\n"},
      {"options under pick, without an end",
       "scene a\n"
       "ask list stays 1 to 5: What?\n"
       "if visits > 1\n"
       "ask pick dearest from stays: Which?\n"
       "- a: One\n"
       "end\n"
       "Coach: So.\n"
       "finish\n",
       "talk.dialogue:6:1: error A002: this question offers what the person wrote in the list, and "
       "has no options of its own. Take the options out, with their \"end\"; or ask a choice.\n"
       "- a: One\n"
       "^\n"},
      {"a choice whose way on is forgotten",
       "scene a\n"
       "ask choice q: How?\n"
       "- x: X\n"
       "- y: Y -> b\n"
       "end\n"
       "scene b\n"
       "if q is x\n"
       "Coach: B.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:3:1: error A040: the scene \"a\" can run off its end here: nothing follows "
       "this question when it is answered or skipped. Write \"go SCENE\" or \"finish\".\n"
       "ask choice q: How?\n"
       "^~~~~~~~~~~~~~~~~~\n"},
      {"an option without its question",
       "scene a\n"
       "ask choices mixed: What?\n"
       "- fear: Fear\n"
       "- anger: Anger\n"
       "end\n"
       "if mixed includes fear or anger\n"
       "Coach: So.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:7:27: error A023: there is no question and no memory \"anger\"; it is an "
       "option of \"mixed\", and each condition names its question. Write \"or mixed includes "
       "anger\".\n"
       "if mixed includes fear or anger\n"
       "                          ^~~~~\n"},
      {"an option that there is not",
       "scene a\n"
       "ask choices mixed: What?\n"
       "- sad: Sad\n"
       "- fear: Fear\n"
       "- anger: Anger\n"
       "end\n"
       "if mixed includes afraid\n"
       "Coach: So.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:8:19: error A024: the question \"mixed\" has no option \"afraid\". It has "
       "sad, fear and anger.\n"
       "if mixed includes afraid\n"
       "                  ^~~~~~\n"},
      {"a question that nobody may skip",
       "scene a\n"
       "ask text words up to 800, required: What?\n"
       "if words is skipped\n"
       "Coach: Fine.\n"
       "else\n"
       "Coach: \"{words}\"\n"
       "end\n"
       "finish\n",
       "talk.dialogue:3:27: warning W007: this question cannot be skipped, and some people will "
       "close the page instead. Take \"required\" out, and answer a skip kindly.\n"
       "ask text words up to 800, required: What?\n"
       "                          ^~~~~~~~\n"
       "talk.dialogue:4:4: error A043: this condition never holds here: on every road to it, "
       "\"words\" is answered. What stands under it can never come. Take it out, or look at "
       "something else.\n"
       "if words is skipped\n"
       "   ^~~~~~~~~~~~~~~~\n"},
      {"a question with choices that has lost its first word to a slip",
       "scene a\n"
       "aks choice q: How?\n"
       "- x: X\n"
       "  Coach: So it was.\n"
       "- y: Y\n"
       "end\n"
       "Coach: {q or \"nothing\"}.\n"
       "finish\n",
       "talk.dialogue:3:1: error A001: \"aks\" is not a word that a line can start with. Did you "
       "mean "
       "\"ask\"?\n"
       "aks choice q: How?\n"
       "^~~\n"},
      {"a condition that has lost its first word to a slip",
       "scene a\n"
       "ask yesno q: How?\n"
       "iff q\n"
       "  Coach: Yes.\n"
       "else\n"
       "  Coach: No.\n"
       "end\n"
       "finish\n",
       "talk.dialogue:4:1: error A001: \"iff\" is not a word that a line can start with. Did you "
       "mean "
       "\"if\"?\n"
       "iff q\n"
       "^~~\n"},
      {"an if with nothing in it",
       "scene a\n"
       "if visits > 1\n"
       "end\n"
       "Coach: A.\n"
       "finish\n",
       "talk.dialogue:3:1: error A005: nothing stands under this \"if\". Write its lines, or take "
       "it out.\n"
       "if visits > 1\n"
       "^~~~~~~~~~~~~\n"},
      {"a language in words",
       "=== course\n"
       "course small\n"
       "language: English\n"
       "stages: talk\n"
       "everywhere: safety\n"
       "=== talk\n"
       "dialogue talk\n"
       "scene a\n"
       "Coach: A.\n"
       "finish\n"
       "=== safety\n"
       "dialogue safety\n"
       "part help\n"
       "Coach: Call.\n"
       "return\n",
       "course.dialogue:2:1: error A093: \"English\" is not the name of a language. Write "
       "\"language: en\", \"language: pt-BR\" or the like.\n"
       "language: English\n"
       "^~~~~~~~~~~~~~~~~\n"},
  };
  return all;
}

TEST(Slips, AreOneFindingEachInWordsThatCanBeFollowed) {
  test::expect_findings(slips());
}

TEST(Slips, AHelpThatIsNearlyThereIsPointedAt) {
  EXPECT_EQ(
      test::findings_of_a_whole_course(test::example_course("=== course\n"
                                                            "course small\n"
                                                            "stages: talk\n"
                                                            "everywhere: safety\n"
                                                            "=== talk\n"
                                                            "dialogue talk\n"
                                                            "scene a\n"
                                                            "Coach: A.\n"
                                                            "finish\n"
                                                            "=== safety\n"
                                                            "dialogue safety\n"
                                                            "part halp\n"
                                                            "Coach: Call.\n"
                                                            "return\n")),
      "safety.dialogue:2:6: warning W045: the button \"I need help now\" does a part \"help\", and "
      "there is none. Did you mean \"part help\"?\n"
      "part halp\n"
      "     ^~~~\n"
  );
  EXPECT_EQ(
      test::findings_of_a_whole_course(test::example_course("=== course\n"
                                                            "course small\n"
                                                            "stages: talk\n"
                                                            "=== talk\n"
                                                            "dialogue talk\n"
                                                            "scene a\n"
                                                            "Coach: A.\n"
                                                            "finish\n"
                                                            "=== safety\n"
                                                            "dialogue safety\n"
                                                            "part help\n"
                                                            "Coach: Call.\n"
                                                            "return\n")),
      "safety.dialogue:2:6: warning W045: the button \"I need help now\" does not find this part: "
      "the course does not name this file under \"everywhere:\". Write \"everywhere: safety\" in "
      "course.dialogue.\n"
      "part help\n"
      "     ^~~~\n"
  );
}

}  // namespace
}  // namespace attune::engine
