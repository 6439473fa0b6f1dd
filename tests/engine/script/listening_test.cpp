// What the lines of "listening" and "watch" say when they are wrong.

#include "tests/support/courses.h"

#include <gtest/gtest.h>

#include <string>

namespace attune::engine {
namespace {

constexpr std::string_view parts = R"(dialogue safety
part stop_here
Coach: Let us stop here.
return
part ask_kindly
Coach: Did you mean that?
return
)";

constexpr std::string_view watch = R"(watch harm
clear: {man} hits me
when clear do stop_here
when unclear do ask_kindly
end
)";

std::string errors(const std::string& safety, const std::string& words = "") {
  return test::errors_of(test::course_of(
      {{"course", "course small\nstages: talk\neverywhere: safety, words\n"},
       {"talk", "dialogue talk\nscene arriving\nCoach: Hello.\nfinish\n"},
       {"safety", std::string{parts} + safety},
       {"words", "dialogue words\n" + words}}
  ));
}

void expect_error(const std::string& found, const std::string& error) {
  EXPECT_TRUE(found.contains(error)) << error << " is not in\n" << found;
}

TEST(ListeningLines, AListHasOneFile) {
  const std::string list = "listening\nwords man: uncle\nend\n";
  EXPECT_EQ(errors(std::string{watch} + list), "");
  EXPECT_EQ(
      errors(std::string{watch} + "listening\nwords man: uncle\nwords man: father\nend\n"), ""
  );
  const std::string found = errors(std::string{watch} + list, list);
  expect_error(found, "A020");
  expect_error(found, "there is already a list \"man\" in safety.dialogue, on line 14");
}

TEST(ListeningLines, APronounSaysWhomItMayMean) {
  const auto with = [](const std::string& line) {
    return errors(std::string{watch} + "listening\nwords man: uncle\n" + line + "\nend\n");
  };
  EXPECT_EQ(with("pronoun: he, him = {man}, boss"), "");
  EXPECT_EQ(with("pronoun: he = boss"), "");
  expect_error(with("pronoun: he, him"), "A005: a pronoun says whom it may mean.");
  expect_error(with("pronoun: he, him = "), "A005: here some words are missing.");
  expect_error(with("pronoun: = boss"), "A005: here some words are missing.");
  expect_error(with("pronoun: he who = boss"), "A081: a pronoun is a single word.");
  expect_error(with("pronoun: he = {men}"), "A080: there is no list of words \"men\".");
}

TEST(ListeningLines, AWatchSpeaksOfAList) {
  const auto with = [](const std::string& line) {
    std::string lines{watch};
    lines.insert(lines.find("clear:"), line + "\n");
    return errors(lines + "listening\nwords man: uncle\nend\n");
  };
  EXPECT_EQ(with("speaks of: {man}"), "");
  expect_error(with("speaks of: {men}"), "A080: there is no list of words \"men\".");
  expect_error(with("speaks of: man"), "A080: here comes a list of words.");
  expect_error(with("speaks of: {man} {man}"), "A080: here comes a list of words.");
  expect_error(with("speaks of:"), "A005");
}

}  // namespace
}  // namespace attune::engine
