#include "engine/session/scoring.h"

#include <algorithm>

namespace attune::engine {
namespace {

std::optional<double> value_of(
    const Program& program, const State& state, const Measure& measure, const MeasureScore& score
) {
  double total = 0;
  std::size_t answered = 0;
  for (const MeasureItem& item : score.items) {
    const Value* answer = state.answer(program.questions[item.question].id);
    if (const auto* number = answer != nullptr ? std::get_if<double>(answer) : nullptr) {
      total += item.reversed ? measure.min + measure.max - *number : *number;
      ++answered;
    }
  }
  const auto items = static_cast<double>(score.items.size());
  const auto there = static_cast<double>(answered);
  constexpr double percent = 100;
  if (answered == 0 || there * percent < score.answered * items) {
    return std::nullopt;
  }
  const double mean = total / there;
  return score.sum ? mean * items : mean;
}

}  // namespace

MeasureTaken taking_of(const Program& program, const State& state, const Measure& measure) {
  MeasureTaken taken{.measure = measure.name, .scores = {}};
  for (const MeasureScore& score : measure.scores) {
    taken.scores.push_back(Scored{
        .score = program.questions[score.question].name,
        .value = value_of(program, state, measure, score)
    });
  }
  return taken;
}

const Band* band_of(const MeasureScore& score, double value) {
  const auto it = std::ranges::find_if(score.bands, [value](const Band& band) {
    return band.low <= value && value <= band.high;
  });
  return it != score.bands.end() ? &*it : nullptr;
}

}  // namespace attune::engine
