#include "tools/walk/summary.h"

#include <algorithm>
#include <cmath>

#include "tools/limits.h"

namespace attune::tools {

WalkSummary walk_at_random(
    const engine::Program& program,
    const std::string& stage,
    std::uint64_t seed,
    std::uint64_t runs,
    Coverage& coverage
) {
  const Walker walker{program, stage};
  WalkSummary summary;
  summary.seed = seed;
  summary.runs = runs;
  std::vector<Length> lengths;
  for (std::uint64_t run = 0; run < runs; ++run) {
    const Walked walked = walker.walk(seed + run, coverage, false);
    summary.turns += walked.turns;
    if (walked.end == WalkEnd::done) {
      ++summary.ended_well;
      lengths.push_back(Length{.turns = walked.turns, .words = walked.words});
    } else if (summary.failures.size() < limits::walk_listed_max) {
      Coverage ignored{program};
      summary.failures.push_back(walker.walk(seed + run, ignored, true));
    }
  }
  if (!lengths.empty()) {
    std::ranges::sort(lengths, {}, &Length::words);
    summary.shortest = lengths.front();
    summary.median = lengths[lengths.size() / 2];
    summary.longest = lengths.back();
  }
  return summary;
}

std::string reading_time(std::uint64_t words) {
  const double minutes = static_cast<double>(words) / words_per_minute;
  if (minutes < 1) {
    return "under a minute";
  }
  const auto whole = std::lround(minutes);
  return std::to_string(whole) + (whole == 1 ? " minute" : " minutes");
}

}  // namespace attune::tools
