// What the tools make of a picture.

#include "tests/support/run.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tools/format.h"

namespace attune::tools {
namespace {

using test::Ran;
using test::run;

constexpr const char* talk =
    "dialogue talk\n"
    "\n"
    "scene a\n"
    "ask text cue: What sets it off?\n"
    "ask scale worry 1 to 7: How near is worry?\n"
    "\n"
    "show chain pattern: How it runs\n"
    "  words: It starts with {cue or \"something\"}.\n"
    "- link \"It starts with\": {cue or \"something\"}\n"
    "- link \"Then\" when cue is answered: you go -> away\n"
    "end\n"
    "if worry is answered\n"
    "  show plane map: Where you stand\n"
    "    words: Worry is at {worry}.\n"
    "  - point \"Today\" at worry, 8 - worry\n"
    "  - point at 1, 2 when worry > 6\n"
    "  end\n"
    "end\n"
    "Coach: That is all.\n"
    "finish\n";

class PicturesInTools : public testing::Test {
 protected:
  PicturesInTools() {
    write("course.dialogue", "course small\nstages: talk\n");
    write("talk.dialogue", talk);
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

TEST_F(PicturesInTools, AreFormattedLikeQuestions) {
  EXPECT_EQ(formatted(talk), talk);
  EXPECT_EQ(
      formatted("dialogue talk\nscene a\nshow  chain   one:One\n\nwords:So  it is.\n\n"
                "-  link  \"A: b\"  at  -1,n-1  when n>=1:x->y\n"
                "- point over  score( a.b )\n"
                "- person from  around\nend\nfinish\n"),
      "dialogue talk\n\nscene a\nshow chain one: One\n  words: So  it is.\n"
      "- link \"A: b\" at -1, n - 1 when n >= 1: x->y\n"
      "- point over score(a.b)\n"
      "- person from around\nend\nfinish\n"
  );
}

TEST_F(PicturesInTools, AreALineOfATranscript) {
  const Ran ran = run({"play", "--plain", course()}, "a look\n5\n");
  EXPECT_EQ(
      ran.out,
      "cue? What sets it off?\n"
      "> a look\n"
      "worry? How near is worry?\n"
      "> 5\n"
      "Picture How it runs: It starts with a look.\n"
      "Picture Where you stand: Worry is at 5.\n"
      "Coach: That is all.\n"
  );
  write("kept.transcript", "> a look\n> 5\n");
  EXPECT_EQ(run({"test", "--update", course()}).status, 0);
  EXPECT_EQ(
      read("kept.transcript"),
      "cue? What sets it off?\n"
      "> a look\n"
      "worry? How near is worry?\n"
      "> 5\n"
      "Picture How it runs: It starts with a look.\n"
      "Picture Where you stand: Worry is at 5.\n"
      "Coach: That is all.\n"
  );
  EXPECT_EQ(run({"test", course()}).status, 0);
  write("kept.transcript", "...\n> a look\n...\n> 5\n...\nCoach: That is all.\n");
  EXPECT_EQ(run({"test", course()}).status, 1);  // a question is no line of the coach
  write(
      "kept.transcript", "cue? What sets it off?\n> a look\nworry? How near is worry?\n> 5\n...\n"
  );
  EXPECT_EQ(run({"test", course()}).status, 0);
}

TEST_F(PicturesInTools, ADifferenceNamesTheLineOfThePicture) {
  write(
      "kept.transcript",
      "cue? What sets it off?\n> a look\nworry? How near is worry?\n> 5\n"
      "Picture How it runs: It starts with a word.\n...\n"
  );
  const Ran ran = run({"test", course()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE((ran.out + ran.errors).find("talk.dialogue:7"), std::string::npos)
      << ran.out << ran.errors;
}

TEST_F(PicturesInTools, AreAListOfTheirPartsInATerminal) {
  const Ran ran = run({"play", course()}, "a look\n5\n");
  EXPECT_NE(
      ran.out.find("\n  [chain] How it runs\n"
                   "    link  It starts with: a look\n"
                   "    link  Then: you go -> away\n"
                   "    It starts with a look.\n"
                   "\n  [plane] Where you stand\n"
                   "    point  Today  5  3\n"
                   "    Worry is at 5.\n"
                   "  That is all.\n"),
      std::string::npos
  ) << ran.out;
}

TEST_F(PicturesInTools, AreLinesThatWalksCover) {
  write("kept.transcript", "cue? What sets it off?\n");
  const Ran ran = run({"walk", "--runs", "100", course()});
  EXPECT_EQ(ran.status, 0) << ran.out << ran.errors;
  std::string narrow;
  for (const char c : ran.out) {
    if (c != ' ' || narrow.empty() || narrow.back() != ' ') {
      narrow += c;
    }
  }
  EXPECT_NE(narrow.find(" lines 5 of 5 100 %"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("show chain pattern: How it runs"), std::string::npos)
      << "it is in no transcript\n"
      << ran.out;
  const std::string page = course() + "/page.html";
  EXPECT_EQ(run({"walk", "--runs", "20", "--html", page, course()}).status, 0);
  EXPECT_NE(read("page.html").find("Picture: How it runs"), std::string::npos);
}

}  // namespace
}  // namespace attune::tools
