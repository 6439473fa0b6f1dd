// The commands for authors, as a person meets them: what is printed, and the exit status.

#include "tests/support/run.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tools/conversation.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

using test::Ran;
using test::run;

class Tools : public testing::Test {
 protected:
  Tools() {
    write("course.dialogue", "course small\nstages: talk\neverywhere: safety\n");
    write(
        "talk.dialogue",
        "dialogue talk\n"
        "scene a\n"
        "Coach: Hello, {you.name}.\n"
        "ask choice pace: How would you like to begin?\n"
        "- gently: With something easy\n"
        "- later: Not today\n"
        "  Coach: Rest well.\n"
        "  pause\n"
        "  Coach: Good to see you.\n"
        "end\n"
        "ask list words 1 to 2: Which words?\n"
        "ask scale pull 0 to 10: How strong?\n"
        "Coach: {words or \"no words\"}.\n"
        "if pull is answered and pull > 9\n"
        "  Coach: That is strong.\n"
        "end\n"
        "finish\n"
        "part welcome_back\n"
        "Coach: You were away.\n"
        "return\n"
    );
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

  test::TempFolder folder_;
};

TEST_F(Tools, CheckIsQuietAboutAGoodCourse) {
  const Ran ran = run({"check", course()});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out, course() + ": 0 errors, 0 warnings\n");
  EXPECT_EQ(ran.errors, "");
}

TEST_F(Tools, CheckShowsEachMistakeAndSaysHowMany) {
  write("talk.dialogue", "dialogue talk\nscene a\nCoach: Hello.\ngo tel\nscene tell\nfinnish\n");
  const Ran ran = run({"check", course()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, course() + ": 2 errors, 0 warnings\n");
  const std::string file = course() + "/talk.dialogue";
  EXPECT_EQ(
      ran.errors,
      file +
          ":4:4: error A021: there is no scene \"tel\" in talk. Did you mean \"tell\"?\ngo tel\n   "
          "^~~\n" +
          file +
          ":6:1: error A001: \"finnish\" is not a word that a line can start with. Did you mean "
          "\"finish\"?\nfinnish\n^~~~~~~\n"
  );
}

TEST_F(Tools, CheckTellsAnEditorWhatItFindsAsJson) {
  write(
      "talk.dialogue",
      "dialogue talk\nscene a\nask text mood: How?\nCoach: \"{mood}\"\nfinish\n"
      "part rest\nCoach: Rest.\nreturn\n"
  );
  const Ran ran = run({"check", "--format", "json", course()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.errors, "");
  const std::string file = course() + "/talk.dialogue";
  EXPECT_EQ(
      ran.out,
      R"({
  "errors": 1,
  "warnings": 1,
  "findings": [
    {
      "code": "A050",
      "severity": "error",
      "file": ")" +
          file + R"(",
      "line": 4,
      "column": 10,
      "length": 4,
      "message": "\"mood\" may have no answer here to quote.",
      "mend": "Ask \"if mood is answered\" before, or write {mood or \"other words\"}.",
      "road": [
        "a",
        "\"mood\" is skipped"
      ]
    },
    {
      "code": "W041",
      "severity": "warning",
      "file": ")" +
          file + R"(",
      "line": 6,
      "column": 6,
      "length": 4,
      "message": "Nothing does the part \"rest\".",
      "mend": "Do it from somewhere, or take it out.",
      "road": []
    }
  ]
}
)"
  );
  EXPECT_THROW(run({"check", "--format", "xml", course()}), CLI::ParseError);
  EXPECT_EQ(run({"check", "--format", "json", course() + "/nowhere"}).status, 2);
}

TEST_F(Tools, AWarningStopsNobody) {
  write(
      "talk.dialogue",
      "dialogue talk\nscene a\nCoach: Hello.\nfinish\npart rest\nCoach: Rest.\nreturn\n"
  );
  const Ran checked = run({"check", course()});
  EXPECT_EQ(checked.status, 0);
  EXPECT_EQ(checked.out, course() + ": 0 errors, 1 warning\n");
  const Ran played = run({"play", "--plain", course()});
  EXPECT_EQ(played.out, "Coach: Hello.\n");
  EXPECT_EQ(played.errors, "") << "who plays has not asked for warnings";
}

TEST_F(Tools, AFolderThatIsNotThereIsWrongUse) {
  EXPECT_EQ(run({"check", course() + "/nowhere"}).status, 2);
  EXPECT_EQ(run({"play", "--plain", course() + "/nowhere"}).status, 2);
  EXPECT_EQ(run({"test", course() + "/nowhere"}).status, 2);
  EXPECT_EQ(run({"play", "--plain", "--stage", "none", course()}).status, 2);
}

TEST_F(Tools, ASeedIsAWholeNumberFromZeroUp) {
  for (const char* seed : {"-1", "one", "1.5", "18446744073709551616"}) {
    EXPECT_THROW(run({"play", "--plain", std::string{"--seed="} + seed, course()}), CLI::ParseError)
        << seed;
  }
  EXPECT_EQ(run({"play", "--plain", "--seed=18446744073709551615", course()}).status, 0);
}

TEST_F(Tools, PlainPlayIsATranscript) {
  const Ran ran =
      run({"play", "--plain", "--name", "Kim", course()},
          "never\ngently\n(back)\ngently\n(help)\nwarm, kind; tired\n11\n(skip)\nmore\n");
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(
      ran.out,
      "Coach: Hello, Kim.\n"
      "pace? How would you like to begin?\n"
      "> never\n"
      "! Please choose one of the answers on offer.\n"
      "> gently\n"
      "words? Which words?\n"
      "> (back)\n"
      "pace? How would you like to begin?\n"
      "> gently\n"
      "words? Which words?\n"
      "> (help)\n"
      "Coach: Call 112.\n"
      "words? Which words?\n"
      "> warm, kind; tired\n"
      "pull? How strong?\n"
      "> 11\n"
      "! Please choose a number from 0 to 10.\n"
      "> (skip)\n"
      "Coach: warm, kind and tired.\n"
  );
}

TEST_F(Tools, TimePassesWhenThePersonSaysSo) {
  const Ran ran =
      run({"play", "--plain", course()}, "later\n(2 days later)\n(30 days later)\n(soon)\n");
  EXPECT_EQ(
      ran.out,
      "Coach: Hello, Sam.\n"
      "pace? How would you like to begin?\n"
      "> later\n"
      "Coach: Rest well.\n"
      "> (2 days later)\n"
      "Coach: Good to see you.\n"
      "words? Which words?\n"
      "> (30 days later)\n"
      "Coach: You were away.\n"
      "words? Which words?\n"
      "> (soon)\n"
      "! What stands in parentheses is (skip), (back), (help), (continue), (begin STAGE), "
      "(language L) or (2 "
      "days "
      "later). A text that starts with one is written ((.\n"
  );
}

TEST_F(Tools, PlayForAPersonTakesNumbersAndSaysHowToPlayItAgain) {
  const Ran ran = run({"play", "--seed", "7", course()}, "1\n:skip\n:quit\n");
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.out.find("1. With something easy"), std::string::npos);
  EXPECT_NE(ran.out.find("How strong?"), std::string::npos);
  EXPECT_NE(ran.out.find("--seed 7"), std::string::npos);
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos) << "no colours into a file";
}

TEST_F(Tools, PlayForAPersonKnowsAMisspeltWordFromAnAnswer) {
  write(
      "talk.dialogue",
      "dialogue talk\nscene a\nask text mood: How are you?\nCoach: {mood or \"\"}\nfinish\n"
  );
  const Ran ran = run({"play", course()}, ":skpi\n:)\n");
  EXPECT_NE(ran.out.find("There is no :skpi."), std::string::npos);
  EXPECT_NE(
      ran.out.find("> "
                   "  :)\n"),
      std::string::npos
  ) << ran.out;
}

TEST_F(Tools, ATranscriptPassesWhenWhatIsSaidIsWhatItHas) {
  write(
      "gently.transcript",
      "# Somebody who begins gently\nname: Sam\n\n...\npace? How would you like to begin?\n> "
      "gently\n"
      "words? Which words?\n> (skip)\npull? How strong?\n> 3\nCoach: no words.\n"
  );
  const Ran ran = run({"test", course()});
  EXPECT_EQ(ran.status, 0) << ran.errors;
  EXPECT_EQ(ran.out, "1 passed, 0 failed\n");
}

TEST_F(Tools, ADifferenceNamesTheScriptLineThatSpoke) {
  write(
      "gently.transcript",
      "Coach: Hello, Sam.\npace? How would you like to begin?\n> gently\nwords? Which words?\n> a\n"
      "pull? How weak?\n> 3\nCoach: a.\n"
  );
  const Ran ran = run({"test", course()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, "0 passed, 1 failed\n");
  EXPECT_NE(
      ran.errors.find("  - pull? How weak?    (line 6)\n"
                      "  + pull? How strong?    (talk.dialogue:12)\n"),
      std::string::npos
  ) << ran.errors;
}

TEST_F(Tools, UpdateWritesWhatIsSaidNowAndKeepsTheRest) {
  write("gently.transcript", "# Only answers\nname: Kim\n> gently\n> a; b\n> 3\n> 4\n");
  EXPECT_EQ(run({"test", course()}).status, 1);
  EXPECT_EQ(run({"test", "--update", course()}).status, 0);
  EXPECT_EQ(
      read("gently.transcript"),
      "# Only answers\nname: Kim\nCoach: Hello, Kim.\npace? How would you like to begin?\n> "
      "gently\n"
      "words? Which words?\n> a; b\npull? How strong?\n> 3\nCoach: a and b.\n"
  );
  EXPECT_EQ(run({"test", course()}).out, "1 passed, 0 failed\n");
}

TEST_F(Tools, ADifferenceShowsTheAnswerBeforeItAndWhatStandsUnderTheDots) {
  write(
      "gently.transcript",
      "...\nCoach: Not said.\npace? How would you like to begin?\n> gently\nwords? Which?\n"
  );
  const std::string file = course() + "/gently.transcript";
  EXPECT_EQ(
      run({"test", course()}).errors,
      file +
          ": what is said now is not what the transcript has\n"
          "    ...\n"
          "    Coach: Hello, Sam.    (talk.dialogue:3)\n"
          "  - Coach: Not said.    (line 2)\n"
          "    pace? How would you like to begin?\n"
          "    > gently\n"
          "  - words? Which?    (line 5)\n"
          "  + words? Which words?    (talk.dialogue:11)\n"
  );
}

TEST_F(Tools, DotsStandForLinesOfTheCoachAndForNoQuestion) {
  write("gently.transcript", "...\nwords? Which words?\n");
  EXPECT_EQ(run({"test", course()}).out, "0 passed, 1 failed\n");
  write("gently.transcript", "...\nCoach: Hello, Sam.\n...\npace? How would you like to begin?\n");
  EXPECT_EQ(run({"test", course()}).out, "1 passed, 0 failed\n");
}

TEST_F(Tools, ManyDotsTakeNoTime) {
  std::string script = "dialogue talk\nscene a\n";
  std::string dots;
  for (int i = 0; i < 30; ++i) {
    script += "Coach: Line " + std::to_string(i) + ".\n";
    dots += "...\n";
  }
  write("talk.dialogue", script + "ask yesno fine: Fine?\nfinish\n");
  write("dots.transcript", dots + "never? Not asked\n");
  EXPECT_EQ(run({"test", course()}).out, "0 passed, 1 failed\n");
}

TEST_F(Tools, UpdateKeepsDotsThatStillFitAndNotesInTheMiddle) {
  write(
      "gently.transcript",
      "...\npace? How would you like to begin?\n> gently\n# Here it matters.\nwords? Which?\n> a\n"
  );
  EXPECT_EQ(run({"test", "--update", course()}).status, 0);
  EXPECT_EQ(
      read("gently.transcript"),
      "...\npace? How would you like to begin?\n> gently\n# Here it matters.\n"
      "words? Which words?\n> a\npull? How strong?\n"
  );
}

TEST_F(Tools, UpdateTellsWhichAnswersDidNotFit) {
  write("gently.transcript", "> With something easy\n> gently\n> a; b\n> 14\n> 4\n> and more\n");
  const Ran ran = run({"test", "--update", course()});
  EXPECT_EQ(
      ran.out,
      course() +
          "/gently.transcript: rewritten\n"
          "  line 4: \"> With something easy\" is no answer here: Please choose one of the answers "
          "on offer.\n"
          "  line 10: \"> 14\" is no answer here: Please choose a number from 0 to 10.\n"
          "  line 12: The stage was over here, so \"> and more\" is left out.\n"
          "1 passed, 0 failed\n"
  );
}

TEST_F(Tools, UpdateTellsWhatWasMeantForBracketsAndWhereTheTalkBreaksOff) {
  write("gently.transcript", "> gently\n> Skip\n");
  EXPECT_EQ(
      run({"test", "--update", course()}).out,
      course() +
          "/gently.transcript: rewritten\n"
          "  line 5: \"> Skip\" is kept as words of the person. What is no answer stands in "
          "brackets: "
          "\"> (skip)\".\n"
          "  line 6: The conversation ends before the stage does: \"How strong?\" stands open.\n"
          "1 passed, 0 failed\n"
  );
}

TEST_F(Tools, UpdateKeepsTheLineEndsOfTheFile) {
  write("gently.transcript", "# From Windows\r\n...\r\n> gently\r\nwords? Which?\r\n");
  EXPECT_EQ(run({"test", "--update", course()}).status, 0);
  EXPECT_EQ(
      read("gently.transcript"),
      "# From Windows\r\nCoach: Hello, Sam.\r\npace? How would you like to begin?\r\n> gently\r\n"
      "words? Which words?\r\n"
  );
  EXPECT_EQ(run({"test", course()}).out, "1 passed, 0 failed\n");
}

TEST_F(Tools, AnUpdateThatCannotBeWrittenSaysSoAndLeavesTheTranscript) {
  const std::string before = "> gently\n";
  write("gently.transcript", before);
  fs::create_directory(folder_.path() / "gently.transcript.new");
  const Ran ran = run({"test", "--update", course()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, "0 passed, 1 failed\n");
  EXPECT_EQ(ran.errors, course() + "/gently.transcript: This file cannot be written.\n");
  EXPECT_EQ(read("gently.transcript"), before);
}

TEST_F(Tools, AnAnswerAfterTheEndIsPointedOut) {
  write(
      "gently.transcript",
      "...\npace? How would you like to begin?\n> gently\nwords? Which words?\n> a\n"
      "pull? How strong?\n> 3\nCoach: a.\n> ((more)\n"
  );
  const Ran ran = run({"test", course()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(
      ran.errors.find("    > ((more)\n  The stage was over before this answer (line 9)"),
      std::string::npos
  ) << ran.errors;
}

TEST_F(Tools, ATranscriptThatCannotBeUsedSaysWhyAndTheOthersRun) {
  fs::create_directory(folder_.path() / "a.transcript");
  write("b.transcript", "seed: one\n");
  write("c.transcript", "stage: nowhere\n");
  write("d.transcript", "language: xx\n");
  write("e.transcript", "Coach: \xff\n");
  write("f.transcript", "...\npace? How would you like to begin?\n");
  const Ran ran = run({"test", course()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, "1 passed, 5 failed\n");
  const std::string at = course() + "/";
  EXPECT_EQ(
      ran.errors,
      at + "a.transcript: This file cannot be read.\n" + at +
          "b.transcript:1: This header has no value that can be read.\n" + at +
          "c.transcript: There is no written stage \"nowhere\" in this course.\n" + at +
          "d.transcript: This course is not translated into \"xx\". It has: en.\n" + at +
          "e.transcript:1: This file is not UTF-8 text.\n"
  );
}

TEST_F(Tools, ALineThatIsNoTranscriptIsReportedWithItsPlace) {
  write("odd.transcript", "Coach: Hello, Sam.\nThe coach asks how to begin.\n");
  const Ran ran = run({"test", course()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(
      ran.errors.find("odd.transcript:2: A line of a transcript starts with"), std::string::npos
  );
}

TEST(TheCourses, SayWhatTheirTranscriptsHave) {
  const std::string dream = std::string{ATTUNE_SOURCE_DIR} + "/dialogues/dream";
  EXPECT_EQ(run({"check", dream}).status, 0);
  const Ran ran = run({"test", dream});
  EXPECT_EQ(ran.status, 0) << ran.errors;
  int transcripts = 0;
  for (const auto& entry : fs::directory_iterator(dream)) {
    transcripts += entry.path().extension() == ".transcript" ? 1 : 0;
  }
  EXPECT_GE(transcripts, 6);
}

TEST(Later, ReadsTimes) {
  using std::chrono::hours;
  EXPECT_EQ(read_later("2 days later"), hours{48});
  EXPECT_EQ(read_later("1 week later"), hours{168});
  EXPECT_EQ(read_later("20 minutes later"), std::chrono::minutes{20});
  for (const char* text :
       {"later", "2 days", "two days later", "0 days later", "2 years later", ""}) {
    EXPECT_EQ(read_later(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace attune::tools
