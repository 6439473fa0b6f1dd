#include "tools/versions_report.h"

#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace attune::tools {
namespace {

using engine::Outcome;

constexpr std::array outcomes{Outcome::stranded, Outcome::sent, Outcome::moved, Outcome::same};

std::string written(const engine::WrittenPlace& place) {
  return place.file + ":" + std::to_string(place.line);
}

void show_place(const engine::Place& place, std::ostream& out) {
  out << fmt::format(
      "{:<9} {} ({})",
      engine::outcome_word(place.outcome),
      engine::place_words(place),
      written(place.before)
  );
  switch (place.outcome) {
    case Outcome::same:
      out << '\n';
      return;
    case Outcome::moved:
    case Outcome::sent:
      out << ", to " << place.to << '\n';
      return;
    case Outcome::stranded:
      out << "\n          " << place.why << "\n          " << place.mend << '\n';
      return;
  }
}

void show_places(const engine::Comparison& comparison, Outcome outcome, std::ostream& out) {
  for (const engine::Place& place : comparison.places) {
    if (place.outcome == outcome) {
      show_place(place, out);
    }
  }
}

}  // namespace

void show_clashes(const std::vector<engine::Clash>& clashes, std::ostream& out) {
  for (const engine::Clash& clash : clashes) {
    out << written(clash.at) << ": " << clash.message << ' ' << clash.mend << '\n';
  }
}

void show_blockers(const engine::Comparison& comparison, std::ostream& out) {
  show_clashes(comparison.clashes, out);
  show_places(comparison, Outcome::stranded, out);
}

void show_comparison(const engine::Comparison& comparison, std::ostream& out) {
  show_clashes(comparison.clashes, out);
  std::string counts;
  for (const Outcome outcome : outcomes) {
    show_places(comparison, outcome, out);
    const std::size_t count = comparison.count(outcome);
    if (count > 0 || outcome == Outcome::same || outcome == Outcome::stranded) {
      counts +=
          fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, engine::outcome_word(outcome));
    }
  }
  const std::size_t all = comparison.places.size();
  out << all << (all == 1 ? " place: " : " places: ") << counts;
  if (comparison.words_only) {
    out << "; words alone have changed";
  }
  out << '\n';
}

nlohmann::ordered_json comparison_json(const engine::Comparison& comparison) {
  using nlohmann::ordered_json;
  ordered_json places = ordered_json::array();
  for (const engine::Place& place : comparison.places) {
    places.push_back(ordered_json{
        {"kind", engine::place_word(place.kind)},
        {"name", place.name},
        {"file", place.before.file},
        {"line", place.before.line},
        {"outcome", engine::outcome_word(place.outcome)},
        {"to", place.to},
        {"why", place.why},
        {"mend", place.mend}
    });
  }
  ordered_json clashes = ordered_json::array();
  for (const engine::Clash& clash : comparison.clashes) {
    clashes.push_back(ordered_json{
        {"file", clash.at.file},
        {"line", clash.at.line},
        {"message", clash.message},
        {"mend", clash.mend}
    });
  }
  return ordered_json{
      {"words_only", comparison.words_only},
      {"stranded", comparison.count(Outcome::stranded)},
      {"places", std::move(places)},
      {"clashes", std::move(clashes)}
  };
}

}  // namespace attune::tools
