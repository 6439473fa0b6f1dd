// attune play as a person has it in a terminal.

#include "tools/play.h"

#include "tests/support/courses.h"
#include "tests/support/run.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace attune::tools {
namespace {

using test::Ran;
using test::run;

class Playing : public testing::Test {
 protected:
  Playing() {
    write("course.dialogue", "course small\nstages: talk, later_on\neverywhere: safety\n");
    write(
        "talk.dialogue",
        "dialogue talk\n"
        "remember rounds = 0\n"
        "scene hall\n"
        "set rounds = rounds + 1\n"
        "Coach: Hello, {you.name}.\n"
        "ask text mood: How are you?\n"
        "ask choices doors: Which doors?\n"
        "- one: The first\n"
        "- two: The second\n"
        "end\n"
        "if mood is answered\n"
        "  go attic\n"
        "end\n"
        "go cellar\n"
        "scene attic\n"
        "Coach: You wrote: {mood}\n"
        "ask yesno fine: Fine?\n"
        "go cellar\n"
        "scene cellar\n"
        "Coach: Down here.\n"
        "ask date when: When?\n"
        "finish\n"
    );
    write("later_on.dialogue", "dialogue later_on\nscene start\nask yesno again: Again?\nfinish\n");
    write("safety.dialogue", "dialogue safety\npart help\nCoach: Call 112.\nreturn\n");
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream{folder_.path() / name} << text;
  }

  std::string read(const std::string& name) const {
    std::ifstream file{folder_.path() / name};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  }

  std::string course() const { return folder_.path().string(); }

  // What is printed while these lines are typed.
  std::string play(const std::string& typed, const std::vector<std::string>& options = {}) const {
    std::vector<std::string> arguments = {"play"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back(course());
    return run(arguments, typed).out;
  }

  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  test::TempFolder folder_;
};

TEST_F(Playing, TakesOptionsByNumberAndShowsWhatCanBeAnswered) {
  EXPECT_EQ(
      play("well\n2,1\nyes\n"),
      "Small. Type an answer, or :help.\n"
      "\n"
      "  Hello, Sam.\n"
      "\n"
      "  How are you?\n"
      "> \n"
      "  Which doors?\n"
      "    1. The first\n"
      "    2. The second\n"
      "    (one or more, with commas between)\n"
      ">   You wrote: well\n"
      "\n"
      "  Fine?\n"
      "    (yes or no)\n"
      ">   Down here.\n"
      "\n"
      "  When?\n"
      "    (a day, such as 2026-11-23)\n"
      "> \n"
      "\n"
      "To have this conversation again:\n"
      "  printf '%s\\n' well 2,1 yes | attune play " +
          course() + " --seed 1 --name Sam\n"
  );
}

TEST_F(Playing, ListsWhatCanBeDone) {
  const std::string out = play(":help\n");
  for (const char* word :
       {":skip", ":back", ":jump SCENE", ":vars", ":later 2 days", ":save NAME", ":help now", "::"
       }) {
    EXPECT_TRUE(has(out, word)) << word;
  }
}

TEST_F(Playing, TakesATextThatBeginsWithAColon) {
  EXPECT_TRUE(has(play("::jump\n1\n"), "You wrote: :jump\n"));
  EXPECT_TRUE(has(play(":)\n1\n"), "You wrote: :)\n"));
  EXPECT_TRUE(
      has(play(":jmp attic\n"),
          "There is no :jmp. :help lists what there is; a text that begins with a colon is written "
          "::jmp.")
  );
}

TEST_F(Playing, PressesHelpAndTakesBack) {
  EXPECT_TRUE(has(play(":help now\n"), ">   Call 112.\n\n  How are you?\n"));
  EXPECT_TRUE(has(play("a\n:back\nb\n1\n"), "You wrote: b\n"));
}

TEST_F(Playing, ShowsWhatIsKept) {
  EXPECT_TRUE(
      has(play("well\n:vars\n"),
          "    you.name = Sam\n    talk.mood = well\n    talk.rounds = 1  (set)\n")
  );
  EXPECT_TRUE(has(play(":skip\n:vars\n"), "    talk.mood = (skipped)\n"));
  EXPECT_TRUE(has(play(":scenes\n"), "    talk.hall  (1)\n    talk.attic\n    talk.cellar\n"));
  EXPECT_TRUE(has(play(":where\n"), "    talk.dialogue:5  Coach: Hello, Sam.\n"));
  EXPECT_TRUE(has(play(":again\n"), "> \n  How are you?\n> "));
}

TEST_F(Playing, JumpsToAScene) {
  EXPECT_TRUE(has(play(":jump cellar\n"), ">   Down here.\n\n  When?\n"));
  EXPECT_TRUE(has(play(":jump later_on.start\n"), "\n  Again?\n"));
  EXPECT_TRUE(has(play("a\n:jump hall\n:back\n"), "\n  How are you?\n"));
  EXPECT_TRUE(has(
      play(":jump celar\n"), "  ! There is no scene \"celar\" in talk. Did you mean \"cellar\"?\n"
  ));
  // What was typed before is still there, and the conversation goes on where it was.
  const std::string lost = play(":jump attic\n:skip\n1\n");
  EXPECT_TRUE(has(lost, "! The script cannot go on at talk.dialogue:16"));
  EXPECT_TRUE(has(lost, "  Which doors?\n"));
}

TEST_F(Playing, BeginsAtAStageAndAScene) {
  EXPECT_TRUE(has(play("", {"--stage", "later_on"}), "  Again?\n"));
  const std::string cellar = play("", {"--stage", "talk", "--scene", "cellar"});
  EXPECT_FALSE(has(cellar, "Hello"));
  EXPECT_TRUE(has(cellar, "  Down here.\n"));
  EXPECT_TRUE(has(cellar, "--seed 1 --name Sam --stage talk --scene cellar\n"));
  const Ran wrong = run({"play", "--scene", "celler", course()});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_EQ(wrong.errors, "There is no scene \"celler\" in talk. Did you mean \"cellar\"?\n");
}

TEST_F(Playing, SavesATranscriptThatPasses) {
  const std::string out = play(
      "a; b\n1, 2\n:back\n3\n2\n:jump hall\nc\n:help now\n:skip\n:later 2 days\nyes\n2026-02-01\n"
      ":save somebody\n:save somebody\n:save no/where\n:begin later_on\n:save at_the_end\n",
      {"--seed", "9", "--name", "Kim"}
  );
  EXPECT_TRUE(has(out, "Kept as " + course() + "/somebody.transcript.")) << out;
  EXPECT_TRUE(has(out, "somebody.transcript already. Choose another name."));
  EXPECT_TRUE(has(out, "A transcript needs a name of letters"));
  EXPECT_TRUE(
      read("somebody.transcript").starts_with("# Kept from attune play\nname: Kim\nseed: 9\n")
  );
  EXPECT_TRUE(has(read("somebody.transcript"), "> (jump hall)\nCoach: Hello, Kim.\n"));
  const Ran tested = run({"test", course()});
  EXPECT_EQ(tested.out, "2 passed, 0 failed\n") << tested.errors;
  play("2026-01-01\n:save short\n", {"--scene", "cellar"});
  EXPECT_TRUE(has(read("short.transcript"), "scene: cellar\nCoach: Down here.\n"));
  EXPECT_EQ(run({"test", course()}).out, "3 passed, 0 failed\n");
}

TEST_F(Playing, SaysWhatIsOpenAtTheEnd) {
  const std::string out = play("1\n:jump cellar\n2026-01-01\nhello\n:begin later_on\nno\n\n");
  EXPECT_TRUE(has(out, "The stage is done."));
  EXPECT_TRUE(has(out, "Open now: :begin later_on"));
  EXPECT_TRUE(has(out, "Nothing is asked any more."));
  EXPECT_TRUE(has(out, "  Again?\n"));
}

TEST_F(Playing, PlainKnowsNoJump) {
  const Ran ran = run({"play", "--plain", course()}, "(jump cellar)\n:vars\n");
  EXPECT_TRUE(has(ran.out, "! What stands in parentheses is (skip), (back),"));
  EXPECT_TRUE(has(ran.out, "> :vars\ndoors? Which doors?\n"));
}

TEST(Screens, WrapAtTheirWidth) {
  std::ostringstream out;
  const Screen screen{.width = 12, .colours = false};
  screen.wrap(out, "one two three four five", 2);
  EXPECT_EQ(out.str(), "one two\n  three four\n  five\n");
  EXPECT_EQ(screen.code("1"), "");
  EXPECT_EQ((Screen{.width = 12, .colours = true}).code("1"), "\x1b[1m");
}

TEST(Screens, ColoursStandWhereTheyMay) {
  const auto program = test::compiled(
      test::one_stage("scene a\nask choice b: Which?\n- one: One\n- two: Two\nend\nfinish\n")
  );
  std::istringstream in{"three\n"};
  std::ostringstream out;
  play(*program, "small", ConversationStart{}, Screen{.width = 40, .colours = true}, in, out);
  EXPECT_NE(out.str().find("\x1b[1mWhich?\n\x1b[0m"), std::string::npos);
  EXPECT_NE(out.str().find("\x1b[33m! Please choose"), std::string::npos);
}

}  // namespace
}  // namespace attune::tools
