#include "engine/versions/standing.h"

#include <algorithm>
#include <string>

namespace attune::engine {
namespace {

class Finder {
 public:
  Finder(
      const Program& from,
      const Shape& from_shape,
      const Program& to,
      const Shape& to_shape,
      const Correspondence& names,
      const Held& held
  )
      : from_{from},
        from_shape_{from_shape},
        to_{to},
        to_shape_{to_shape},
        names_{names},
        held_{held} {}

  Standing find() const {
    Standing standing;
    standing.wait = held_.wait;
    if (held_.wait.kind == WaitKind::nothing) {
      standing.outcome = Outcome::same;
      standing.calls = held_.calls;
      return standing;
    }
    if (in_place(standing)) {
      const bool same = standing.wait.id == held_.wait.id && standing.calls == held_.calls;
      standing.outcome = same ? Outcome::same : Outcome::moved;
    } else if (sent(standing)) {
      standing.outcome = Outcome::sent;
    } else {
      standing.outcome = Outcome::stranded;
    }
    return standing;
  }

 private:
  // The step at which it stands in the older version; none when it is not to be found.
  std::uint32_t old_step() const {
    if (held_.wait.kind == WaitKind::question) {
      const Question* question = from_.find_question(held_.wait.id);
      return question != nullptr ? question->step : none;
    }
    if (const Point* point = from_.find_point(held_.wait.id)) {
      return point->step - 1;
    }
    const auto scene = std::ranges::find(from_.scenes, held_.wait.id, &Scene::id);
    return scene != from_.scenes.end() ? scene->step : none;
  }

  bool in_place(Standing& standing) const {
    if (held_.wait.kind == WaitKind::question) {
      // A question keeps its name wherever it stands; that its scene is another is for the author
      // to say.
      const Question* question = to_.find_question(held_.wait.id);
      const std::uint32_t step = old_step();
      return question != nullptr && step != none &&
             names_.section(from_shape_.section_at(step)) != none &&
             returns_from(to_shape_.section_at(question->step), standing.calls);
    }
    if (from_.find_point(held_.wait.id) != nullptr) {
      const Point* point = names_.point(held_.wait.id);
      if (point == nullptr ||
          !returns_from(to_shape_.section_at(point->step - 1), standing.calls)) {
        return false;
      }
      standing.wait.id = point->id;
      return true;
    }
    const std::uint32_t step = old_step();
    const std::uint32_t section =
        step == none ? none : names_.section(from_shape_.section_at(step));
    return section != none && stands_before(section, standing);
  }

  // Whether every `do` on the way back leads out of the section it is in, down to a scene of the
  // stage, or to the part that interrupts; fills in what they are called now.
  bool returns_from(std::uint32_t section, std::vector<NameId>& calls) const {
    calls.assign(held_.calls.size(), NameId{});
    for (std::size_t i = held_.calls.size(); i > 0; --i) {
      const Point* point = names_.point(held_.calls[i - 1]);
      if (point == nullptr) {
        return false;
      }
      const Step& call = to_.steps[point->step - 1];
      if (call.kind != StepKind::call || call.a != to_.scenes[section].step) {
        return false;
      }
      calls[i - 1] = point->id;
      section = to_shape_.section_at(point->step - 1);
    }
    return held_.interrupts ? to_.scenes[section].is_part : is_scene_of_stage(section);
  }

  bool is_scene_of_stage(std::uint32_t section) const {
    const Scene& scene = to_.scenes[section];
    return !scene.is_part && held_.stage != nullptr && held_.stage->scene != none &&
           to_.scenes[held_.stage->scene].file == scene.file;
  }

  // At the beginning of a section.
  bool stands_before(std::uint32_t section, Standing& standing) const {
    const bool is_part = to_.scenes[section].is_part;
    if (is_part ? !returns_from(section, standing.calls)
                : held_.interrupts || !is_scene_of_stage(section)) {
      return false;
    }
    if (!is_part) {
      standing.calls.clear();  // as `go` does
    }
    standing.wait.kind = WaitKind::pause;
    standing.wait.id = to_.scenes[section].id;
    standing.wait.asked = 0;
    standing.wait.until.reset();
    standing.wait.early = true;
    standing.wait.line.clear();
    return true;
  }

  // By what the author says of the question, of its section, or of a section it would return to.
  bool sent(Standing& standing) const {
    const std::uint32_t step = old_step();
    if (step == none) {
      return false;
    }
    std::vector<std::string> called;
    if (held_.wait.kind == WaitKind::question) {
      called.push_back(from_.find_question(held_.wait.id)->name);
    }
    called.push_back(from_.scenes[from_shape_.section_at(step)].name);
    for (std::size_t i = held_.calls.size(); i > 0; --i) {
      if (const Point* point = from_.find_point(held_.calls[i - 1])) {
        called.push_back(from_.scenes[from_shape_.section_at(point->step - 1)].name);
      }
    }
    return std::ranges::any_of(called, [&](const std::string& name) {
      const Send* send = names_.send(name);
      return send != nullptr && follow(*send, standing);
    });
  }

  bool follow(const Send& send, Standing& standing) const {
    if (send.scene != none) {
      return stands_before(send.scene, standing);
    }
    const Question& question = to_.questions[send.question];
    if (!returns_from(to_shape_.section_at(question.step), standing.calls)) {
      return false;
    }
    standing.wait.kind = WaitKind::question;
    standing.wait.id = question.id;
    standing.wait.until.reset();
    standing.wait.early = true;
    standing.wait.line.clear();
    return true;
  }

  const Program& from_;
  const Shape& from_shape_;
  const Program& to_;
  const Shape& to_shape_;
  const Correspondence& names_;
  const Held& held_;
};

}  // namespace

Standing standing_of(
    const Program& from,
    const Shape& from_shape,
    const Program& to,
    const Shape& to_shape,
    const Correspondence& names,
    const Held& held
) {
  return Finder{from, from_shape, to, to_shape, names, held}.find();
}

}  // namespace attune::engine
