#include "engine/script/translation/po_merge.h"

#include <gtest/gtest.h>

namespace attune::engine {
namespace {

const Translating spanish{.project = "Attune, a test", .language = "es"};

PoFile read(std::string_view source) {
  Findings findings;
  PoFile file = read_po(0, source, findings);
  EXPECT_FALSE(findings.any_error());
  return file;
}

Translatable text(std::string context, std::string words) {
  return Translatable{.context = std::move(context), .text = std::move(words)};
}

// Without the header.
std::string merged(std::string_view before, const std::vector<Translatable>& texts) {
  PoFile after = merge(read(before), texts, spanish);
  after.entries.erase(after.entries.begin());
  return write_po(after);
}

TEST(Merge, ANewFileHasAHeaderAndAsksForEverything) {
  const PoFile file = merge(
      PoFile{},
      {Translatable{
          .context = "talk.arriving",
          .text = "Hello.",
          .notes = {"Kindly.", "Coach"},
          .references = {"talk.dialogue:3"}
      }},
      Translating{.project = "Attune, a test", .language = "pt-BR"}
  );
  EXPECT_EQ(
      write_po(file),
      R"(msgid ""
msgstr ""
"Project-Id-Version: Attune, a test\n"
"Language: pt_BR\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#. Kindly.
#. Coach
#: talk.dialogue:3
msgctxt "talk.arriving"
msgid "Hello."
msgstr ""
)"
  );
}

TEST(Merge, KeepsWhatIsTranslatedWithTheTranslatorsOwnNotes) {
  const std::string before = "# Mine\n#. Old\nmsgctxt \"a\"\nmsgid \"Hello.\"\nmsgstr \"Hola.\"\n";
  EXPECT_EQ(
      merged(before, {text("a", "Hello.")}),
      "# Mine\nmsgctxt \"a\"\nmsgid \"Hello.\"\nmsgstr \"Hola.\"\n"
  );
}

TEST(Merge, AChangedTextHasItsOldTranslationToLookAt) {
  const std::string before =
      "msgctxt \"a\"\nmsgid \"Take all the time you need.\"\nmsgstr \"Tómate tu tiempo.\"\n";
  EXPECT_EQ(
      merged(before, {text("a", "Take as much time as you need.")}),
      "#, fuzzy\n#| msgctxt \"a\"\n#| msgid \"Take all the time you need.\"\n"
      "msgctxt \"a\"\nmsgid \"Take as much time as you need.\"\nmsgstr \"Tómate tu tiempo.\"\n"
  );
}

TEST(Merge, AnotherTextHasNoneAndTheGoneOneIsKept) {
  const std::string before = "msgctxt \"a\"\nmsgid \"Hello.\"\nmsgstr \"Hola.\"\n";
  EXPECT_EQ(
      merged(before, {text("a", "What did you do next?")}),
      "msgctxt \"a\"\nmsgid \"What did you do next?\"\nmsgstr \"\"\n"
      "\n#~ msgctxt \"a\"\n#~ msgid \"Hello.\"\n#~ msgstr \"Hola.\"\n"
  );
}

TEST(Merge, WhatIsGoneComesBackWithItsTranslation) {
  const std::string before = "#~ msgctxt \"a\"\n#~ msgid \"Hello.\"\n#~ msgstr \"Hola.\"\n";
  EXPECT_EQ(
      merged(before, {text("a", "Hello.")}), "msgctxt \"a\"\nmsgid \"Hello.\"\nmsgstr \"Hola.\"\n"
  );
}

TEST(Merge, ATextThatMovedToAnotherSceneIsLookedAtAgain) {
  const std::string before = "msgctxt \"a\"\nmsgid \"Hello.\"\nmsgstr \"Hola.\"\n";
  EXPECT_EQ(
      merged(before, {text("b", "Hello.")}),
      "#, fuzzy\n#| msgctxt \"a\"\n#| msgid \"Hello.\"\n"
      "msgctxt \"b\"\nmsgid \"Hello.\"\nmsgstr \"Hola.\"\n"
  );
}

TEST(Merge, ChangesNothingTheSecondTime) {
  const std::string before =
      "msgctxt \"a\"\nmsgid \"Take all the time you need.\"\nmsgstr \"Tómate tu tiempo.\"\n"
      "\nmsgctxt \"a\"\nmsgid \"Bye.\"\nmsgstr \"Adiós.\"\n";
  const std::vector<Translatable> texts{
      text("a", "Take as much time as you need."), text("a", "New here?")
  };
  const PoFile once = merge(read(before), texts, spanish);
  EXPECT_EQ(write_po(merge(once, texts, spanish)), write_po(once));
  const PoCounts counts = count(once);
  EXPECT_EQ(counts.translated, 0U);
  EXPECT_EQ(counts.fuzzy, 1U);
  EXPECT_EQ(counts.untranslated, 1U);
  EXPECT_EQ(counts.obsolete, 1U);
}

TEST(Merge, ATextThatGetsAPluralHasAFormForEachToLookAt) {
  Translatable lines = text("", "{n} line");
  lines.plural = "{n} lines";
  const std::string before =
      "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=3; plural=0;\\n\"\n\n"
      "msgid \"{n} line\"\nmsgstr \"{n} ligne\"\n";
  EXPECT_EQ(
      merged(before, {lines}),
      "#, fuzzy\nmsgid \"{n} line\"\nmsgid_plural \"{n} lines\"\nmsgstr[0] \"{n} ligne\"\n"
      "msgstr[1] \"{n} ligne\"\nmsgstr[2] \"{n} ligne\"\n"
  );
}

}  // namespace
}  // namespace attune::engine
