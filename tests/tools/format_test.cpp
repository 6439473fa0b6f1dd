// The form of scripts: what formatting supplies, and that it changes nothing else.

#include "tools/format.h"

#include "tests/support/courses.h"
#include "tests/support/run.h"
#include "tests/support/scripts.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace attune::tools {
namespace {

using test::Ran;
using test::run;

constexpr const char* careless =
    "\n\ndialogue   talk\n"
    "title:A talk:  about blanks\n"
    "remember n=0\n"
    "scene a   was  b,c\n"
    "\n"
    "    Coach:Hello,  {you.name}.\n"
    "\n\n\n"
    "one   of\n"
    "Coach: One\n"
    "\n"
    "or\n"
    "Coach: Two\n"
    "   // about the two\n"
    "\n"
    "end\n"
    "ask choice pace,required:How?\n"
    "\n"
    "hint:  Any.\n"
    "\n"
    "-  gently as \"in: words\"  when n>=1 and not(n is 3)  :Easy -> easy->a\n"
    "- other: Other\n"
    "// under an option\n"
    "if n>-1 or count( pace )>0\n"
    "set n=n+1-(-2)\n"
    "else   if  visits<3\n"
    "ask scale s -5 \"low\" to-1 : How?\n"
    "why:x\n"
    "else\n"
    "do  breath\n"
    "end\n"
    "end\n"
    "pause for 1 day,may continue early\n"
    "finish\n"
    "// about the part\n"
    "//   in two lines\n"
    "part breath\n"
    "return\n\n\n";

constexpr const char* careful =
    "dialogue talk\n"
    "title: A talk:  about blanks\n"
    "remember n = 0\n"
    "\n"
    "scene a was b, c\n"
    "Coach: Hello,  {you.name}.\n"
    "\n"
    "one of\n"
    "  Coach: One\n"
    "or\n"
    "  Coach: Two\n"
    "  // about the two\n"
    "end\n"
    "ask choice pace, required: How?\n"
    "  hint: Any.\n"
    "- gently as \"in: words\" when n >= 1 and not (n is 3): Easy -> easy -> a\n"
    "- other: Other\n"
    "  // under an option\n"
    "  if n > -1 or count(pace) > 0\n"
    "    set n = n + 1 - (-2)\n"
    "  else if visits < 3\n"
    "    ask scale s -5 \"low\" to -1: How?\n"
    "      why: x\n"
    "  else\n"
    "    do breath\n"
    "  end\n"
    "end\n"
    "pause for 1 day, may continue early\n"
    "finish\n"
    "\n"
    "// about the part\n"
    "//   in two lines\n"
    "part breath\n"
    "return\n";

TEST(Format, SuppliesIndentationBlankLinesAndSpacing) {
  EXPECT_EQ(formatted(careless), careful);
  EXPECT_EQ(formatted(careful), careful);
}

TEST(Format, LinesEndAsMostOfThemDid) {
  EXPECT_EQ(
      formatted("dialogue a\r\nscene b\r\nfinish\n"), "dialogue a\r\n\r\nscene b\r\nfinish\r\n"
  );
  EXPECT_EQ(formatted("dialogue a\nscene b\r\nfinish\n"), "dialogue a\n\nscene b\nfinish\n");
  EXPECT_EQ(
      formatted("\ufeff"
                "dialogue a"),
      "dialogue a\n"
  );
  EXPECT_EQ(formatted(""), "");
}

TEST(Format, AddsNoBlankThatWouldMakeALineTooLong) {
  const std::string line = "Coach:" + std::string(3994, 'x');
  EXPECT_EQ(formatted(line + "\n"), line + "\n");
}

TEST(Format, OfACourseLeavesItsLists) {
  EXPECT_EQ(
      formatted("course  a\nstages: b ,c\nlanguage:en\n"), "course a\nstages: b, c\nlanguage: en\n"
  );
}

TEST(Format, NeverChangesWhatAScriptDoes) {
  constexpr std::uint64_t scripts = 100;
  for (std::uint64_t seed = 1; seed <= scripts; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const engine::CourseSources before = test::random_course(seed);
    engine::CourseSources after = before;
    for (engine::SourceFile& file : after.files) {
      ASSERT_EQ(syntax_errors(file.path, file.text), "");
      const std::string once = formatted(file.text);
      ASSERT_EQ(formatted(once), once);
      ASSERT_EQ(once.find("\n\n\n"), std::string::npos);
      ASSERT_EQ(once.find(" \n"), std::string::npos);
      file.text = once;
    }
    const auto one = test::compiled(before);
    const auto two = test::compiled(after);
    ASSERT_EQ(test::without_spans(*one), test::without_spans(*two));
  }
}

class Formatting : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{folder_.path() / name, std::ios::binary} << text;
    return (folder_.path() / name).string();
  }

  std::string read(const std::string& name) const {
    std::ifstream file{folder_.path() / name, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  }

  std::string folder() const { return folder_.path().string(); }

  test::TempFolder folder_;
};

TEST_F(Formatting, RewritesTheFilesOfAFolder) {
  write("course.dialogue", "course small\nstages: talk\n");
  const std::string talk = write("talk.dialogue", careless);
  write("read.me", "  as it is");
  const Ran ran = run({"format", folder()});
  EXPECT_EQ(ran.status, 0) << ran.errors;
  EXPECT_EQ(ran.out, talk + ": formatted\n1 in form, 1 formatted, 0 with errors\n");
  EXPECT_EQ(read("talk.dialogue"), careful);
  EXPECT_EQ(read("read.me"), "  as it is");
  EXPECT_EQ(run({"format", folder()}).out, "2 in form, 0 formatted, 0 with errors\n");
}

TEST_F(Formatting, CheckChangesNothingAndNamesTheFirstLine) {
  const std::string talk = write("talk.dialogue", "dialogue talk\n\nscene a\n  finish\n");
  const Ran ran = run({"format", "--check", talk});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, "0 in form, 1 not in form, 0 with errors\n");
  EXPECT_EQ(
      ran.errors,
      talk + ":4: from here on this file is not in its form. To mend it: attune format " + talk +
          "\n"
  );
  EXPECT_EQ(read("talk.dialogue"), "dialogue talk\n\nscene a\n  finish\n");
}

TEST_F(Formatting, AFileWithErrorsIsLeftAsItIs) {
  const std::string wrong = "dialogue talk\nscene a\n  finnish\n";
  const std::string talk = write("talk.dialogue", wrong);
  const std::string other = write("other.dialogue", "dialogue other\npart a\n  return\n");
  const Ran ran = run({"format", talk, other});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, other + ": formatted\n0 in form, 1 formatted, 1 with errors\n");
  EXPECT_EQ(
      ran.errors,
      talk +
          ":3:3: error A001: \"finnish\" is not a word that a line can start with. Did you mean "
          "\"finish\"?\nfinnish\n^~~~~~~\n" +
          talk + ": left as it is, since its lines cannot all be understood.\n"
  );
  EXPECT_EQ(read("talk.dialogue"), wrong);
}

TEST_F(Formatting, SaysWhatItCannotReadOrWrite) {
  EXPECT_EQ(run({"format", folder()}).status, 2);
  EXPECT_EQ(
      run({"format", folder()}).errors, folder() + ": There is no .dialogue file in this folder.\n"
  );
  const Ran ran = run({"format", folder() + "/none.dialogue"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.errors, folder() + "/none.dialogue: This file cannot be read.\n");
  write("not_utf8.dialogue", "dialogue a\n// \xff\n");
  EXPECT_EQ(run({"format", folder()}).status, 1);
}

TEST(TheCourses, AreInTheirForm) {
  const Ran ran = run({"format", "--check", std::string{ATTUNE_SOURCE_DIR} + "/dialogues/dream"});
  EXPECT_EQ(ran.status, 0) << ran.errors;
}

}  // namespace
}  // namespace attune::tools
