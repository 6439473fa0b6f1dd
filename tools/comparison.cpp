#include "tools/comparison.h"

#include <algorithm>
#include <cstdint>

namespace attune::tools {
namespace {

// Lines around a difference that are shown to find the place by.
constexpr std::size_t context = 2;

// One line of the two laid side by side.
struct Row {
  char sign = ' ';  // '-': only expected, '+': only said, ' ': both, or under a `...`
  std::string text;
};

// How many lines of the rest of each would stay without a partner: costs[i][j] for expected[i..]
// and actual[j..], by dynamic programming from the ends.
class Costs {
 public:
  Costs(const std::vector<TranscriptLine>& expected, const std::vector<SpokenLine>& actual)
      : expected_{expected},
        actual_{actual},
        cells_((expected.size() + 1) * (actual.size() + 1), 0) {
    for (std::size_t i = expected.size() + 1; i-- > 0;) {
      for (std::size_t j = actual.size() + 1; j-- > 0;) {
        cells_[index(i, j)] = cheapest(i, j);
      }
    }
  }

  std::size_t at(std::size_t i, std::size_t j) const { return cells_[index(i, j)]; }

  bool is_anything(std::size_t i) const {
    return i < expected_.size() && expected_[i].kind == TranscriptLine::Kind::anything;
  }

  bool is_coach(std::size_t j) const {
    return j < actual_.size() && (actual_[j].kind == SpokenLine::Kind::coach ||
                                  actual_[j].kind == SpokenLine::Kind::picture);
  }

  bool equal(std::size_t i, std::size_t j) const {
    return i < expected_.size() && j < actual_.size() && expected_[i].text == actual_[j].text;
  }

 private:
  std::size_t index(std::size_t i, std::size_t j) const { return i * (actual_.size() + 1) + j; }

  std::size_t cheapest(std::size_t i, std::size_t j) const {
    if (i == expected_.size()) {
      return actual_.size() - j;
    }
    if (is_anything(i)) {
      const std::size_t past = at(i + 1, j);
      const std::size_t taken = j < actual_.size() ? at(i, j + 1) + (is_coach(j) ? 0U : 1U) : past;
      return std::min(past, taken);
    }
    std::size_t cost = 1 + at(i + 1, j);
    if (j < actual_.size()) {
      cost = std::min(cost, 1 + at(i, j + 1));
    }
    return equal(i, j) ? std::min(cost, at(i + 1, j + 1)) : cost;
  }

  const std::vector<TranscriptLine>& expected_;
  const std::vector<SpokenLine>& actual_;
  std::vector<std::size_t> cells_;
};

std::string with_place(const SpokenLine& line) {
  return line.place.empty() ? line.text : line.text + "    (" + line.place + ")";
}

std::vector<Row> side_by_side(
    const std::vector<TranscriptLine>& expected,
    const std::vector<SpokenLine>& actual,
    const Costs& costs
) {
  std::vector<Row> rows;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < expected.size() || j < actual.size()) {
    const std::size_t cost = costs.at(i, j);
    if (costs.is_anything(i)) {
      rows.push_back(Row{.sign = ' ', .text = "..."});
      // What stands under it is shown too: a line that is missed may be among it.
      while (costs.at(i, j) != costs.at(i + 1, j)) {
        rows.push_back(Row{.sign = costs.is_coach(j) ? ' ' : '+', .text = with_place(actual[j])});
        ++j;
      }
      ++i;
    } else if (costs.equal(i, j) && cost == costs.at(i + 1, j + 1)) {
      rows.push_back(Row{.sign = ' ', .text = actual[j].text});
      ++i;
      ++j;
    } else if (i < expected.size() && cost == 1 + costs.at(i + 1, j)) {
      rows.push_back(
          Row{.sign = '-',
              .text = expected[i].text + "    (line " + std::to_string(expected[i].number) + ")"}
      );
      ++i;
    } else {
      rows.push_back(Row{.sign = '+', .text = with_place(actual[j])});
      ++j;
    }
  }
  return rows;
}

}  // namespace

Comparison compare(
    const std::vector<TranscriptLine>& expected, const std::vector<SpokenLine>& actual
) {
  const Costs costs{expected, actual};
  if (costs.at(0, 0) == 0) {
    return Comparison{.same = true, .difference = {}};
  }
  const std::vector<Row> rows = side_by_side(expected, actual, costs);
  Comparison comparison;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const std::size_t from = at > context ? at - context : 0;
    const std::size_t to = std::min(at + context + 1, rows.size());
    const bool near = std::any_of(
        rows.begin() + static_cast<std::ptrdiff_t>(from),
        rows.begin() + static_cast<std::ptrdiff_t>(to),
        [](const Row& row) { return row.sign != ' '; }
    );
    if (near) {
      comparison.difference += std::string{"  "} + rows[at].sign + " " + rows[at].text + "\n";
    }
  }
  return comparison;
}

}  // namespace attune::tools
