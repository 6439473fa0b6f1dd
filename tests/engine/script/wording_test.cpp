// Warnings about words: what they find, and above all what they leave alone.

#include "tests/support/courses.h"

#include <gtest/gtest.h>

#include <string>

namespace attune::engine {
namespace {

// The codes and places of what is found: "W006 3:12 W003 4:9"; but for W045, as these courses have
// no help.
std::string found(const CourseSources& sources) {
  std::string all;
  for (const Diagnostic& finding : compile(sources, test::plain_hash).findings) {
    if (finding.code == "W045") {
      continue;
    }
    all += (all.empty() ? "" : " ") + finding.code + " " + std::to_string(finding.span.line) + ":" +
           std::to_string(finding.span.column);
  }
  return all;
}

std::string found(const std::string& dialogue) {
  return found(test::one_stage(dialogue));
}

std::string saying(const std::string& line) {
  return found("scene a\n" + line + "\nfinish\n");
}

TEST(Wording, AlwaysAndNeverAreForOthersToSay) {
  EXPECT_EQ(saying("Coach: You Always go, and NEVER stay."), "W006 3:12 W006 3:27");
  EXPECT_EQ(saying("Coach: Nevertheless, some people say: \"I always go.\""), "");
  EXPECT_EQ(saying("Coach: Some people say: \u201cI never stay.\u201d"), "");
  EXPECT_EQ(
      found("scene a\nask choice way as_it_is: How?\n- x: I never stay\nend\nfinish\n"), "A006 3:16"
  );
  EXPECT_EQ(
      found("scene a\nask choice way: How?\n  example: I always go.\n- never as \"never\": Never\n"
            "  Coach: Thank you.\nend\nfinish\n"),
      ""
  );
  EXPECT_EQ(
      found("scene a\nask text q: How?\n  hint: It is never wrong.\nCoach: {q or \"\"}\nfinish\n"),
      "W006 4:15"
  );
}

TEST(Wording, TwoQuestionsInOneBubble) {
  EXPECT_EQ(saying("Coach: How was it? What did you do?"), "W003 3:35");
  EXPECT_EQ(saying("Coach: How was it?!"), "");
  EXPECT_EQ(saying("Coach: You asked: \"Is it me? Is it you?\" What a thing to ask."), "");
}

TEST(Wording, WhyDidYouIsAReproach) {
  EXPECT_EQ(saying("Coach: So why did you go?"), "W005 3:11");
  EXPECT_EQ(saying("Coach: Why didn\u2019t you go?"), "W005 3:8");
  EXPECT_EQ(saying("Coach: Maybe someone asked: \"Why did you go?\""), "");
  EXPECT_EQ(saying("Coach: Why it came is a mystery. You did your best."), "");
}

TEST(Wording, ABubbleHasSixtyWords) {
  std::string sixty;
  for (int i = 0; i < 20; ++i) {
    sixty += "We go on. ";
  }
  EXPECT_EQ(saying("Coach: " + sixty), "");
  EXPECT_EQ(saying("Coach: " + sixty + "And on."), "W001 3:208");
}

TEST(Wording, GradesAreForEnglish) {
  const std::string hard =
      "Considerable psychological preoccupation necessitates compassionate "
      "exploration of interpersonal vulnerability, continuously.";
  EXPECT_EQ(saying("Coach: " + hard), "W002 3:8");
  EXPECT_EQ(
      found(test::course_of(
          {{"course", "course small\nlanguage: de\nstages: talk\n"},
           {"talk", "dialogue talk\nscene a\nCoach: " + hard + "\nfinish\n"}}
      )),
      "W090 2:1"  // the machine's own words are English still
  );
}

TEST(Wording, ShortHardLinesCountTogether) {
  std::string lines;
  for (int i = 0; i < 7; ++i) {
    lines += "Coach: Psychological preoccupation necessitates compassionate exploration daily.\n";
  }
  EXPECT_EQ(found("scene a\n" + lines + "finish\n"), "W002 2:7");
}

TEST(Wording, CountriesMayBeMany) {
  std::string options;
  for (const char* id : {"us", "elsewhere", "c", "d", "e", "f", "g", "h"}) {
    options += "- " + std::string{id} + ": Some place\n";
  }
  CourseSources sources = test::one_stage(
      "scene a\nask choice where: Where?\n" + options + "end\nresources for where\nfinish\n"
  );
  for (const char* id : {"c", "d", "e", "f", "g", "h"}) {
    sources.countries.push_back(Country{.id = id, .name = id, .says = {"Call."}});
  }
  EXPECT_EQ(found(sources), "");
  EXPECT_EQ(
      found(
          "scene a\nask choice where: Where?\n" + options +
          "end\nCoach: {where or \"here\"}\nfinish\n"
      ),
      "W004 3:12"
  );
}

TEST(Usage, AnAnswerIsUsedWhereverSomethingLooksAtIt) {
  const auto using_it = [](const std::string& use) {
    return found("remember n = 0\nscene a\nask list q 1 to 3: How?\n" + use + "\nfinish\n");
  };
  EXPECT_EQ(using_it("Coach: Thank you."), "W043 4:10");
  EXPECT_EQ(using_it("Coach: {q or \"you\"}."), "");
  EXPECT_EQ(using_it("if q is skipped\nCoach: Fine.\nend"), "");
  EXPECT_EQ(using_it("set n = count(q)"), "");
  EXPECT_EQ(using_it("ask pick p from q: Which?\nCoach: {p or \"none\"}."), "");
  EXPECT_EQ(found("scene a\nask choice q: How?\n- x: X -> b\nend\ngo b\nscene b\nfinish\n"), "");
  EXPECT_EQ(found("scene a\nask text you.name: What shall I call you?\nfinish\n"), "");
}

TEST(Usage, AnotherFileMayUseIt) {
  EXPECT_EQ(
      found(test::course_of(
          {{"course", "course two\nstages: one, talk\n"},
           {"one", "dialogue one\nscene a\nask text q: How?\nfinish\n"},
           {"talk", "dialogue talk\nscene a\nCoach: {one.q or \"That\"}.\nfinish\n"}}
      )),
      ""
  );
}

TEST(Traps, AreSaidOnceForScenesThatGoRoundAmongThemselves) {
  EXPECT_EQ(
      found("scene a\nask choice q: How?\n- x: X -> b\nend\nfinish\n"
            "scene b\npause\ngo c\nscene c\npause\ngo b\n"),
      "W042 7:7"
  );
  EXPECT_EQ(found("endless\nscene a\npause\ngo a\n"), "") << "the whole stage is meant to go round";
  EXPECT_EQ(found("endless\nscene a\npause\ngo b\nscene b\npause\ngo b\n"), "W042 6:7");
}

}  // namespace
}  // namespace attune::engine
