// Whatever lies in a transcript, it is read or refused with its line. What is read can be played,
// and what a playing writes is what is said: it passes from then on.
#include "tests/support/courses.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tools/transcript.h"

// libFuzzer's name for it.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attune;
  static const auto program = test::compiled(test::everything_course());
  const auto transcript =
      tools::parse_transcript(std::string_view{reinterpret_cast<const char*>(data), size});
  if (!transcript) {
    if (transcript.error().message.empty()) {
      std::abort();
    }
    return 0;
  }
  const auto outcome = tools::run_transcript(*program, *transcript);
  if (!outcome) {
    return 0;
  }
  const auto again = tools::parse_transcript(outcome->rewritten);
  const auto passed = again ? tools::run_transcript(*program, *again) : outcome;
  if (!again || !passed || !passed->passed || passed->rewritten != outcome->rewritten) {
    std::abort();
  }
  return 0;
}
