// Whatever lies in a translation file, it is read or refused with findings. What was read is
// written in the one form that it has, and as a translation of a course it fits, or is refused.
#include "engine/script/findings.h"
#include "engine/script/translation/po.h"

#include "tests/fuzz/course_checks.h"
#include "tests/support/courses.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using attune::fuzz::demand;
namespace engine = attune::engine;

constexpr const char* course = R"(course small
title: Small
stages: talk
profile: name
)";

constexpr const char* talk = R"(dialogue talk
title: Talk
remember mood = "calm"

scene arriving
Coach: Hello, {you.name}.
ask choice pace: How shall we begin?
  hint: Any is fine.
- soft as "softly": Softly
- fast: Fast
  set mood = "brisk"
end
ask scale pull 0 "none" to 10 "all", unit "points": How strong?
ask long text moment: What happened?
Coach: {moment short or "nothing"}. You feel {mood}. It was {pull or "not said"}, {pace or "anyhow"}.
finish
)";

void check_reading(std::string_view bytes) {
  engine::Findings findings;
  const engine::PoFile file = engine::read_po(0, bytes, findings);
  if (findings.any_error()) {
    return;
  }
  const std::string written = engine::write_po(file);
  engine::Findings again;
  demand(engine::write_po(engine::read_po(0, written, again)) == written);
  demand(!again.any_error());
}

}  // namespace

// libFuzzer's name for it.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  check_reading(bytes);
  attune::fuzz::check_course(attune::test::course_of(
      {{"course", course}, {"talk", talk}, {"translations/es.po", std::string{bytes}}}
  ));
  return 0;
}
