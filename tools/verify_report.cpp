#include "tools/verify_report.h"

#include <fmt/format.h>
#include <string>

#include "tools/course.h"

namespace attune::tools {
namespace {

std::string counted(std::uint64_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

}  // namespace

int report(
    const storage::Verification& verification,
    std::string_view what,
    std::chrono::steady_clock::duration took,
    std::ostream& out,
    std::ostream& errors
) {
  for (const std::string& finding : verification.findings) {
    errors << what << ": " << finding << '\n';
  }
  if (verification.found > verification.findings.size()) {
    errors << what << ": and " << verification.found - verification.findings.size() << " more\n";
  }
  out << fmt::format(
      "{}: {}, {}, {} in {:.1f} s: {}\n",
      what,
      counted(verification.journeys, "journey"),
      counted(verification.turns, "turn"),
      counted(verification.snapshots, "snapshot"),
      std::chrono::duration<double>{took}.count(),
      verification.is_whole() ? "all as it was kept" : counted(verification.found, "finding")
  );
  return verification.is_whole() ? all_well : found_something;
}

}  // namespace attune::tools
