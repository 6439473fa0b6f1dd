#include "engine/versions/comparison.h"

#include "engine/program/guard.h"

#include <algorithm>
#include <set>

namespace attune::engine {
namespace {

WrittenPlace written_at(const Program& program, const SourceSpan& span) {
  return WrittenPlace{
      .file = span.file < program.files.size() ? program.files[span.file] : std::string{},
      .line = span.line
  };
}

std::string after_dot(const std::string& name) {
  return name.substr(name.find('.') + 1);
}

std::string line_of(const Program& program, const SourceSpan& span) {
  const WrittenPlace place = written_at(program, span);
  return place.file.substr(place.file.rfind('/') + 1) + ":" + std::to_string(place.line);
}

class Comparing {
 public:
  explicit Comparing(const Transition& transition)
      : transition_{transition},
        from_{transition.from()},
        to_{transition.to()},
        old_{transition.from_shape()},
        new_{transition.to_shape()},
        facts_{old_.facts()} {}

  Comparison compare() && {
    for (std::uint32_t step = 0; step < from_.steps.size(); ++step) {
      if (!old_.flow().reached[step]) {
        continue;
      }
      const Step& here = from_.steps[step];
      if (here.kind == StepKind::ask) {
        add_question(step, from_.questions[here.a]);
      } else if (here.kind == StepKind::pause || waits_inside(here)) {
        add_point(step);
      }
    }
    check_answers();
    Comparison made;
    made.words_only = transition_.words_only();
    for (Found& found : found_) {
      made.places.push_back(std::move(found.place));
    }
    made.clashes = clashes_of(from_, to_);
    return made;
  }

 private:
  struct Found {
    Place place;
    std::uint32_t from = none;  // step in the older version
    std::uint32_t to = none;    // step in the newer one; none when stranded
  };

  bool waits_inside(const Step& step) const {
    return step.kind == StepKind::call && old_.flow().waits[old_.section_at(step.a)];
  }

  void add_question(std::uint32_t step, const Question& question) {
    Found found = started(PlaceKind::question, question.name, step);
    const Question* now = to_.find_question(question.id);
    const std::uint32_t old_section = old_.section_at(step);
    const bool scene_goes_on = transition_.names().section(old_section) != none;
    if (now != nullptr && scene_goes_on && fits(old_section, new_.section_at(now->step))) {
      const std::string& scene = to_.scenes[new_.section_at(now->step)].name;
      const bool here = scene == from_.scenes[old_section].name;
      found.place.outcome = here ? Outcome::same : Outcome::moved;
      found.place.to = here ? question.name : scene;
      found.to = now->step;
    } else if (!send(question.name, old_section, found)) {
      strand(found, now, question.name);
    }
    found_.push_back(std::move(found));
  }

  void add_point(std::uint32_t step) {
    const bool rests = from_.steps[step].kind == StepKind::pause;
    const std::uint32_t section = old_.section_at(step);
    const std::string& name = from_.scenes[section].name;
    Found found = started(rests ? PlaceKind::rest : PlaceKind::way_back, name, step);
    const Point* now = transition_.names().point(from_.steps[step].name);
    if (now != nullptr) {
      const std::string& scene = to_.scenes[new_.section_at(now->step - 1)].name;
      const bool here = now->id == from_.steps[step].name;
      found.place.outcome = here ? Outcome::same : Outcome::moved;
      found.place.to = scene;
      found.to = now->step - 1;
    } else if (!send(name, section, found)) {
      strand(found, nullptr, name);
    }
    found_.push_back(std::move(found));
  }

  Found started(PlaceKind kind, const std::string& name, std::uint32_t step) const {
    Found found;
    found.place.kind = kind;
    found.place.name = name;
    found.place.before = written_at(from_, from_.spans[step]);
    found.from = step;
    return found;
  }

  // Whether who waits in the one can come back from the other: two scenes, or one part.
  bool fits(std::uint32_t old_section, std::uint32_t new_section) const {
    const bool part = from_.scenes[old_section].is_part;
    return part ? transition_.names().section(old_section) == new_section
                : !to_.scenes[new_section].is_part;
  }

  static std::string_view dialogue_of(const Scene& scene) {
    return std::string_view{scene.name}.substr(0, scene.name.find('.'));
  }

  // Whether everyone in the section is in this stage, and came there without interruption.
  bool is_always_in(std::uint32_t section, std::string_view dialogue) const {
    std::set<std::uint32_t> seen;
    std::vector<std::uint32_t> open{section};
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      if (!seen.insert(at).second) {
        continue;
      }
      const Scene& scene = from_.scenes[at];
      if (!scene.is_part) {
        if (dialogue_of(scene) != dialogue) {
          return false;
        }
        continue;
      }
      const bool interrupts =
          scene.step == from_.help || std::ranges::any_of(from_.stages, [&](const Stage& stage) {
            return scene.step == stage.welcome_back || scene.step == guard_of(from_, stage);
          });
      if (interrupts) {
        return false;
      }
      for (std::uint32_t step = 0; step < from_.steps.size(); ++step) {
        if (from_.steps[step].kind == StepKind::call && from_.steps[step].a == scene.step) {
          open.push_back(old_.section_at(step));
        }
      }
    }
    return true;
  }

  bool send(const std::string& name, std::uint32_t section, Found& found) const {
    for (const std::string& called : {name, from_.scenes[section].name}) {
      const Send* send = transition_.names().send(called);
      if (send == nullptr) {
        continue;
      }
      if (send->scene != none) {
        const Scene& scene = to_.scenes[send->scene];
        const bool reachable =
            scene.is_part ? fits(section, send->scene) : is_always_in(section, dialogue_of(scene));
        if (!reachable) {
          continue;
        }
        found.place.to = scene.name;
        found.to = scene.step;
      } else {
        const Question& question = to_.questions[send->question];
        if (!fits(section, new_.section_at(question.step))) {
          continue;
        }
        found.place.to = question.name;
        found.to = question.step;
      }
      found.place.outcome = Outcome::sent;
      return true;
    }
    return false;
  }

  // Says why, and what to write.
  void strand(Found& found, const Question* elsewhere, const std::string& name) const {
    Place& place = found.place;
    place.outcome = Outcome::stranded;
    const std::uint32_t section = old_.section_at(found.from);
    const Scene& scene = from_.scenes[section];
    const bool scene_is_gone = transition_.names().section(section) == none;
    const std::string what = scene.is_part ? "part" : "scene";
    const std::string old_name = after_dot(scene.name);
    std::string new_name = "NEW";
    switch (place.kind) {
      case PlaceKind::question:
        if (elsewhere == nullptr) {
          place.why = "The question \"" + after_dot(name) + "\" is gone.";
        } else if (scene_is_gone) {
          new_name = after_dot(to_.scenes[new_.section_at(elsewhere->step)].name);
          place.why = "Its " + what + " \"" + old_name + "\" is gone.";
        } else {
          place.why = "It stands in another " + what +
                      " now, and who waits at it would not find the way back.";
        }
        break;
      case PlaceKind::rest:
        place.why = "The rest in the " + what + " \"" + old_name + "\" is gone.";
        break;
      case PlaceKind::way_back:
        place.why = "The \"do\" in the " + what + " \"" + old_name +
                    "\" is gone, and who waits in that part would not find the way back.";
        break;
    }
    const bool may_be_renamed =
        scene_is_gone && (place.kind != PlaceKind::question || elsewhere != nullptr);
    place.mend = may_be_renamed ? "Write \"" + what + " " + new_name + " was " + old_name +
                                      "\" if this is its new name, or \""
                                : std::string{"Write \""};
    place.mend += "send " + after_dot(name) + " to OTHER\" at the top of " +
                  std::string{dialogue_of(scene)} + ".dialogue.";
  }

  // What is known at a step of the older version, in the numbers of the newer one.
  Facts known_at(std::uint32_t step) const {
    const std::optional<Facts>& before = facts_.at(step);
    Facts facts = new_.answers().at_start();
    if (!before) {
      return facts;
    }
    const auto carry = [&](NameId name) {
      const auto was = old_.answers().index(name);
      const auto is = new_.answers().index(name);
      if (was && is && before->asked.has(*was)) {
        facts.asked.add(*is);
      }
      if (was && is && before->answered.has(*was)) {
        facts.answered.add(*is);
      }
    };
    for (const Question& question : from_.questions) {
      carry(question.id);
    }
    for (const std::string& field : from_.profile) {
      carry(name_id("you." + field));
    }
    return facts;
  }

  Start start_of(const Found& found) const {
    return Start{.step = found.to, .facts = known_at(found.from)};
  }

  // Who goes on in the newer version may lack answers that it counts on.
  void check_answers() {
    std::vector<Start> all;
    for (const Found& found : found_) {
      if (found.to != none) {
        all.push_back(start_of(found));
      }
    }
    if (!new_.unmet_from(all)) {
      return;
    }
    // Which of them lack something: each with the ways back that lack nothing themselves.
    std::vector<Start> ways_back;
    for (const Found& found : found_) {
      if (found.to != none && found.place.kind == PlaceKind::way_back) {
        const Start start = start_of(found);
        if (!new_.unmet_from(std::span{&start, 1})) {
          ways_back.push_back(start);
        }
      }
    }
    for (Found& found : found_) {
      if (found.to == none) {
        continue;
      }
      std::vector<Start> starts = ways_back;
      starts.push_back(start_of(found));
      const auto unmet = new_.unmet_from(starts);
      if (!unmet) {
        continue;
      }
      const std::string answer = answer_name(unmet->answer);
      Place& place = found.place;
      place.outcome = Outcome::stranded;
      place.to.clear();
      place.why = "Who waits here may have no answer to \"" + answer + "\", and " +
                  line_of(to_, to_.spans[unmet->step]) + " counts on one.";
      place.mend = "Ask \"if " + answer + " is answered\" before it, or write {" + answer +
                   " or \"other words\"}.";
      found.to = none;
    }
  }

  std::string answer_name(std::size_t answer) const {
    if (answer < to_.questions.size()) {
      const std::string& name = to_.questions[answer].name;
      return name.starts_with("you.") ? name : after_dot(name);
    }
    for (const std::string& field : to_.profile) {
      if (new_.answers().index(name_id("you." + field)) == answer) {
        return "you." + field;
      }
    }
    return {};
  }

  const Transition& transition_;
  const Program& from_;
  const Program& to_;
  const Shape& old_;
  const Shape& new_;
  FactFlow facts_;
  std::vector<Found> found_;
};

std::string kind_words(QuestionKind kind) {
  return kind == QuestionKind::long_text ? "long text" : std::string{kind_word(kind)};
}

}  // namespace

std::vector<Clash> clashes_of(const Program& from, const Program& to) {
  std::vector<Clash> clashes;
  for (const Question& now : to.questions) {
    const Question* before = from.find_question(now.id);
    if (before != nullptr && before->kind != now.kind) {
      clashes.push_back(Clash{
          .at = written_at(to, now.span),
          .message = "The question \"" + after_dot(now.name) + "\" was a " +
                     kind_words(before->kind) + " and is a " + kind_words(now.kind) +
                     " now: what people have answered would not fit.",
          .mend = "Give it a new name, and write \"send " + after_dot(now.name) +
                  " to NEW\" at the top of the file."
      });
    }
  }
  for (const Memory& now : to.memory) {
    const Memory* before = from.find_memory(now.id);
    if (before != nullptr && before->initial.index() != now.initial.index()) {
      clashes.push_back(Clash{
          .at = written_at(to, now.span),
          .message = "The memory \"" + after_dot(now.name) +
                     "\" holds another kind of value now: what is remembered would not fit.",
          .mend = "Give it a new name."
      });
    }
  }
  return clashes;
}

std::size_t Comparison::count(Outcome outcome) const {
  return static_cast<std::size_t>(std::ranges::count(places, outcome, &Place::outcome));
}

Comparison compare(const Transition& transition) {
  return Comparing{transition}.compare();
}

std::string_view outcome_word(Outcome outcome) {
  switch (outcome) {
    case Outcome::same:
      return "same";
    case Outcome::moved:
      return "moved";
    case Outcome::sent:
      return "sent";
    case Outcome::stranded:
      return "stranded";
  }
  return "same";
}

std::string_view place_word(PlaceKind kind) {
  switch (kind) {
    case PlaceKind::question:
      return "question";
    case PlaceKind::rest:
      return "rest";
    case PlaceKind::way_back:
      return "do";
  }
  return "question";
}

std::string place_words(const Place& place) {
  switch (place.kind) {
    case PlaceKind::question:
      return "the question " + place.name;
    case PlaceKind::rest:
      return "the rest in " + place.name;
    case PlaceKind::way_back:
      return "the way back into " + place.name;
  }
  return place.name;
}

}  // namespace attune::engine
