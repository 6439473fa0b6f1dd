// Thirty wrong scripts: each mistake is found at its place, in words for a person, and the script
// is right once it is mended as the finding says.

#include "tests/support/courses.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace attune::engine {
namespace {

struct Mistake {
  const char* what;
  const char* wrong;
  const char* place;  // "line:column code"
  const char* says;   // a part of the sentence
  const char* right;
};

// Lines are counted with "dialogue talk" as the first.
const std::vector<Mistake>& mistakes() {
  static const std::vector<Mistake> all = {
      {"a misspelt keyword",
       "scene a\nCaoch: Hello.\nfinish\n",
       "3:1 A001",
       "Did you mean \"Coach:\"?",
       "scene a\nCoach: Hello.\nfinish\n"},
      {"a line without a mark",
       "scene a\nHello, and welcome.\nfinish\n",
       "3:1 A001",
       "If the coach should say this line, write \"Coach: \" before it.",
       "scene a\nCoach: Hello, and welcome.\nfinish\n"},
      {"a note with the wrong sign",
       "scene a\n#1 first draft\nCoach: Hello.\nfinish\n",
       "3:1 A001",
       "A note for colleagues starts with //.",
       "scene a\n// 1 first draft\nCoach: Hello.\nfinish\n"},
      {"a note behind a spoken line",
       "scene a\nCoach: Hello. // ask Maria\nfinish\n",
       "3:15 A014",
       "Put it on a line of its own.",
       "scene a\n// ask Maria\nCoach: Hello.\nfinish\n"},
      {"a jump to nowhere",
       "scene a\ngo tel\nscene tell\nCoach: So.\nfinish\n",
       "3:4 A021",
       "Did you mean \"tell\"?",
       "scene a\ngo tell\nscene tell\nCoach: So.\nfinish\n"},
      {"a part that is not there",
       "scene a\ndo breth\nfinish\npart breath\nCoach: Out.\nreturn\n",
       "3:4 A022",
       "Did you mean \"breath\"?",
       "scene a\ndo breath\nfinish\npart breath\nCoach: Out.\nreturn\n"},
      {"a guard that asks",
       "scene a\nask text q: How?\nfinish\npart guard\nask yesno ready: Ready?\nreturn\n",
       "6:1 A072",
       "so it can neither ask nor rest",
       "scene a\nask text q: How?\nfinish\npart guard\nif q is skipped\ngo b\nend\nreturn\n"
       "scene b\nask yesno ready: Ready?\nfinish\n"},
      {"a jump to a part",
       "scene a\ngo breath\npart breath\nCoach: Out.\nreturn\n",
       "3:4 A021",
       "To do it and come back, write \"do breath\".",
       "scene a\ndo breath\nfinish\npart breath\nCoach: Out.\nreturn\n"},
      {"a scene that runs off its end",
       "scene a\nCoach: Hello.\n",
       "3:1 A040",
       "Write \"go SCENE\" or \"finish\".",
       "scene a\nCoach: Hello.\nfinish\n"},
      {"a skip that runs off the end",
       "scene a\nask choice q: How?\n- x: X -> b\nend\nscene b\nCoach: B.\nfinish\n",
       "3:1 A040",
       "nothing follows this question when it is answered or skipped",
       "scene a\nask choice q: How?\n- x: X -> b\nend\ngo b\nscene b\nCoach: B.\nfinish\n"},
      {"a scene nothing goes to",
       "scene a\nCoach: Hello.\nfinish\nscene b\nCoach: B.\nfinish\n",
       "5:7 A041",
       "Go to it from somewhere, or take it out.",
       "scene a\nCoach: Hello.\ngo b\nscene b\nCoach: B.\nfinish\n"},
      {"a line behind a way out",
       "scene a\nCoach: Hello.\nfinish\nCoach: Bye.\n",
       "5:1 A042",
       "what stands before it always goes elsewhere",
       "scene a\nCoach: Hello.\nCoach: Bye.\nfinish\n"},
      {"a branch that contradicts its own",
       "scene a\nask yesno q: Well?\nif q is skipped\nif q is answered\nCoach: "
       "No.\nend\nend\nfinish\n",
       "5:4 A043",
       "on every road to it, \"q\" was skipped",
       "scene a\nask yesno q: Well?\nif q is skipped\nCoach: No.\nend\nfinish\n"},
      {"a loop without a question",
       "scene a\nCoach: Hello.\nif visits > 3\nfinish\nend\ngo a\n",
       "7:1 A044",
       "Ask a question, pause, or go elsewhere.",
       "scene a\nCoach: Hello.\nif visits > 3\nfinish\nend\npause\ngo a\n"},
      {"a stage without an end",
       "scene a\nCoach: Hello.\npause\ngo a\n",
       "2:7 A045",
       "Write \"finish\" where it is done",
       "endless\nscene a\nCoach: Hello.\npause\ngo a\n"},
      {"a quote of what was skipped",
       "scene a\nask text q: How?\nCoach: \"{q}\"\nfinish\n",
       "4:10 A050",
       "One such road: a -> \"q\" is skipped.",
       "scene a\nask text q: How?\nCoach: \"{q or \"not told\"}\"\nfinish\n"},
      {"a comparison with what was skipped",
       "scene a\nask scale q 0 to 5: How?\nif q > 3\nCoach: So much.\nend\nfinish\n",
       "4:4 A052",
       "Write \"q is answered and ...\".",
       "scene a\nask scale q 0 to 5: How?\nif q is answered and q > 3\nCoach: So much.\nend\n"
       "finish\n"},
      {"a brace that is never closed",
       "scene a\nCoach: Hello, {you.name.\nfinish\n",
       "3:15 A009",
       "add a }",
       "scene a\nCoach: Hello, {you.name}.\nfinish\n"},
      {"a field that the course does not have",
       "scene a\nCoach: Hello, {you.nmae}.\nfinish\n",
       "3:16 A023",
       "Did you mean \"you.name\"?",
       "scene a\nCoach: Hello, {you.name}.\nfinish\n"},
      {"an option that the question does not have",
       "scene a\nask choice q: How?\n- gently: X\nend\nif q is gentle\nCoach: So.\nend\nfinish\n",
       "6:9 A024",
       "Did you mean \"gently\"?",
       "scene a\nask choice q: How?\n- gently: X\nend\nif q is gently\nCoach: So.\nend\nfinish\n"},
      {"a block that is never closed",
       "scene a\nif visits > 1\nCoach: Again.\nfinish\n",
       "3:1 A003",
       "Put \"end\" after its last line.",
       "scene a\nif visits > 1\nCoach: Again.\nend\nfinish\n"},
      {"an end too many",
       "scene a\nCoach: Hello.\nend\nfinish\n",
       "4:1 A004",
       "Take it out.",
       "scene a\nCoach: Hello.\nfinish\n"},
      {"a question without a colon",
       "scene a\nask text q How?\nCoach: {q or \"\"}\nfinish\n",
       "3:1 A005",
       "Write \"ask KIND NAME: TEXT\".",
       "scene a\nask text q: How?\nCoach: {q or \"\"}\nfinish\n"},
      {"words behind a statement",
       "scene a\nCoach: Hello.\nfinish now\n",
       "4:8 A006",
       "Take it out, or put it on a line of its own.",
       "scene a\nCoach: Hello.\nfinish\n"},
      {"words behind an arrow",
       "scene a\nask choice q: How?\n- x: Not today -> not today\nend\nfinish\n"
       "scene not_today\nCoach: Rest.\nfinish\n",
       "4:16 A006",
       "such as \"-> not_today\"",
       "scene a\nask choice q: How?\n- x: Not today -> not_today\nend\nfinish\n"
       "scene not_today\nCoach: Rest.\nfinish\n"},
      {"a hyphen in the name behind an arrow",
       "scene a\nask choice q: How?\n- x: Not today -> not-today\nend\nfinish\n"
       "scene not_today\nCoach: Rest.\nfinish\n",
       "4:16 A006",
       "such as \"-> not_today\"",
       "scene a\nask choice q: How?\n- x: Not today -> not_today\nend\nfinish\n"
       "scene not_today\nCoach: Rest.\nfinish\n"},
      {"a full stop behind an arrow's scene",
       "scene a\nask choice q: How?\n- x: Not today -> rest.\nend\ngo rest\n"
       "scene rest\nCoach: Rest.\nfinish\n",
       "4:23 A006",
       "does not belong here",
       "scene a\nask choice q: How?\n- x: Not today -> rest\nend\ngo rest\n"
       "scene rest\nCoach: Rest.\nfinish\n"},
      {"words behind endless",
       "endless for ever\nscene a\nCoach: Hello.\npause\ngo a\n",
       "2:9 A006",
       "\"for\" does not belong here, and would be lost.",
       "endless\nscene a\nCoach: Hello.\npause\ngo a\n"},
      {"a detail said twice",
       "scene a\nask text q up to 20, up to 30: How?\nCoach: {q or \"\"}\nfinish\n",
       "3:22 A006",
       "is said twice",
       "scene a\nask text q up to 30: How?\nCoach: {q or \"\"}\nfinish\n"},
      {"a title said twice",
       "title: One\ntitle: Two\nscene a\nCoach: Hello.\nfinish\n",
       "3:1 A006",
       "is said twice",
       "title: Two\nscene a\nCoach: Hello.\nfinish\n"},
      {"curly quotation marks around a part of a question",
       "scene a\nask number q 1 to 9, unit \u201cdays\u201d: How long?\nCoach: {q or "
       "\"\"}\nfinish\n",
       "3:27 A005",
       "straight quotation marks",
       "scene a\nask number q 1 to 9, unit \"days\": How long?\nCoach: {q or \"\"}\nfinish\n"},
      {"a name used twice",
       "scene a\ngo b\nscene b\nCoach: B.\nfinish\nscene b\nCoach: B.\nfinish\n",
       "7:7 A020",
       "Give this one another name.",
       "scene a\ngo b\nscene b\nCoach: B.\ngo b2\nscene b2\nCoach: B.\nfinish\n"},
      {"a scale without ends",
       "scene a\nask scale q: How?\nCoach: {q or \"\"}\nfinish\n",
       "3:11 A031",
       "Write \"ask scale NAME 0 to 10: TEXT\".",
       "scene a\nask scale q 0 to 10: How?\nCoach: {q or \"\"}\nfinish\n"},
      {"a text that is compared as a number",
       "scene a\nask text q: How?\nif q is answered and q > 3\nCoach: So.\nend\nfinish\n",
       "4:22 A030",
       "this is a text, but here belongs a number.",
       "scene a\nask number q: How?\nif q is answered and q > 3\nCoach: So.\nend\nfinish\n"},
      {"a part that does itself",
       "scene a\ndo p\nfinish\npart p\nCoach: P.\ndo p\nreturn\n",
       "7:1 A046",
       "A part may only do other parts.",
       "scene a\ndo p\nfinish\npart p\nCoach: P.\nreturn\n"},
      {"a character that nobody sees",
       "scene a\nCoach: Hel\x01lo.\nfinish\n",
       "3:11 A008",
       "Delete it",
       "scene a\nCoach: Hello.\nfinish\n"},
  };
  return all;
}

TEST(Mistakes, AreFoundAtTheirPlaceInWordsForAPerson) {
  EXPECT_GE(mistakes().size(), 30U);
  for (const Mistake& mistake : mistakes()) {
    SCOPED_TRACE(mistake.what);
    const CourseSources sources = test::one_stage(mistake.wrong);
    std::vector<std::string> found;
    for (const Diagnostic& finding : compile(sources, test::plain_hash).findings) {
      if (finding.severity == Severity::error) {
        found.push_back(
            std::to_string(finding.span.line) + ":" + std::to_string(finding.span.column) + " " +
            finding.code
        );
      }
    }
    EXPECT_EQ(found, std::vector<std::string>{mistake.place}) << test::findings_of(sources);
    std::string said = test::findings_of(sources);
    EXPECT_NE(said.find(mistake.says), std::string::npos) << said;
  }
}

TEST(Mistakes, WhatFollowsFromOneIsNotSaid) {
  const auto found = [](const std::string& dialogue) {
    return compile(test::one_stage(dialogue), test::plain_hash).findings.size();
  };
  EXPECT_EQ(found("scene a\naks text q: How?\nif q is skipped\nCoach: So.\nend\nfinish\n"), 1U);
  EXPECT_EQ(found("scene a\nask txet q: How?\nCoach: {q or \"\"}\nfinish\n"), 1U);
  EXPECT_EQ(found("scene a\ngo b\nscne b\nCoach: B.\nfinish\n"), 1U);
  EXPECT_EQ(
      found("scene a\nask choice q: How?\n- x: X\n-y: Y\nend\nif q is y\nCoach: So.\nend\nfinish\n"
      ),
      1U
  );
}

// All that a course can say or show, one text a line, in the order of the Program.
std::string spoken(const std::string& dialogue) {
  const auto program = test::compiled(test::one_stage(dialogue));
  std::string all;
  for (const std::string& text : program->source().texts) {
    all += text + "\n";
  }
  return all;
}

TEST(Mistakes, WhatLooksLikeMarkupInSpokenWordsIsSpoken) {
  const std::vector<std::string> lines = {
      "See http://example.org/a?b=c#1 or a#1 note: it is 5 > 3 -> fine.",
      "#1",
      "- no option",
      "end",
      "if you like: go on",
      "Coach: said the coach.",
      "A lone \" and a lone } too.",
      "\u0645\u0631\u062d\u0628\u0627\u060c \u0643\u064a\u0641 \u062d\u0627\u0644\u0643\u061f",
      "\U0001F468\u200d\U0001F469\u200d\U0001F467 \U0001F642\u2764\ufe0f",
  };
  std::string script = "scene a\n";
  for (const std::string& line : lines) {
    script += "Coach: " + line + "\n";
  }
  script += "finish\n";
  EXPECT_EQ(test::findings_of(test::one_stage(script)), "");
  const std::string said = spoken(script);
  for (const std::string& line : lines) {
    EXPECT_NE(("\n" + said).find("\n" + line + "\n"), std::string::npos) << line << "\n" << said;
  }
}

TEST(Mistakes, LabelsAreShownToTheLetter) {
  const std::vector<std::string> labels = {
      "Is it: a or b?",
      "First -> the easy, and then: the rest",
      "So -> she said \"no, and",
      "The 5\" one -> or the 7\" one?",
      "http://example.org",
  };
  std::string script = "scene a\nask choice q: Which is it: a or b?\n";
  for (std::size_t i = 0; i < labels.size(); ++i) {
    script += "- o" + std::to_string(i) + ": " + labels[i] + "\n";
  }
  script += "- last: A lone \" -> a\nend\nCoach: {q or \"\"}\nfinish\n";
  EXPECT_EQ(test::errors_of(test::one_stage(script)), "");
  const std::string said = spoken(script);
  for (const std::string& label : labels) {
    EXPECT_NE(("\n" + said).find("\n" + label + "\n"), std::string::npos) << label << "\n" << said;
  }
  EXPECT_NE(said.find("\nA lone \"\n"), std::string::npos) << said;
}

TEST(Mistakes, LineEndsTabsAndAMarkLoseNothingAndAreNotSpoken) {
  const std::string plain =
      "scene a\nCoach: Hello.\nask choice q: How?\n- x: First \n  Coach: So.\n- y: Last -> a\n"
      "end\nCoach: {q or \"nothing\"}\nfinish\n";
  std::string windows;
  for (const char c : plain) {
    windows += c == '\n' ? "\t\r\n\t" : std::string{c};
  }
  EXPECT_EQ(spoken(windows), spoken(plain));
  const auto program = test::compiled(test::course_of(
      {{"course", "\ufeffcourse small\r\nstages: talk\r\n"},
       {"talk", "\ufeffdialogue talk\r\n" + windows}}
  ));
  std::string said;
  for (const std::string& text : program->source().texts) {
    said += text + "\n";
  }
  EXPECT_EQ(said, spoken(plain));
}

// Every word that a line can start with, misspelt in every way by one slip of a finger.
TEST(Mistakes, AMisspeltWordIsNeverSpokenAndNeverPassedOver) {
  const std::vector<std::string> lines = {
      "title: Talk",
      "about: Talking.",
      "remember n = 0",
      "scene a",
      "Coach: Hello.",
      "one of",
      "Coach: One.",
      "or",
      "Coach: Two.",
      "end",
      "ask choice q: How?",
      "hint: Any.",
      "example: This one.",
      "why: To know.",
      "- x: X",
      "end",
      "set n = n + 1",
      "if n > 1 and q is x",
      "Coach: So.",
      "else if n > 0",
      "do p",
      "else",
      "pause",
      "end",
      "go b",
      "scene b",
      "Coach: B {n}.",
      "finish",
      "part p",
      "Coach: P.",
      "return",
  };
  const auto script = [&lines](std::size_t changed, const std::string& to) {
    std::string all;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      all += (i == changed ? to : lines[i]) + "\n";
    }
    return test::one_stage(all);
  };
  ASSERT_EQ(test::errors_of(script(lines.size(), "")), "");
  std::size_t slips = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    const std::size_t length = line.find_first_of(" :");
    const std::string word = line.substr(0, length);
    const std::string rest = length == std::string::npos ? "" : line.substr(length);
    std::vector<std::string> wrong;
    for (std::size_t at = 0; at < word.size(); ++at) {
      std::string missing = word;
      missing.erase(at, 1);
      std::string doubled = word;
      doubled.insert(at, 1, word[at]);
      std::string other = word;
      other[at] = 'z';
      wrong.insert(wrong.end(), {missing, doubled, other});
      if (at + 1 < word.size() && word[at] != word[at + 1]) {
        std::string swapped = word;
        std::swap(swapped[at], swapped[at + 1]);
        wrong.push_back(swapped);
      }
    }
    for (const std::string& slip : wrong) {
      const CourseSources sources = script(i, slip + rest);
      bool found = false;
      for (const Diagnostic& finding : compile(sources, test::plain_hash).findings) {
        // "dialogue talk" is the first line.
        found = found || (finding.severity == Severity::error && finding.span.line == i + 2);
      }
      EXPECT_TRUE(found) << slip << rest << "\n" << test::findings_of(sources);
      ++slips;
    }
  }
  EXPECT_GT(slips, 300U);
}

TEST(Mistakes, AreGoneWhenTheyAreMendedAsTheFindingSays) {
  for (const Mistake& mistake : mistakes()) {
    SCOPED_TRACE(mistake.what);
    EXPECT_EQ(test::errors_of(test::one_stage(mistake.right)), "");
  }
}

}  // namespace
}  // namespace attune::engine
