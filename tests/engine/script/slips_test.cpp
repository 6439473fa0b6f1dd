// What a hand slips on, and what a word processor does to a script: each is one finding, at its
// place, in words that somebody can follow who has never written a program. The whole of it is
// compared.

#include "tests/support/courses.h"
#include "tests/support/examples.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace attune::engine {
namespace {

struct Slip {
  const char* what;
  const char* script;  // of a stage, or files as in docs/diagnostics
  const char* found;
};

const std::vector<Slip>& slips() {
  static const std::vector<Slip> all = {
#include "/tmp/mend_slips.inc"
  };
  return all;
}

TEST(Slips, AreOneFindingEachInWordsThatCanBeFollowed) {
  for (const Slip& slip : slips()) {
    SCOPED_TRACE(slip.what);
    EXPECT_EQ(test::findings_of(test::example_course(slip.script)), slip.found);
  }
}

TEST(Slips, OddBlanksOfAWordProcessorAreBlanks) {
  const std::string plain =
      "remember far = 0\nscene a\nCoach: Hello.\nask choice q: How?\n- x as \"so\": X\n- y: Y -> "
      "b\n"
      "end\nif q is answered and q is x\nset far = 1\nelse if q is y\ngo b\nend\n"
      "Coach: {q or \"no\"}. {far}\ngo b\nscene b\nCoach: B.\nfinish\n";
  for (const std::string blank : {"\u00a0", "\u202f", "\u2009", "\u2007", "\u3000"}) {
    for (std::size_t at = plain.find(' '); at != std::string::npos; at = plain.find(' ', at + 1)) {
      std::string odd = plain;
      odd.replace(at, 1, blank);
      EXPECT_EQ(test::findings_of(test::one_stage(odd)), "") << odd.substr(0, at);
    }
  }
}

TEST(Slips, ANoBreakSpaceInSpokenWordsIsSpoken) {
  const auto program = test::compiled(
      test::one_stage("scene a\nCoach: In 10\u00a0minutes \u00ab\u00a0so\u00a0\u00bb.\nfinish\n")
  );
  EXPECT_EQ(program->source().texts.front(), "In 10\u00a0minutes \u00ab\u00a0so\u00a0\u00bb.");
}

TEST(Slips, BracesAndBracketsThatAreMeantAreSpoken) {
  EXPECT_EQ(
      test::findings_of(test::one_stage(
          "scene a\nask text word: Which word (one)?\nask text the_day: Which day?\n"
          "Coach: A brace } or {{two}, a smile :}, [so] and (word), and [words].\n"
          "Coach: {word or \"none\"} {the_day or \"none\"}\nfinish\n"
      )),
      ""
  );
}

TEST(Slips, ArrowsInALabelThatLeadNowhereAreRead) {
  EXPECT_EQ(
      test::findings_of(test::one_stage(
          "scene a\nask choice q: How?\n- x: First \u2192 the easy, and then: the rest\n"
          "- y: 5 => 6, or so, and on\nend\nCoach: {q or \"\"}\nfinish\n"
      )),
      ""
  );
}

}  // namespace
}  // namespace attune::engine
