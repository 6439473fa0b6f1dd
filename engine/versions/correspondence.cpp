#include "engine/versions/correspondence.h"

#include <algorithm>
#include <string>
#include <utility>

namespace attune::engine {
namespace {

// What stands around a rest or a `do`, in the order of the script.
struct Surroundings {
  std::string question_before;
  std::string question_after;
  std::string line_before;
  std::string line_after;
};

std::string words_of(const Program& program, std::uint32_t words) {
  std::string text;
  const Template& whole = program.source().templates[words];
  for (std::uint32_t i = 0; i < whole.count; ++i) {
    const Segment& segment = program.source().segments[whole.first + i];
    text += segment.what == Quoted::literal ? program.source().texts[segment.text]
                                            : "{" + std::to_string(segment.name.value) + "}";
  }
  return text;
}

Surroundings around(const Program& program, const Shape& shape, const Point& point) {
  const std::uint32_t at = point.step - 1;
  const Layout::Section& section = shape.layout().sections[shape.section_at(at)];
  Surroundings found;
  const auto look = [&](std::uint32_t step, std::string& question, std::string& line) {
    const Step& here = program.steps[step];
    if (here.kind == StepKind::ask && question.empty()) {
      question = program.questions[here.a].name;
    } else if (here.kind == StepKind::say && line.empty()) {
      line = words_of(program, here.a);
    }
  };
  for (std::uint32_t i = at; i > section.first; --i) {
    look(i - 1, found.question_before, found.line_before);
  }
  for (std::uint32_t i = at + 1; i < section.last; ++i) {
    look(i, found.question_after, found.line_after);
  }
  return found;
}

// How much speaks for it that both are the same; 0 when nothing does.
int likeness(const Surroundings& one, const Surroundings& two) {
  constexpr int question_weight = 2;
  constexpr int line_weight = 3;
  int like = 0;
  like += one.question_before == two.question_before ? question_weight : 0;
  like += one.question_after == two.question_after ? question_weight : 0;
  like += !one.line_before.empty() && one.line_before == two.line_before ? line_weight : 0;
  like += !one.line_after.empty() && one.line_after == two.line_after ? line_weight : 0;
  return like;
}

// Pairs of two rows, in order, so that they are as alike as can be; the first pair that can be made
// where two are equally good.
std::vector<std::pair<std::size_t, std::size_t>> paired(
    const std::vector<Surroundings>& old_row, const std::vector<Surroundings>& new_row
) {
  const std::size_t rows = old_row.size();
  const std::size_t columns = new_row.size();
  std::vector<std::vector<int>> best(rows + 1, std::vector<int>(columns + 1, 0));
  const auto together = [&](std::size_t i, std::size_t j) {
    const int like = likeness(old_row[i], new_row[j]);
    return like == 0 ? -1 : like + best[i + 1][j + 1];
  };
  for (std::size_t i = rows; i-- > 0;) {
    for (std::size_t j = columns; j-- > 0;) {
      best[i][j] = std::max({best[i + 1][j], best[i][j + 1], together(i, j)});
    }
  }
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
    if (together(i, j) == best[i][j]) {
      pairs.emplace_back(i++, j++);
    } else if (best[i + 1][j] == best[i][j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return pairs;
}

// The points of a section that can be taken for one another: rests, or what follows each `do` of
// one part. In the order of the script.
using Row = std::vector<const Point*>;

struct RowKey {
  std::uint32_t section = none;
  std::uint32_t part = none;  // none: rests

  auto operator<=>(const RowKey&) const = default;
};

std::map<RowKey, Row> rows_of(const Program& program, const Shape& shape) {
  std::map<RowKey, Row> rows;
  std::vector<const Point*> order;
  for (const Point& point : program.points) {
    order.push_back(&point);
  }
  std::ranges::sort(order, {}, [](const Point* point) { return point->step; });
  for (const Point* point : order) {
    const Step& step = program.steps[point->step - 1];
    const std::uint32_t part = step.kind == StepKind::call ? shape.section_at(step.a) : none;
    rows[RowKey{.section = shape.section_at(point->step - 1), .part = part}].push_back(point);
  }
  return rows;
}

}  // namespace

Correspondence::Correspondence(
    const Program& from,
    const Shape& from_shape,
    const Program& to,
    const Shape& to_shape,
    bool words_only
)
    : from_{from}, from_shape_{from_shape}, to_{to}, to_shape_{to_shape} {
  match_sections();
  match_points(words_only);
  rename_counts();
}

void Correspondence::match_sections() {
  for (const Scene& old : from_.scenes) {
    const auto same = std::ranges::find(to_.scenes, old.name, &Scene::name);
    const auto former = std::ranges::find(to_.formers, old.name, &Former::name);
    std::uint32_t section = none;
    if (same != to_.scenes.end()) {
      section = static_cast<std::uint32_t>(same - to_.scenes.begin());
    } else if (former != to_.formers.end()) {
      section = former->scene;
    }
    // A scene is no part: who waits in one has nowhere to return to.
    const bool fits = section != none && to_.scenes[section].is_part == old.is_part;
    sections_.push_back(fits ? section : none);
  }
}

void Correspondence::match_points(bool words_only) {
  if (words_only) {
    for (std::size_t i = 0; i < from_.points.size(); ++i) {
      points_.emplace(from_.points[i].id, &to_.points[i]);
    }
    return;
  }
  const std::map<RowKey, Row> new_rows = rows_of(to_, to_shape_);
  for (const auto& [key, row] : rows_of(from_, from_shape_)) {
    const RowKey new_key{
        .section = sections_[key.section], .part = key.part == none ? none : sections_[key.part]
    };
    const bool part_is_gone = key.part != none && new_key.part == none;
    const auto new_row = new_rows.find(new_key);
    if (new_key.section == none || part_is_gone || new_row == new_rows.end()) {
      continue;
    }
    std::vector<Surroundings> here;
    std::vector<Surroundings> there;
    for (const Point* point : row) {
      here.push_back(around(from_, from_shape_, *point));
    }
    for (const Point* point : new_row->second) {
      there.push_back(around(to_, to_shape_, *point));
    }
    for (const auto& [one, other] : paired(here, there)) {
      points_.emplace(row[one]->id, new_row->second[other]);
    }
  }
}

// The ways of a renamed section go on in the order in which they stand.
void Correspondence::rename_counts() {
  const auto ways_of = [](const Program& program, const Layout::Section& section) {
    std::vector<NameId> ways;
    for (std::uint32_t step = section.first; step < section.last; ++step) {
      if (program.steps[step].kind == StepKind::one_of) {
        ways.push_back(program.steps[step].name);
      }
    }
    return ways;
  };
  for (std::uint32_t i = 0; i < sections_.size(); ++i) {
    const std::uint32_t section = sections_[i];
    if (section == none || to_.scenes[section].id == from_.scenes[i].id) {
      continue;
    }
    renamed_.push_back(Renamed{.from = from_.scenes[i].id, .to = to_.scenes[section].id});
    const auto here = ways_of(from_, from_shape_.layout().sections[i]);
    const auto there = ways_of(to_, to_shape_.layout().sections[section]);
    for (std::size_t way = 0; way < std::min(here.size(), there.size()); ++way) {
      renamed_.push_back(Renamed{.from = here[way], .to = there[way]});
    }
  }
}

const Point* Correspondence::point(NameId old_point) const {
  const auto it = points_.find(old_point);
  return it != points_.end() ? it->second : nullptr;
}

const Send* Correspondence::send(std::string_view old_name) const {
  const auto it = std::ranges::find(to_.sends, old_name, &Send::from);
  return it != to_.sends.end() ? &*it : nullptr;
}

}  // namespace attune::engine
