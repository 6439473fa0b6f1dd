#include "transport/protocol/interruptions.h"

#include "engine/session/evolve.h"

#include <algorithm>
#include <utility>

namespace attune::protocol {

bool Interruptions::inside() const {
  const engine::StagePlace* place = state_.current();
  const auto kind = for_safety_.find(state_.here);
  return place != nullptr && kind != for_safety_.end() && kind->second &&
         std::ranges::any_of(place->frames, [](const engine::Frame& frame) {
           return frame.interrupted.has_value();
         });
}

bool Interruptions::follow(const engine::Event& event) {
  const bool inside_before = inside();
  apply(state_, event);
  if (const auto* interrupted = std::get_if<engine::Interrupted>(&event.body)) {
    // One that takes the place of another stays as private as that was.
    bool& for_safety = for_safety_[state_.here];
    for_safety = heard_ || interrupted->by_help || inside_before;
  }
  heard_ = std::holds_alternative<engine::WatchMatched>(event.body);
  if (inside() || inside_before) {
    was_inside_ = true;
    return std::holds_alternative<engine::StageEntered>(event.body);
  }
  const bool first_after = std::exchange(was_inside_, false);
  if (const auto* asked = std::get_if<engine::QuestionAsked>(&event.body)) {
    // It stands there already, and is asked again only because of what came between.
    const bool again = first_after && asked->question == open_;
    open_ = asked->question;
    return !again;
  }
  return true;
}

}  // namespace attune::protocol
