// Whatever an author writes is compiled, or refused with findings.
#include "tests/fuzz/course_checks.h"
#include "tests/support/examples.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

// libFuzzer's name for it.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  attune::fuzz::check_course(attune::test::example_course(bytes));
  return 0;
}
