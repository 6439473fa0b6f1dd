// The page's own texts: found in its scripts, and made into what it imports.

#include "engine/script/translation/plural.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tools/catalogue/page_module.h"
#include "tools/catalogue/page_texts.h"
#include "tools/files.h"

namespace attune::tools {
namespace {

using engine::PluralRule;

std::string module_of(const std::string& po) {
  engine::Findings findings;
  const engine::PoFile file = engine::read_po(0, po, findings);
  EXPECT_FALSE(findings.any_error());
  const auto made = page_module(file);
  return made ? *made : "! " + made.error().message;
}

TEST(PageTexts, AreThoseInTheCallsWithTheirNamesAndPlaces) {
  const auto texts = page_texts(
      "strings.js",
      "/* _('not this') */\n"
      "import { _, _n } from './catalogue.js'; // _('nor this')\n"
      "export const t = {\n"
      "  title: _('It\\'s here'),\n"
      "  left: (n) => _n(\n"
      "    '{n} line',\n"
      "    '{n} lines',\n"
      "    n,\n"
      "  ),\n"
      "  lines: [\n"
      "    _('One'),\n"
      "  ],\n"
      "  other_('no text'),\n"
      "};\n"
  );
  ASSERT_TRUE(texts.has_value()) << texts.error().message;
  ASSERT_EQ(texts->size(), 3U);
  EXPECT_EQ((*texts)[0].text, "It's here");
  EXPECT_EQ((*texts)[0].notes, (std::vector<std::string>{"title"}));
  EXPECT_EQ((*texts)[0].references, (std::vector<std::string>{"strings.js:4"}));
  EXPECT_EQ((*texts)[1].text, "{n} line");
  EXPECT_EQ((*texts)[1].plural, "{n} lines");
  EXPECT_EQ((*texts)[2].text, "One");
  EXPECT_TRUE((*texts)[2].notes.empty());
}

TEST(PageTexts, ATextThatIsNoPlainOneIsAnError) {
  for (const char* script :
       {"a: _(name)", "a: _(`x`)", "a: _n('one', n)", "a: _('open", "a: _('\\n')"}) {
    const auto texts = page_texts("strings.js", script);
    ASSERT_FALSE(texts.has_value()) << script;
    EXPECT_TRUE(texts.error().message.starts_with("1: ")) << script;
  }
}

// No text of the page is written outside of those calls.
TEST(PageTexts, EveryTextOfThePageCanBeTranslated) {
  std::size_t count = 0;
  const std::filesystem::path assets =
      std::filesystem::path{ATTUNE_SOURCE_DIR} / "web_client" / "assets";
  for (const std::filesystem::path& path : files_in(assets, ".js")) {
    if (path.filename().string().ends_with("strings.js")) {
      const auto texts = page_texts(path.filename().string(), *read_text(path));
      ASSERT_TRUE(texts.has_value()) << path << texts.error().message;
      count += texts->size();
    }
  }
  EXPECT_GT(count, 200U);
}

TEST(PageModule, HasWhatIsTranslatedAndTheRuleForNumbers) {
  EXPECT_EQ(
      module_of("msgid \"\"\nmsgstr \"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>1 ? 1 : "
                "2);\\n\"\n"
                "\nmsgid \"Send\"\nmsgstr \"Se\\\"nd\"\n"
                "\nmsgid \"Skip\"\nmsgstr \"\"\n"
                "\n#, fuzzy\nmsgid \"Exit\"\nmsgstr \"Ex\"\n"
                "\nmsgid \"{n} line\"\nmsgid_plural \"{n} lines\"\n"
                "msgstr[0] \"a line\"\nmsgstr[1] \"{n} li\"\nmsgstr[2] \"{n} l\"\n"),
      "export const texts = {\n"
      " \"Send\": \"Se\\\"nd\",\n"
      " \"{n} line\": [\n  \"a line\",\n  \"{n} li\",\n  \"{n} l\"\n ]\n"
      "};\n"
      "export const form = (n) => Number((n==1 ? 0 : n%10>1 ? 1 : 2));\n"
  );
}

TEST(PageModule, BracesAndFormsMustFit) {
  EXPECT_EQ(
      module_of("msgid \"Line {n}\"\nmsgstr \"Zeile {m}\"\n"),
      "! 1: The braces of this translation are not those of \"Line {n}\". Leave what stands in "
      "braces as it is."
  );
  EXPECT_EQ(
      module_of("msgid \"{n} line\"\nmsgid_plural \"{n} lines\"\nmsgstr[0] \"{n} Zeile\"\n"),
      "! 1: This text needs 2 forms, as Plural-Forms says."
  );
  EXPECT_TRUE(module_of("msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=alert(1);\\n\"\n")
                  .starts_with("! 1: Plural-Forms: this expression is not understood"));
}

TEST(PluralRule, KnowsTheRulesOfLanguages) {
  const auto forms = [](std::string_view field) {
    const auto rule = PluralRule::read(field);
    if (!rule) {
      return rule.error().message;
    }
    std::string all;
    for (const std::uint64_t n : {0U, 1U, 2U, 5U, 11U, 21U, 22U, 100U, 111U}) {
      all += std::to_string(rule->form(n));
    }
    return all;
  };
  EXPECT_EQ(forms(""), "101111111");
  EXPECT_EQ(forms("nplurals=2; plural=(n > 1);"), "001111111");
  EXPECT_EQ(forms("nplurals=1; plural=0;"), "000000000");
  EXPECT_EQ(
      forms("nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
            "(n%100<10 || n%100>=20) ? 1 : 2);"),
      "201220122"
  );
  EXPECT_EQ(
      forms("nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
            "n%100>=11 ? 4 : 5;"),
      "012344454"
  );
}

TEST(PluralRule, TakesNothingElse) {
  for (const char* field :
       {"2",
        "nplurals=2",
        "nplurals=9; plural=0;",
        "nplurals=0; plural=0;",
        "nplurals=2; plural=n;",
        "nplurals=2; plural=;",
        "nplurals=2; plural=n%0;",
        "nplurals=2; plural=(n != 1;",
        "nplurals=2; plural=n = 1;",
        "nplurals=2; plural=n/2;"}) {
    EXPECT_FALSE(PluralRule::read(field).has_value()) << field;
  }
  EXPECT_FALSE(PluralRule::read("nplurals=2; plural=" + std::string(1000, '(') + "0").has_value());
}

}  // namespace
}  // namespace attune::tools
