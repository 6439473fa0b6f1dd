#include "engine/session/reading.h"

#include "tests/support/courses.h"
#include "tests/support/talk.h"

#include <gtest/gtest.h>

namespace attune::engine {
namespace {

using Words = std::vector<std::string>;

test::Talk asking(const std::string& question) {
  return test::Talk{test::compiled(test::one_stage("scene a\nask " + question + "\nfinish\n"))};
}

// What the person is told when an answer is refused.
std::string refusal(const std::string& question, RawValue value) {
  test::Talk talk = asking(question);
  const auto rejection = talk.answer(std::move(value));
  return rejection ? rejection->message : "kept";
}

// The code with which an answer is refused, or "kept LABEL".
std::string outcome(const std::string& question, RawValue value) {
  test::Talk talk = asking(question);
  const auto rejection = talk.answer(std::move(value));
  if (rejection) {
    return std::string{code_word(rejection->code)};
  }
  for (const Event& event : talk.events) {
    if (const auto* kept = std::get_if<AnswerKept>(&event.body)) {
      return "kept " + kept->label;
    }
  }
  return "nothing";
}

TEST(Reading, MeasuresTexts) {
  EXPECT_EQ(outcome("text q up to 5: ?", std::string{"  hello "}), "kept hello");
  EXPECT_EQ(outcome("text q up to 5: ?", std::string{"hello!"}), "too_long");
  EXPECT_EQ(
      outcome("text q up to 5: ?", std::string{"\u0645\u0631\u062d\u0628\u0627"}),
      "kept \u0645\u0631\u062d\u0628\u0627"
  );
  EXPECT_EQ(outcome("text q: ?", std::string{" \u00a0\n"}), "empty");
  EXPECT_EQ(outcome("text q: ?", 7.0), "wrong_kind");
  EXPECT_EQ(outcome("text q: ?", std::string{"\xff"}), "wrong_kind");
}

TEST(Reading, MeasuresNumbers) {
  const std::string scale = "scale q 0 to 10: ?";
  EXPECT_EQ(outcome(scale, 10.0), "kept 10");
  EXPECT_EQ(outcome(scale, 11.0), "out_of_range");
  EXPECT_EQ(outcome(scale, 3.5), "out_of_range");
  EXPECT_EQ(outcome(scale, std::string{"seven"}), "wrong_kind");
  const std::string number = "number q 0 to 600, unit \"minutes\": ?";
  EXPECT_EQ(outcome(number, 1.5), "kept 1.5 minutes");
  EXPECT_EQ(outcome(number, std::string{"24 minutes"}), "kept 24 minutes");
  EXPECT_EQ(outcome(number, std::string{"3 or 4"}), "wrong_kind");
  EXPECT_EQ(outcome(number, std::string{"1e400"}), "wrong_kind");
}

TEST(Reading, MeasuresListsAndChoices) {
  const std::string list = "list q 2 to 3: ?";
  EXPECT_EQ(outcome(list, Words{"a", " b "}), "kept a and b");
  EXPECT_EQ(outcome(list, Words{"a"}), "out_of_range");
  EXPECT_EQ(outcome(list, Words{"a", "b", "c", "d"}), "out_of_range");
  EXPECT_EQ(outcome(list, Words{"a", " "}), "empty");
  EXPECT_EQ(outcome(list, Words{}), "empty");
  const std::string choices = "choices q at least 2, up to 2: ?\n- x: X\n- y: Y\n- z: Z\nend";
  EXPECT_EQ(outcome(choices, Words{"z", "x"}), "kept X and Z");
  EXPECT_EQ(outcome(choices, Words{"z", "z"}), "out_of_range");
  EXPECT_EQ(outcome(choices, Words{"x", "y", "z"}), "out_of_range");
  EXPECT_EQ(outcome(choices, Words{"x", "w"}), "unknown_option");
  EXPECT_EQ(outcome(choices, std::string{"x"}), "wrong_kind");
}

TEST(Reading, OffersToSkipOnlyWhatCanBeSkipped) {
  const std::string skip = " You can also skip this question.";
  const std::string stay = " This one question needs an answer to go on.";
  const std::string blank = " ";
  const std::string nothing_written = "There is nothing written yet.";
  EXPECT_EQ(refusal("text q: ?", blank), nothing_written + skip);
  EXPECT_EQ(refusal("text q required: ?", blank), nothing_written + stay);
  EXPECT_EQ(refusal("list q 1 to 3 required: ?", Words{blank}), nothing_written + stay);
  const std::string nothing_listed = "There is nothing on the list yet.";
  EXPECT_EQ(refusal("list q 1 to 3: ?", Words{}), nothing_listed + skip);
  EXPECT_EQ(refusal("list q 1 to 3 required: ?", Words{}), nothing_listed + stay);
  const std::string options = ": ?\n- x: X\n- y: Y\nend";
  EXPECT_EQ(refusal("choices q" + options, Words{}), "Nothing is chosen yet." + skip);
  EXPECT_EQ(refusal("choices q required" + options, Words{}), "Nothing is chosen yet." + stay);
}

TEST(Reading, SaysHowManyCanBeChosen) {
  const std::string options = ": ?\n- x: X\n- y: Y\n- z: Z\nend";
  const Words all{"x", "y", "z"};
  EXPECT_EQ(refusal("choices q up to 1" + options, all), "Please choose only one.");
  EXPECT_EQ(refusal("choices q up to 2" + options, all), "Please choose 2 at most.");
  EXPECT_EQ(refusal("choices q at least 2" + options, Words{"x"}), "Please choose at least 2.");
}

TEST(Reading, MeasuresDaysAndYesOrNo) {
  EXPECT_EQ(outcome("date q: ?", std::string{"2026-11-23"}), "kept 23 November 2026");
  EXPECT_EQ(outcome("date q: ?", std::string{"2026-02-30"}), "wrong_kind");
  EXPECT_EQ(outcome("yesno q: ?", true), "kept Yes");
  EXPECT_EQ(outcome("yesno q: ?", std::string{"yes"}), "wrong_kind");
}

TEST(Reading, TypedLinesFindTheirKind) {
  EXPECT_EQ(from_typed(QuestionKind::choices, "a, b ,c"), RawValue{(Words{"a", "b", "c"})});
  EXPECT_EQ(
      from_typed(QuestionKind::list, "warm, kind; tired"), RawValue{(Words{"warm, kind", "tired"})}
  );
  EXPECT_EQ(from_typed(QuestionKind::yesno, "Yes"), RawValue{true});
  EXPECT_EQ(from_typed(QuestionKind::scale, " 7 "), RawValue{7.0});
  EXPECT_EQ(from_typed(QuestionKind::text, " so "), RawValue{std::string{"so"}});
}

TEST(Reading, AnItemOfAListCanBePicked) {
  test::Talk talk{test::compiled(
      test::one_stage("scene a\nask list words 1 to 3: Words?\nask pick word from words: Which?\n"
                      "Coach: {word or \"none\"}.\nask text r: And?\nfinish\n")
  )};
  ASSERT_FALSE(talk.answer(Words{"warm", "far away"}));
  ASSERT_EQ(talk.question().options.size(), 2U);
  EXPECT_TRUE(talk.answer("3"));
  ASSERT_FALSE(talk.answer("2"));
  EXPECT_EQ(talk.said(), "far away.");
}

TEST(Reading, APickFromNothingIsPassedOver) {
  test::Talk talk{
      test::compiled(test::one_stage("scene a\nask list words 1 to 3: Words?\nask pick word from "
                                     "words: Which?\nask text r: And?\nfinish\n"))
  };
  ASSERT_FALSE(talk.skip());
  EXPECT_EQ(talk.open(), "r");
}

}  // namespace
}  // namespace attune::engine
