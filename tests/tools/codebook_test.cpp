#include "tools/codebook.h"

#include "tests/support/courses.h"

#include <gtest/gtest.h>

namespace attune::tools {
namespace {

TEST(Codebook, SaysWhatEachAnswerMeansAndHowScoresAreMade) {
  const auto program = test::compiled(test::one_stage(
      "measure m\ntitle: How I am\nscale 1 \"no\" to 7 \"yes, very\"\n"
      "score s, at least 80% answered\n- a for s: I am.\n- b for s, reversed: I am not.\n"
      "noise 2\nband s 1 to 3: low\nsource: Nobody, 2026\nend\n"
      "scene one\nask choice pace: How, {you.name}?\n- slow: Slowly\n- fast: Fast\nend\n"
      "if pace is slow\nCoach: So.\nend\ndo m\nfinish\n"
  ));
  EXPECT_EQ(
      codebook(*program),
      "question,kind,text,least,most,options,scores\r\n"
      "talk.m_s,score,How I am,1,7,,\"mean of 2 items, reversed ones as 8 minus the answer, "
      "missing "
      "when under 80% are answered; 1 to 3: low; a change under 2 is within noise; source: Nobody, "
      "2026\"\r\n"
      "talk.m_a,scale,I am.,1 no,\"7 yes, very\",,talk.m_s\r\n"
      "talk.m_b,scale,I am not.,1 no,\"7 yes, very\",,talk.m_s reversed\r\n"
      "talk.pace,choice,\"How, {...}?\",,,slow=Slowly; fast=Fast,\r\n"
  );
}

}  // namespace
}  // namespace attune::tools
