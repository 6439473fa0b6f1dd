#include "engine/script/translation/po.h"

#include "engine/script/compiler.h"

#include <gtest/gtest.h>

namespace attune::engine {
namespace {

std::string findings_in(std::string_view source) {
  const CourseSources sources{
      .files = {SourceFile{.path = "es.po", .text = std::string{source}}}, .countries = {}
  };
  Findings findings;
  read_po(0, source, findings);
  std::string all;
  for (const Diagnostic& finding : std::move(findings).take()) {
    all += render(finding, sources);
  }
  return all;
}

PoFile read(std::string_view source) {
  Findings findings;
  PoFile file = read_po(0, source, findings);
  EXPECT_FALSE(findings.any_error()) << findings_in(source);
  return file;
}

constexpr std::string_view of_everything =
    R"(# Of the translators
msgid ""
msgstr ""
"Project-Id-Version: Attune\n"
"Language: es\n"
"Content-Type: text/plain; charset=UTF-8\n"

# Formal or not?
#. Said first.
#. Coach
#: discovery.dialogue:12 discovery.dialogue:40
#, fuzzy, no-c-format
#| msgctxt "discovery.arriving"
#| msgid "Hello there."
msgctxt "discovery.arriving"
msgid "Hello, \"you\".\\"
msgstr "Hola, «tú»."

msgid "{n} line"
msgid_plural "{n} lines"
msgstr[0] "{n} línea"
msgstr[1] "{n} líneas"

#, fuzzy
#~| msgid "What was"
#~ msgctxt "discovery.gone"
#~ msgid "What is gone"
#~ msgstr "Lo que se fue"
)";

TEST(Po, ReadsAllThatTranslatorsToolsWrite) {
  const PoFile file = read(of_everything);
  ASSERT_EQ(file.entries.size(), 4U);
  EXPECT_EQ(file.field("Language"), "es");
  EXPECT_EQ(file.field("Plural-Forms"), "");
  const PoEntry& hello = file.entries[1];
  EXPECT_EQ(hello.comments, (std::vector<std::string>{"Formal or not?"}));
  EXPECT_EQ(hello.notes, (std::vector<std::string>{"Said first.", "Coach"}));
  EXPECT_EQ(hello.references.size(), 2U);
  EXPECT_TRUE(hello.has_flag("fuzzy"));
  EXPECT_FALSE(hello.is_translated());
  EXPECT_EQ(hello.context_text(), "discovery.arriving");
  EXPECT_EQ(hello.id.text, "Hello, \"you\".\\");
  EXPECT_EQ(file.entries[2].translations.size(), 2U);
  EXPECT_TRUE(file.entries[2].is_translated());
  EXPECT_TRUE(file.entries[3].obsolete);
  EXPECT_EQ(file.find("discovery.gone", "What is gone"), nullptr);
}

TEST(Po, WritesWhatItRead) {
  EXPECT_EQ(write_po(read(of_everything)), of_everything);
}

TEST(Po, WindowsLineEndsAByteOrderMarkAndWrappedTextsMeanNothing) {
  const PoFile file = read(
      "\ufeffmsgid \"\"\r\nmsgstr \"\"\r\n\"Language: es\\n\"\r\n\r\n\r\n"
      "msgid \"\"\r\n\"One, \"\r\n\"two.\"\r\nmsgstr   \"Uno, \"\r\n  \"dos.\"\r\n"
  );
  ASSERT_EQ(file.entries.size(), 2U);
  EXPECT_EQ(file.entries[1].id.text, "One, two.");
  EXPECT_EQ(file.entries[1].translations[0].text, "Uno, dos.");
}

TEST(Po, KnowsWhereEachLetterOfATextStands) {
  const PoFile file = read("msgid \"a\"\nmsgstr \"é\\\"\"\n\"ü\\tz\"\n");
  const PoText& text = file.entries[0].translations[0];
  ASSERT_EQ(text.text, "é\"ü\tz");
  const auto at = [&](std::uint32_t from, std::uint32_t length) {
    const SourceSpan span = span_of(0, text.placed, from, length);
    return std::to_string(span.line) + ":" + std::to_string(span.column) + "+" +
           std::to_string(span.length);
  };
  EXPECT_EQ(at(0, 1), "2:9+1");
  EXPECT_EQ(at(1, 1), "2:10+1");
  EXPECT_EQ(at(2, 1), "3:2+1");
  EXPECT_EQ(at(4, 1), "3:5+1");
  EXPECT_EQ(at(2, 3), "3:2+4");
  EXPECT_EQ(at(0, 5), "2:9+2");  // what lies on the next line is left out
}

TEST(Po, SaysWhatIsNotWrittenAsATranslation) {
  EXPECT_EQ(
      findings_in("msgid \"One\"\nmsgstr \"Uno\nmsgid \"Two\"\nmsgtr \"Dos\"\n"),
      "es.po:2:8: error A090: this quotation mark is never closed. Add a \".\n"
      "msgstr \"Uno\n"
      "       ^~~~\n"
      "es.po:4:1: error A090: \"msgtr\" is not a word of a translation file. A line starts with "
      "msgctxt, msgid, msgstr or #, and its text stands in quotation marks.\n"
      "msgtr \"Dos\"\n"
      "^~~~~\n"
      "es.po:3:1: error A090: this text has no msgstr. Write msgstr \"\" under it where there is "
      "no "
      "translation yet.\n"
      "msgid \"Two\"\n"
      "^~~~~\n"
  );
}

TEST(Po, EveryWayToBreakAFileIsFound) {
  for (const char* source : {
           "msgstr \"alone\"\n",
           "\"alone\"\n",
           "msgid One\nmsgstr \"Uno\"\n",
           "msgid \"One\" \"Two\"\nmsgstr \"Uno\"\n",
           "msgid \"One\\q\"\nmsgstr \"Uno\"\n",
           "msgid \"One\\377\"\nmsgstr \"Uno\"\n",
           "msgid \"One\"\nmsgstr \"Uno\"\nmsgstr \"Dos\"\n",
           "msgid \"One\"\nmsgstr[0] \"Uno\"\n",
           "msgid \"One\"\nmsgid_plural \"Ones\"\nmsgstr[1] \"Unos\"\n",
           "msgctxt \"a\"\nmsgstr \"Uno\"\n",
           "msgid \"One\"\n",
           "hello\n",
       }) {
    EXPECT_NE(findings_in(source).find("error A090"), std::string::npos) << source;
  }
  EXPECT_NE(findings_in("msgid \"\xff\"\nmsgstr \"\"\n").find("error A008"), std::string::npos);
}

TEST(Po, NoPrefixOfAFileDoesHarm) {
  for (std::size_t length = 0; length < of_everything.size(); ++length) {
    Findings findings;
    const PoFile file = read_po(0, of_everything.substr(0, length), findings);
    EXPECT_LE(file.entries.size(), 4U);
    write_po(file);
  }
}

}  // namespace
}  // namespace attune::engine
