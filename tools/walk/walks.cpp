#include "tools/walk/walks.h"

#include "engine/base/check.h"
#include "engine/session/stages.h"
#include "engine/session/step.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "tools/clock.h"
#include "tools/limits.h"
#include "tools/place.h"
#include "tools/walk/person.h"

namespace attune::tools {
namespace {

using namespace engine;

constexpr std::size_t once_more_one_in = 4;
constexpr std::size_t elsewhere_one_in = 100;

// One walk. The state is moved from turn to turn.
class Walk {
 public:
  Walk(
      const Program& program,
      const std::string& stage,
      const Values& values,
      std::uint64_t seed,
      Coverage& coverage,
      bool keep_typed
  )
      : program_{program},
        stage_{stage},
        coverage_{coverage},
        keep_typed_{keep_typed},
        person_{program, values, seed} {
    walked_.seed = seed;
  }

  Walked run() && {
    try {
      start();
      while (walked_.end == WalkEnd::done && act()) {
        ++walked_.turns;
        if (walked_.turns == limits::walk_turns_max) {
          const Stage* here = program_.find_stage(state_.here);
          if (here == nullptr || !here->endless) {
            fail(WalkEnd::too_long);
          }
          break;
        }
      }
    } catch (const BrokenInvariant& broken) {
      walked_.end = WalkEnd::broken;
      walked_.why = broken.what();
      if (!trace_.steps.empty()) {
        walked_.place = place_of(program_, program_.spans[trace_.steps.back()]);
      }
    }
    return std::move(walked_);
  }

 private:
  void start() {
    Input first;
    first.moment.at = now_;
    Begun begun{.seed = walked_.seed, .stage = stage_, .language = {}, .profile = {}};
    for (const std::string& field : program_.profile) {
      begun.profile.emplace_back(field, "Sam");
    }
    first.body = std::move(begun);
    adopt(begin(program_, first, &trace_));
  }

  // What the person does next; false when the walk is over.
  bool act() {
    const StagePlace* place = state_.current();
    ATTUNE_CHECK(place != nullptr);
    std::optional<Deed> deed = another_stage();
    if (deed) {
      // Then what stands open here waits.
    } else if (place->wait.kind == WaitKind::nothing) {
      deed = next_stage();
      if (!deed) {
        return false;
      }
    } else {
      const bool is_question = place->wait.kind == WaitKind::question;
      deed = person_.next(state_, place->wait, is_question ? &asked_ : nullptr);
      if (!deed) {
        fail(WalkEnd::dead_end);
        return false;
      }
    }
    if (keep_typed_) {
      walked_.typed.push_back(typed(*deed, asked_.kind));
    }
    now_ += deed->after;
    Input input;
    input.moment.at = now_;
    input.body = std::move(deed->body);
    trace_.steps.clear();
    StepResult result = step(program_, std::move(state_), input, &trace_);
    ATTUNE_CHECK(result.has_value());
    adopt(*std::move(result));
    return true;
  }

  // In the middle of one stage, now and then, another that may be taken up.
  std::optional<Deed> another_stage() {
    if (!stage_.empty() || !person_.chance(elsewhere_one_in)) {
      return std::nullopt;
    }
    std::vector<std::string> others;
    for (const Stage& stage : program_.stages) {
      const StageState standing = stage_state(program_, state_, stage);
      if (standing != StageState::ahead && standing != StageState::here) {
        others.push_back(stage.name);
      }
    }
    if (others.empty()) {
      return std::nullopt;
    }
    return Deed{
        .body = StageTaken{std::move(others[person_.below(others.size())])}, .after = typing_time
    };
  }

  std::optional<Deed> next_stage() {
    const Stage* next = stage_.empty() ? next_to_open(program_, state_) : nullptr;
    std::string name = next != nullptr ? next->name : std::string{};
    if (next == nullptr && !std::exchange(ended_, true) && person_.chance(once_more_one_in)) {
      std::vector<std::string> done;
      for (const Stage& stage : program_.stages) {
        if (state_.stage(stage.id) != nullptr && stage.written) {
          done.push_back(stage.name);
        }
      }
      name = stage_.empty() ? done[person_.below(done.size())] : stage_;
    }
    if (name.empty()) {
      return std::nullopt;
    }
    return Deed{.body = StageTaken{std::move(name)}, .after = typing_time};
  }

  void adopt(Turn turn) {
    coverage_.add(turn, trace_);
    for (Event& event : turn.events) {
      if (const auto* said = std::get_if<LineSaid>(&event.body)) {
        walked_.words += words_in(said->text);
      } else if (const auto* shown = std::get_if<PictureShown>(&event.body)) {
        walked_.words += words_in(shown->title) + words_in(shown->words);
      } else if (auto* asked = std::get_if<QuestionAsked>(&event.body)) {
        walked_.words += words_in(asked->text);
        for (const OfferedOption& option : asked->options) {
          walked_.words += words_in(option.label);
        }
        asked_ = std::move(*asked);
      }
    }
    state_ = std::move(turn.after);
  }

  void fail(WalkEnd end) {
    walked_.end = end;
    const Question* question = program_.find_question(state_.wait().id);
    if (question != nullptr) {
      walked_.place = place_of(program_, program_.spans[question->step]);
    }
  }

  const Program& program_;
  const std::string& stage_;
  Coverage& coverage_;
  bool keep_typed_;
  Person person_;
  Walked walked_;
  State state_;
  QuestionAsked asked_;  // the latest
  Trace trace_;
  Instant now_ = first_moment;
  bool ended_ = false;
};

}  // namespace

Walker::Walker(const Program& program, std::string stage)
    : program_{program}, stage_{std::move(stage)}, values_{program} {}

Walked Walker::walk(std::uint64_t seed, Coverage& coverage, bool keep_typed) const {
  return Walk{program_, stage_, values_, seed, coverage, keep_typed}.run();
}

std::uint32_t words_in(std::string_view text) {
  std::uint32_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    words += !blank && !inside ? 1U : 0U;
    inside = !blank;
  }
  return words;
}

}  // namespace attune::tools
