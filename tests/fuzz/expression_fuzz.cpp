// Whatever stands behind an `if` or a `set`, where every kind of value is known, is a condition or
// an amount that can be worked out, or is refused.
#include "tests/fuzz/course_checks.h"
#include "tests/support/courses.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace {

constexpr const char* before = R"(title: Expressions
remember rounds = 2
remember mood = "calm"
remember seen = false

scene asking
ask choice pace: How?
- soft: Softly
- fast: Fast
  set mood = "brisk"
end
ask choices moves: What?
- quiet: I went quiet
- fixed: I fixed things
end
ask yesno safe: Safe?
ask text word: A word?
ask list words: Words?
ask scale pull 0 to 10: How strong?
ask number minutes 0 to 600: How long?
ask date day: When?
practice noticing for 7 days: Notice one thing.
)";

}  // namespace

// libFuzzer's name for it.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string expression{reinterpret_cast<const char*>(data), size};
  std::ranges::replace(expression, '\n', ' ');  // it is one line
  for (const std::string& line :
       {"if " + expression + "\n  Coach: Yes.\nelse\n  Coach: No.\nend\n",
        "set rounds = " + expression + "\nCoach: {rounds}.\n"}) {
    attune::fuzz::check_course(attune::test::one_stage(before + line + "finish\n"));
  }
  return 0;
}
