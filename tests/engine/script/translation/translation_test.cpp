#include "engine/script/translation/translation.h"

#include "engine/script/translation/strings.h"

#include "tests/support/courses.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace attune::engine {
namespace {

constexpr std::string_view talk = R"(dialogue talk
title: Talk
remember mood = "calm"

// Warm, not formal.
// A first name may follow.
scene arriving
// Said once.
Coach: Hello, {you.name}.
ask choice pace: How shall we begin?
  hint: Any is fine.
- soft as "softly": Softly
- fast: Fast
  set mood = "brisk"
end
ask scale pull 0 "none" to 10 "all", unit "points": How strong?
ask long text moment: What happened?
Coach: {moment short or "nothing"}. You feel {mood}. Hello, {you.name}.
Coach: Hello, {you.name}.
finish
)";

CourseSources course(const std::string& translation, const std::string& name = "en-GB") {
  return test::course_of(
      {{"course", "course small\ntitle: Small\nstages: talk\nprofile: name\n"},
       {"talk", std::string{talk}},
       {"translations/" + name + ".po", translation}}
  );
}

TEST(Strings, HaveEveryTextInTheOrderOfTheScriptWithItsNotesAndPlaces) {
  CourseSources sources = course("");
  sources.files.pop_back();
  std::string all;
  for (const Translatable& text : translatable_texts(sources, "en-GB")) {
    all += text.context + " | " + text.text + " |";
    for (const auto* more : {&text.notes, &text.references}) {
      for (const std::string& each : *more) {
        all += " " + each + ";";
      }
    }
    all += "\n";
  }
  EXPECT_EQ(all, R"(course | Small | Title of the course; course.dialogue:2;
talk | Talk | Title of the stage; talk.dialogue:2;
talk | calm | Remembered as mood; talk.dialogue:3;
talk.arriving | Hello, {you.name}. | Said once.; Coach; talk.dialogue:9; talk.dialogue:19;
talk.arriving | How shall we begin? | Question pace; talk.dialogue:10;
talk.arriving | Any is fine. | Hint of pace; talk.dialogue:11;
talk.arriving | Softly | Option of pace; talk.dialogue:12;
talk.arriving | softly | Option of pace, inside a sentence; talk.dialogue:12;
talk.arriving | Fast | Option of pace; talk.dialogue:13;
talk.arriving | brisk | Remembered as mood; talk.dialogue:14;
talk.arriving | How strong? | Question pull; talk.dialogue:16;
talk.arriving | none | Low end of pull; talk.dialogue:16;
talk.arriving | all | High end of pull; talk.dialogue:16;
talk.arriving | points | Unit of pull; talk.dialogue:16;
talk.arriving | What happened? | Question moment; talk.dialogue:17;
talk.arriving | {moment short or "nothing"}. You feel {mood}. Hello, {you.name}. | Coach; talk.dialogue:18;
)");
}

TEST(Strings, AskForTheMachinesOwnWordsInOtherLanguagesThanEnglish) {
  CourseSources sources = course("");
  sources.files.pop_back();
  const auto english = translatable_texts(sources, "en-GB");
  const auto spanish = translatable_texts(sources, "es");
  EXPECT_EQ(spanish.size(), english.size() + 21);
  EXPECT_EQ(spanish[english.size()].text, "{a}, {b}");
  EXPECT_EQ(translatable_texts(sources, "en").size(), 0U);
}

TEST(Translation, IsSaidWhereThereIsOneAndElseTheSource) {
  const auto program = test::compiled(course(
      "msgctxt \"talk.arriving\"\nmsgid \"Hello, {you.name}.\"\nmsgstr \"Good day, {you.name}!\"\n"
      "\n#, fuzzy\nmsgctxt \"talk.arriving\"\nmsgid \"Softly\"\nmsgstr \"Hard\"\n"
  ));
  ASSERT_EQ(program->wordings.size(), 2U);
  const Wording& wording = program->wording("en-GB");
  EXPECT_EQ(wording.title, "Small");
  const auto has = [&](std::string_view text) {
    return std::ranges::find(wording.texts, text) != wording.texts.end();
  };
  EXPECT_TRUE(has("Good day, "));
  EXPECT_TRUE(has("Softly"));
  EXPECT_FALSE(has("Hard"));
  EXPECT_EQ(&program->wording("fr"), &program->source());
}

TEST(Translation, AWrongOneIsFoundInItsFileAtItsPlace) {
  EXPECT_EQ(
      test::errors_of(course(
          "msgctxt \"talk.arriving\"\n"
          "msgid \"Hello, {you.name}.\"\n"
          "msgstr \"Good \\\"day\\\", {you.nmae}.\"\n"
          "\n"
          "msgctxt \"talk.arriving\"\n"
          "msgid \"{moment short or \\\"nothing\\\"}. You feel {mood}. Hello, {you.name}.\"\n"
          "msgstr \"\"\n"
          "\"{you.name}, you feel {mood}. \"\n"
          "\"You wrote {moment short}, {pull}.\"\n"
      )),
      "translations/en-GB.po:3:9: error A092: the text that is translated here has {you.name}, and "
      "this translation leaves it out. Put it where it belongs in your sentence.\n"
      "msgstr \"Good \\\"day\\\", {you.nmae}.\"\n"
      "        ^~~~~~~~~~~~~~~~~~~~~~~~~\n"
      "translations/en-GB.po:3:24: error A092: the text that is translated here does not have "
      "{you.nmae}. Did you mean {you.name}?\n"
      "msgstr \"Good \\\"day\\\", {you.nmae}.\"\n"
      "                       ^~~~~~~~\n"
      "translations/en-GB.po:9:29: error A092: the text that is translated here does not have "
      "{pull}. Leave what stands in braces as it is, and leave out what is not there.\n"
      "\"You wrote {moment short}, {pull}.\"\n"
      "                            ^~~~\n"
  );
}

// Its braces are those of the source; but the source has other words for an answer that is not
// there.
TEST(Translation, WhatMayHaveNothingToQuoteIsProvedInEveryLanguage) {
  const std::string found = test::errors_of(
      course("msgctxt \"talk.arriving\"\n"
             "msgid \"{moment short or \\\"nothing\\\"}. You feel {mood}. Hello, {you.name}.\"\n"
             "msgstr \"{moment short}. {mood}. {you.name}.\"\n")
  );
  EXPECT_TRUE(found.starts_with("translations/en-GB.po:3:10: error A050: \"moment\" may have no"))
      << found;
}

TEST(Translation, ACharacterThatCannotBeSeenIsNotSaid) {
  for (const char* bad : {"Good\\nday, {you.name}", "Good\u2028day, {you.name}"}) {
    const std::string found = test::errors_of(course(
        "msgctxt \"talk.arriving\"\nmsgid \"Hello, {you.name}.\"\nmsgstr \"" + std::string{bad} +
        "\"\n"
    ));
    EXPECT_TRUE(found.starts_with("translations/en-GB.po:3:13: error A008: ")) << found;
  }
}

TEST(Translation, WordsAreLookedAtInEveryLanguage) {
  std::string many;
  for (int i = 0; i < 61; ++i) {
    many += "word ";
  }
  const std::string found = test::findings_of(course(
      "msgctxt \"talk.arriving\"\nmsgid \"Hello, {you.name}.\"\nmsgstr \"\"\n\"" + many +
      "\"\n\"{you.name}\"\n"
  ));
  EXPECT_NE(found.find("translations/en-GB.po:4:302: warning W001"), std::string::npos) << found;
}

TEST(Translation, MustBeCalledByALanguage) {
  EXPECT_TRUE(test::errors_of(course("", "spanish_1"))
                  .starts_with("translations/spanish_1.po:1:1: error A093: \"spanish_1\" is not "
                               "the name of a language."));
  for (const char* tag : {"es", "pt-BR", "zh-Hant", "en-XA", "sr-Latn-RS"}) {
    EXPECT_TRUE(is_language(tag)) << tag;
  }
  for (const char* tag : {"", "e", "es_MX", "es-", "-es", "../es", "123", "a-toolongasubtag"}) {
    EXPECT_FALSE(is_language(tag)) << tag;
  }
}

TEST(Translation, ACourseOfAnotherLanguageBringsItsOwnMonths) {
  const auto spanish = [](const std::string& translation) {
    return test::course_of(
        {{"course", "course corto\nlanguage: es\nstages: talk\nprofile: name\n"},
         {"talk", "dialogue talk\nscene hola\nask date day: Que dia?\nfinish\n"},
         {"translations/es.po", translation}}
    );
  };
  const auto program = test::compiled(spanish(
      "msgctxt \"date\"\nmsgid \"March\"\nmsgstr \"marzo\"\n\n"
      "msgctxt \"date\"\nmsgid \"{day} {month} {year}\"\nmsgstr \"{day} de {month} de {year}\"\n"
  ));
  ASSERT_EQ(program->wordings.size(), 1U);
  EXPECT_EQ(program->source().phrases.months[2], "marzo");
  EXPECT_EQ(program->source().phrases.date, "{day} de {month} de {year}");
  EXPECT_NE(
      test::errors_of(spanish("msgctxt \"date\"\nmsgid \"{day} {month} {year}\"\nmsgstr \"{day}\"\n"
                      ))
          .find("error A092: the braces here are not those of the text"),
      std::string::npos
  );
}

TEST(Translation, TheProgramIsAnotherWhenATranslationChanges) {
  EXPECT_NE(test::compiled(course("# one\n"))->id, test::compiled(course("# two\n"))->id);
}

}  // namespace
}  // namespace attune::engine
