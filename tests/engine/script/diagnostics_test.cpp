// Every code has a page in docs/diagnostics/ whose wrong example gives just what the page shows and
// whose right example gives nothing.

#include "engine/program/limits.h"

#include "tests/support/courses.h"
#include "tests/support/examples.h"
#include "tests/support/markdown.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace attune::engine {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file{path};
  return std::string{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

// What stands in the nth fence of that kind.
std::string fenced(const std::string& page, std::string_view kind, std::size_t nth) {
  for (const test::Fence& fence : test::fences(page)) {
    if (fence.kind == kind && nth-- == 0) {
      return fence.text;
    }
  }
  return {};
}

fs::path pages() {
  return fs::path{ATTUNE_SOURCE_DIR} / "docs" / "diagnostics";
}

TEST(Diagnostics, EveryPageShowsWhatItsExamplesGive) {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(pages())) {
    const std::string page = read(entry.path());
    const std::string code = entry.path().stem().string();
    SCOPED_TRACE(code);
    ++count;
    EXPECT_TRUE(page.starts_with("# " + code + ": "));
    const std::string wrong = fenced(page, "dialogue", 0);
    const std::string right = fenced(page, "dialogue", 1);
    ASSERT_FALSE(wrong.empty());
    ASSERT_FALSE(right.empty());
    const bool about_help = code == "W045";
    const auto findings = about_help ? test::findings_of_a_whole_course : test::findings_of;
    const std::string found = findings(test::example_course(wrong));
    EXPECT_EQ(found, fenced(page, "text", 0));
    EXPECT_NE(found.find(" " + code + ": "), std::string::npos);
    EXPECT_EQ(findings(test::example_course(right)), "");
  }
  EXPECT_GT(count, 30);
}

TEST(Diagnostics, EveryCodeOfTheCompilerHasAPage) {
  std::set<std::string> codes;
  const std::regex pattern{R"re("([AW][0-9]{3})")re"};
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path{ATTUNE_SOURCE_DIR} / "engine" / "script")) {
    if (!entry.is_regular_file()) {
      continue;
    }
    const std::string source = read(entry.path());
    for (std::sregex_iterator it{source.begin(), source.end(), pattern}, end; it != end; ++it) {
      codes.insert((*it)[1]);
    }
  }
  EXPECT_GT(codes.size(), 30U);
  for (const std::string& code : codes) {
    EXPECT_TRUE(fs::exists(pages() / (code + ".md"))) << code << " has no page";
  }
}

TEST(Diagnostics, TenMistakesGiveTenFindingsEachAtItsPlace) {
  const std::string found = test::findings_of(test::one_stage(
      R"(title: Talk
scene arriving
Coach: Hello, {you.nmae}.
Cuach: I am glad.
ask choise pace: How would you like to begin?
- gently: Gently
end
ask scale pull 10 to 0: How strong?
go recent_momnt

scene recent_moment
ask text moment: What happened?
hint: A line is plenty.
hint: Or two.
if moment is skiped
  Coach: That is fine.
end
do breath
return

scene recent_moment
Coach: Once more.
finish
)"
  ));
  std::size_t findings = 0;
  for (std::size_t at = found.find(": error A"); at != std::string::npos;
       at = found.find(": error A", at + 1)) {
    ++findings;
  }
  EXPECT_EQ(findings, 10U) << found;
  for (const char* place :
       {":4:16: error A023",
        ":5:1: error A001",
        ":6:5: error A001",
        ":9:16: error A031",
        ":10:4: error A021",
        ":15:1: error A002",
        ":16:14: error A023",
        ":19:4: error A022",
        ":20:1: error A002",
        ":22:7: error A020"}) {
    EXPECT_NE(found.find(std::string{"talk.dialogue"} + place), std::string::npos)
        << place << " is not in\n"
        << found;
  }
}

// The wrong word of a line, and the caret's column and length in what is shown of the line.
TEST(Diagnostics, OfALongLineWhatStandsAroundTheCaretIsShown) {
  const auto shown = [](const std::string& before, const std::string& after) {
    const std::string found = test::errors_of(test::course_of(
        {{"course", "course small\nstages: talk\n"},
         {"talk",
          "dialogue talk\nscene arriving\nCoach: " + before + "{lost}" + after + "\nfinish\n"}}
    ));
    const std::size_t first = found.find('\n') + 1;
    const std::size_t second = found.find('\n', first) + 1;
    const std::string line = found.substr(first, second - first - 1);
    const std::string caret = found.substr(second, found.find('\n', second) - second);
    EXPECT_TRUE(caret.contains('^')) << found;
    EXPECT_EQ(line.substr(caret.find('^'), 4), "lost") << found;
    return line;
  };
  const std::string words(300, 'x');
  EXPECT_EQ(shown("Hello ", "."), "Coach: Hello {lost}.");
  const std::string middle = shown(words, words);
  EXPECT_EQ(middle.size(), limits::shown_characters + 8) << middle;
  EXPECT_TRUE(middle.starts_with("... x") && middle.ends_with("x ...")) << middle;
  const std::string end = shown(words, ".");
  EXPECT_TRUE(end.starts_with("... x") && end.ends_with("{lost}.")) << end;
  const std::string start = shown("", words);
  EXPECT_TRUE(start.starts_with("Coach: {lost}x") && start.ends_with("x ...")) << start;
}

TEST(Diagnostics, WindowsLineEndsTabsAndAByteOrderMarkMeanNothing) {
  const std::string course = "\ufeffcourse small\r\nstages: talk\r\n";
  const std::string talk =
      "\ufeffdialogue talk\r\n\r\nscene arriving\r\n\tCoach: Hello.\r\n\task text mood:\tHow are "
      "you?\r\n\tfinish\r\n";
  EXPECT_EQ(test::errors_of(test::course_of({{"course", course}, {"talk", talk}})), "");
}

TEST(Diagnostics, ACaretStandsUnderTheCharacterThatAPersonSees) {
  EXPECT_EQ(
      test::findings_of(
          test::one_stage("scene a\n   Coach: \u0645\u0631\u062d\u0628\u0627 {nobody}\n"
                          "finish\n")
      ),
      "talk.dialogue:3:18: error A023: there is no question and no memory \"nobody\".\n"
      "Coach: \u0645\u0631\u062d\u0628\u0627 {nobody}\n"
      "              ^~~~~~\n"
  );
}

}  // namespace
}  // namespace attune::engine
