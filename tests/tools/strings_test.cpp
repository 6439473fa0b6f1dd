// `attune strings`, and GNU gettext's own tools on what it writes.

#include "tests/support/run.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

using test::Ran;
using test::run;

class Strings : public testing::Test {
 protected:
  Strings() {
    write("course.dialogue", "course small\ntitle: Small\nstages: talk\nprofile: name\n");
    write_talk("Coach: Hello, {you.name}. Take all the time you need.\n");
  }

  void write_talk(const std::string& line) const {
    write(
        "talk.dialogue",
        "dialogue talk\ntitle: Talk\nscene a\n// Kindly.\n" + line +
            "ask choice pace: How would you like to begin?\n- gently: Gently\n- later: Not today\n"
            "end\nCoach: You chose {pace or \"nothing\"}.\nfinish\n"
    );
  }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_.path() / name).parent_path());
    std::ofstream{folder_.path() / name} << text;
  }

  std::string read(const std::string& name) const {
    std::ifstream file{folder_.path() / name};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  }

  std::string course() const { return folder_.path().string(); }

  // The exit status of a shell's command, run in the course's folder.
  int shell(const std::string& command) const {
    const std::string line = "cd '" + course() + "' && " + command;
    return std::system(line.c_str()
    );  // NOLINT(cert-env33-c,concurrency-mt-unsafe): names of our own only
  }

  void replace_in(const std::string& name, const std::string& from, const std::string& to) const {
    std::string text = read(name);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from << " is not in\n" << text;
    write(name, text.replace(at, from.size(), to));
  }

  test::TempFolder folder_;
};

TEST_F(Strings, WritesAFileForTranslators) {
  const Ran ran = run({"strings", course(), "--language", "en-GB"});
  EXPECT_EQ(ran.status, 0) << ran.errors;
  EXPECT_EQ(
      ran.out,
      course() + "/translations/en-GB.po: 0 translated, 0 to look at again, 7 not translated\n"
  );
  EXPECT_EQ(read("translations/en-GB.po"), R"(msgid ""
msgstr ""
"Project-Id-Version: Attune, course small\n"
"Language: en_GB\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#. Title of the course
#: course.dialogue:2
msgctxt "course"
msgid "Small"
msgstr ""

#. Title of the stage
#: talk.dialogue:2
msgctxt "talk"
msgid "Talk"
msgstr ""

#. Kindly.
#. Coach
#: talk.dialogue:5
msgctxt "talk.a"
msgid "Hello, {you.name}. Take all the time you need."
msgstr ""

#. Question pace
#: talk.dialogue:6
msgctxt "talk.a"
msgid "How would you like to begin?"
msgstr ""

#. Option of pace
#: talk.dialogue:7
msgctxt "talk.a"
msgid "Gently"
msgstr ""

#. Option of pace
#: talk.dialogue:8
msgctxt "talk.a"
msgid "Not today"
msgstr ""

#. Coach
#: talk.dialogue:10
msgctxt "talk.a"
msgid "You chose {pace or \"nothing\"}."
msgstr ""
)");
}

TEST_F(Strings, GettextTakesWhatItWritesAndWritesItTheSame) {
  for (const char* language : {"es", "en-XA", "ar-XB"}) {
    EXPECT_EQ(run({"strings", course(), "--language", language}).status, 0);
    const std::string file = "translations/" + std::string{language} + ".po";
    EXPECT_EQ(shell("msgfmt --check -o /dev/null " + file + " 2>said"), 0) << read("said");
    EXPECT_EQ(shell("msgcat --no-wrap " + file + " >again.po && cmp again.po " + file), 0);
  }
}

TEST_F(Strings, WhatMsgmergeMakesOfItIsReadAndSaid) {
  run({"strings", course(), "--language", "en-GB"});
  replace_in(
      "translations/en-GB.po",
      "Take all the time you need.\"\nmsgstr \"\"",
      "Take all the time you need.\"\nmsgstr \"Good day, {you.name}.\""
  );
  fs::rename(folder_.path() / "translations", folder_.path() / "before");
  write_talk("Coach: Hello, {you.name}. Take as much time as you need.\n");
  run({"strings", course(), "--language", "en-GB"});
  // The template is what we write anew; msgmerge keeps the translation, fuzzy.
  ASSERT_EQ(
      shell("msgmerge --quiet -o merged.po before/en-GB.po translations/en-GB.po && "
            "mv merged.po translations/en-GB.po"),
      0
  );
  const std::string merged = read("translations/en-GB.po");
  EXPECT_NE(merged.find("#, fuzzy"), std::string::npos) << merged;
  EXPECT_NE(merged.find("Good day"), std::string::npos) << merged;
  const Ran fuzzy = run({"play", course(), "--plain", "--language", "en-GB"});
  EXPECT_TRUE(fuzzy.out.starts_with("Coach: Hello, Sam. Take as much")) << fuzzy.out;
  replace_in("translations/en-GB.po", "#, fuzzy\n", "");
  const Ran looked_at = run({"play", course(), "--plain", "--language", "en-GB"});
  EXPECT_TRUE(looked_at.out.starts_with("Coach: Good day, Sam.")) << looked_at.out;
}

TEST_F(Strings, AnUpdateKeepsWhatIsThere) {
  run({"strings", course(), "--language", "en-GB"});
  replace_in("translations/en-GB.po", "\"Gently\"\nmsgstr \"\"", "\"Gently\"\nmsgstr \"Softly\"");
  const std::string before = read("translations/en-GB.po");
  const Ran ran = run({"strings", course(), "--language", "en-GB"});
  EXPECT_EQ(read("translations/en-GB.po"), before);
  EXPECT_EQ(
      ran.out,
      course() + "/translations/en-GB.po: 1 translated, 0 to look at again, 6 not translated\n"
  );
}

TEST_F(Strings, WritesElsewhereWhenAskedTo) {
  const std::string file = (folder_.path() / "made" / "x.po").string();
  EXPECT_EQ(run({"strings", course(), "--language", "es", "--output", file}).status, 0);
  EXPECT_TRUE(fs::exists(file));
  EXPECT_FALSE(fs::exists(folder_.path() / "translations"));
}

TEST_F(Strings, ABrokenFileIsShownAndLeftAlone) {
  write("translations/es.po", "msgid \"One\n");
  const Ran ran = run({"strings", course(), "--language", "es"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_TRUE(ran.errors.starts_with(course() + "/translations/es.po:1:7: error A090"))
      << ran.errors;
  EXPECT_EQ(read("translations/es.po"), "msgid \"One\n");
  EXPECT_EQ(run({"strings", course(), "--language", "../es"}).status, 2);
}

TEST_F(Strings, CheckCountsWhatIsMissingAndNamesItForARelease) {
  run({"strings", course(), "--language", "en-GB"});
  const Ran ran = run({"check", course()});
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.errors.find("7 of 7 texts have no translation here"), std::string::npos);
  const Ran complete = run({"check", course(), "--complete"});
  EXPECT_EQ(complete.status, 1);
  EXPECT_NE(
      complete.errors.find(
          "talk.dialogue:7:11: error W090: \"Gently\" has no translation into en-GB.\n"
      ),
      std::string::npos
  ) << complete.errors;
  EXPECT_EQ(complete.out, course() + ": 7 errors, 2 warnings\n");
}

TEST_F(Strings, ATranscriptIsTestedInItsLanguage) {
  run({"strings", course(), "--language", "en-XA"});
  write(
      "other.transcript",
      "name: Kim\nlanguage: en-XA\n"
      "Coach: [Ĥééļļóó, Kim. Ţááķéé ááļļ ţĥéé ţííɱéé ýóóúú ñééééð.]\n"
      "pace? [Ĥóóŵ ŵóóúúļð ýóóúú ļííķéé ţóó ƀééĝííñ?]\n"
      "> gently\n"
      "Coach: [Ýóóúú çĥóóšéé Ĝééñţļý.]\n"
  );
  const Ran wrong = run({"test", course()});
  EXPECT_EQ(wrong.status, 1);  // the option is translated, too
  EXPECT_NE(wrong.errors.find("[Ĝééñţļý]"), std::string::npos) << wrong.errors;
  replace_in("other.transcript", "Ĝééñţļý.]", "[Ĝééñţļý].]");
  const Ran right = run({"test", course()});
  EXPECT_EQ(right.status, 0) << right.errors;
  replace_in("other.transcript", "en-XA", "fr");
  EXPECT_NE(
      run({"test", course()}).errors.find("not translated into \"fr\". It has: en, en-XA."),
      std::string::npos
  );
}

}  // namespace
}  // namespace attune::tools
