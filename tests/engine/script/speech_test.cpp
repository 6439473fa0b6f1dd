// What is heard of a written text: words, syllables, grades, questions.

#include "engine/script/speech.h"

#include "engine/script/syllables.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace attune::engine {
namespace {

TEST(Syllables, AreThoseOfThePronouncingDictionary) {
  std::ifstream file{std::string{ATTUNE_SOURCE_DIR} + "/tests/engine/script/data/spoken_words.tsv"};
  int words = 0;
  int wrong = 0;
  std::string which;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) {
      continue;
    }
    ++words;
    const std::string word = line.substr(0, line.find('\t'));
    std::istringstream counts{line.substr(line.find('\t') + 1)};
    bool right = false;
    for (std::string count; std::getline(counts, count, ',');) {
      right = right || std::stoul(count) == syllables(word);
    }
    if (!right) {
      ++wrong;
      which += word + " ";
    }
  }
  EXPECT_EQ(words, 2000);
  EXPECT_LE(wrong, 24) << which;
}

TEST(Syllables, OfWordsThatSpeakOfPeople) {
  for (const auto& [word, count] : std::vector<std::pair<std::string, std::size_t>>{
           {"something", 2},
           {"didn't", 2},
           {"don't", 1},
           {"loneliness", 3},
           {"attachment", 3},
           {"anxious", 2},
           {"avoidant", 3},
           {"settled", 2},
           {"noticed", 2},
           {"needed", 2},
           {"careful", 2},
           {"quietly", 3},
           {"create", 2},
           {"experiences", 5},
           {"I", 1},
           {"the", 1},
           {"hmm", 1}
       }) {
    EXPECT_EQ(syllables(word), count) << word;
  }
}

TEST(Speech, AnAnswerInBracesIsOneWord) {
  EXPECT_EQ(spoken_words(speech_of("You wrote: {moment short}.").heard).size(), 3U);
  EXPECT_EQ(spoken_words(speech_of("A brace: {{ and {visits}").heard).size(), 4U);
}

TEST(Speech, SignsAloneAreNoWords) {
  EXPECT_EQ(spoken_words("Well \u2013 \u201cyes\u201d \u2026 & so.").size(), 3U);
  EXPECT_EQ(spoken_words("\u0645\u0631\u062d\u0628\u0627 \u0628\u0643").size(), 2U);
  EXPECT_EQ(spoken_words("").size(), 0U);
}

TEST(Speech, WhatIsQuotedIsNotTheCoachsOwn) {
  EXPECT_EQ(speech_of("Say \"never\" now").own, "Say         now");
  EXPECT_EQ(speech_of("Say \u201cnever\u201d now").own, "Say             now");
  EXPECT_EQ(speech_of("Ten \" never").own, "Ten \" never") << "a mark that is never closed";
}

TEST(Speech, QuestionsAreCountedOnce) {
  EXPECT_EQ(questions_in("Really?! And you??").size(), 2U);
  EXPECT_EQ(questions_in("\u0643\u064a\u0641\u061f").size(), 1U);
}

TEST(Speech, GradesAreThoseOfTheFormula) {
  // 10 words, 2 sentences, 11 syllables.
  const Readability plain = readability_of("You can stop here. Your place is kept for later.");
  EXPECT_EQ(plain.words, 10U);
  EXPECT_EQ(plain.sentences, 2U);
  EXPECT_EQ(plain.syllables, 11U);
  EXPECT_NEAR(plain.grade(), 0.39 * 5 + 11.8 * 1.1 - 15.59, 1e-9);
  EXPECT_EQ(Readability{}.grade(), 0);
}

}  // namespace
}  // namespace attune::engine
