#include "engine/session/picturing.h"

#include "engine/base/text.h"
#include "engine/program/limits.h"
#include "engine/session/evaluate.h"
#include "engine/session/render.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attune::engine {
namespace {

Day day_of(Instant at) {
  return std::chrono::floor<std::chrono::days>(at);
}

class Drawing {
 public:
  Drawing(const Program& program, const State& state, Instant now, const Picture& picture)
      : program_{program},
        state_{state},
        now_{now},
        picture_{picture},
        form_{form_of(picture.kind)} {}

  std::vector<PicturePart> parts() && {
    for (const PictureRow& row : picture_.rows) {
      if (holds(program_, state_, now_, row.condition)) {
        add(row);
      }
    }
    return std::move(parts_);
  }

 private:
  void add(const PictureRow& row) {
    if (row.source != NameId{}) {
      add_things(row);
      return;
    }
    if (row.score != NameId{}) {
      for (const Taking& taking : state_.takings) {
        if (taking.score == row.score) {
          PicturePart part = bare(row);
          part.values.push_back(within(taking.value));
          part.day = day_of(taking.at);
          put(std::move(part));
        }
      }
      return;
    }
    PicturePart part = bare(row);
    for (const std::uint32_t number : row.at) {
      const Value value = evaluate(program_, state_, now_, number);
      const auto* held = std::get_if<double>(&value);
      if (held == nullptr || std::isnan(*held)) {
        return;  // proved not to be; a sum of memory may still be no number
      }
      part.values.push_back(within(*held));
    }
    if (form_.over_time) {
      part.day = day_of(now_);
    }
    put(std::move(part));
  }

  // One part for each thing that was listed, or each option that was chosen.
  void add_things(const PictureRow& row) {
    const Value* value = state_.answer(row.source);
    const Question* question = program_.find_question(row.source);
    if (value == nullptr || question == nullptr) {
      return;
    }
    for (std::string& thing : things_of(program_, state_, *question, *value)) {
      PicturePart part = bare(row);
      part.text = std::move(thing);
      put(std::move(part));
    }
  }

  PicturePart bare(const PictureRow& row) const {
    PicturePart part;
    part.role = form_.roles[row.role];
    part.label = render_if(program_, state_, row.label);
    part.text = render_if(program_, state_, row.text);
    return part;
  }

  double within(double value) const {
    const double low = form_.is_bounded() ? form_.low : -limits::number_magnitude_max;
    const double high = form_.is_bounded() ? form_.high : limits::number_magnitude_max;
    return std::clamp(value, low, high);
  }

  // A list may be longer than the script allows now: it was written in an earlier version.
  void put(PicturePart part) {
    if (parts_.size() < limits::picture_parts_max &&
        !(part.label.empty() && part.text.empty() && part.values.empty())) {
      part.text = shortened(part.text, limits::picture_text_characters);
      parts_.push_back(std::move(part));
    }
  }

  const Program& program_;
  const State& state_;
  Instant now_;
  const Picture& picture_;
  const PictureForm& form_;
  std::vector<PicturePart> parts_;
};

}  // namespace

std::optional<PictureShown> picture_of(
    const Program& program, const State& state, Instant now, const Picture& picture
) {
  std::vector<PicturePart> parts = Drawing{program, state, now, picture}.parts();
  if (parts.empty()) {
    return std::nullopt;
  }
  return PictureShown{
      .kind = picture.kind,
      .picture = picture.name,
      .title = render(program, state, picture.title),
      .words = render(program, state, picture.words),
      .parts = std::move(parts)
  };
}

}  // namespace attune::engine
