#pragma once

#include "tests/support/courses.h"
#include "tests/support/examples.h"

#include <gtest/gtest.h>

#include <span>

namespace attune::test {

struct Slip {
  const char* what;
  const char* script;  // as an example_course
  const char* found;   // its findings, as they are printed
};

// Expects of each just what is to be found: the whole of it is compared.
inline void expect_findings(std::span<const Slip> slips) {
  for (const Slip& slip : slips) {
    SCOPED_TRACE(slip.what);
    EXPECT_EQ(findings_of(example_course(slip.script)), slip.found);
  }
}

}  // namespace attune::test
