#include "engine/script/translation/pseudo.h"

#include "engine/base/overloaded.h"
#include "engine/base/text.h"

#include "tests/support/courses.h"
#include "tests/support/scripts.h"
#include "tests/support/walker.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace attune::engine {
namespace {

TEST(Pseudo, IsLongerAccentedAndInBrackets) {
  EXPECT_EQ(pseudo_translated("en-XA", "Hello, Sam."), "[Ĥééļļóó, Šááɱ.]");
  const std::string line = "Take all the time you need, and come back when it suits you.";
  EXPECT_GE(3 * characters(pseudo_translated("en-XA", line)), 4 * characters(line));
}

TEST(Pseudo, LeavesBracesAndTextsWithoutLettersAsTheyAre) {
  EXPECT_EQ(
      pseudo_translated("en-XA", "You wrote {moment short or \"it\"}: {{x"),
      "[Ýóóúú ŵŕóóţéé {moment short or \"ííţ\"}: {{ẋ]"
  );
  EXPECT_EQ(pseudo_translated("en-XA", "{a}, {b}"), "{a}, {b}");
  EXPECT_EQ(pseudo_translated("ar-XB", "1.5"), "1.5");
  EXPECT_EQ(pseudo_translated("ar-XB", "Hi {you.name}"), "[حي {you.name}]");
}

// All that a turn does, without the words in which it was said.
EventBody without_words(EventBody body) {
  std::visit(
      Overloaded{
          [](Began& began) { began.language.clear(); },
          [](LineSaid& said) { said.text.clear(); },
          [](QuestionAsked& asked) {
            for (std::string* words :
                 {&asked.text,
                  &asked.hint,
                  &asked.example,
                  &asked.why,
                  &asked.low,
                  &asked.high,
                  &asked.unit}) {
              *words = words->empty() ? "" : "words";
            }
            for (OfferedOption& option : asked.options) {
              option.label.clear();
            }
          },
          [](AnswerKept& kept) { kept.label.clear(); },
          [](StageEntered&) {},
          [](StageOpened&) {},
          [](StageDone&) {},
          [](CourseEnded&) {},
          [](SceneEntered&) {},
          [](PartEntered&) {},
          [](PartLeft&) {},
          [](Interrupted&) {},
          [](WayTaken&) {},
          [](MemorySet&) {},
          [](QuestionSkipped&) {},
          [](Paused&) {},
          [](Resumed&) {},
          [](TookBack&) {},
          [](LanguageChosen&) {},
          [](PracticeOffered& offered) { offered.text.clear(); },
          [](PictureShown& shown) {
            shown.title.clear();
            shown.words.clear();
            for (PicturePart& part : shown.parts) {
              part.label.clear();
              part.text.clear();
            }
          },
          [](MeasureTaken&) {},
          [](Moved&) {},
          [](WatchMatched&) {},
          [](MatchRetracted&) {},
      },
      body
  );
  return body;
}

// The events of a walk, as the machine would have them in another language.
std::vector<EventBody> walked(const Program& program, std::uint64_t seed) {
  constexpr int turns = 60;
  std::vector<EventBody> bodies;
  for (const Event& event :
       test::random_walk(program, seed, turns, [](const auto&, const auto&, auto) {}).events) {
    bodies.push_back(without_words(event.body));
  }
  return bodies;
}

// A program that is said in the second of its languages alone.
Program in_second_language(const Program& program) {
  Program other = program;
  other.wordings.erase(other.wordings.begin());
  return other;
}

Program in_first_language(const Program& program) {
  Program other = program;
  other.wordings.resize(1);
  return other;
}

TEST(Pseudo, ASessionInAnotherLanguageIsTheSameButForItsWords) {
  for (const std::string_view language : {accented_language, mirrored_language}) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      const auto program = test::compiled(test::with_pseudo(
          seed <= 20 ? test::everything_course() : test::random_course(seed), language
      ));
      ASSERT_EQ(program->wordings.size(), 2U);
      ASSERT_EQ(
          walked(in_first_language(*program), seed), walked(in_second_language(*program), seed)
      );
    }
  }
}

TEST(Pseudo, ATranslationChangesNothingOfTheStructure) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const CourseSources sources = test::random_course(seed);
    const auto plain = test::compiled(sources);
    const auto both = test::compiled(test::with_pseudo(sources, accented_language));
    ASSERT_EQ(test::without_spans(*plain), test::without_spans(in_first_language(*both)));
    ASSERT_EQ(plain->source().templates.size(), both->wordings[1].templates.size());
    ASSERT_NE(plain->id, both->id);
  }
}

TEST(Pseudo, NoWordOfACourseIsLeftBehind) {
  const auto program =
      test::compiled(test::with_pseudo(test::everything_course(), accented_language));
  const Wording& wording = program->wording(accented_language);
  const auto is_strange = [](std::string_view text) {
    return text.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
  };
  std::size_t left = 0;
  for (const Template& words : wording.templates) {
    for (std::uint32_t i = words.first; i < words.first + words.count; ++i) {
      const Segment& segment = wording.segments[i];
      left += segment.what == Quoted::literal && !is_strange(wording.texts[segment.text]);
    }
  }
  EXPECT_EQ(left, 0U);
  EXPECT_EQ(wording.title, "[Ééṽééŕýţĥííñĝ]");
  EXPECT_EQ(wording.stages[0].title, "[Ţĥéé ƒííŕšţ]");
}

}  // namespace
}  // namespace attune::engine
