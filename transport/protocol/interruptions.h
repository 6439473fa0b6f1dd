#pragma once

#include "engine/session/event.h"
#include "engine/session/state.h"

#include <map>
#include <optional>
#include <string>

namespace attune::protocol {

// Tells of the events of a journey which belong to an interruption for somebody's safety: what was
// said when they asked for help, or when a watch heard something, the answer in which it was heard
// among them. Events come in order, and hold; a greeting after days away is no such thing.
class Interruptions {
 public:
  // Calls `visit` with the events that may now be shown to anyone, in order: this one, or one that
  // had to wait for it, or both, or none.
  template <class Visit>
  void take(const engine::Event& event, const Visit& visit) {
    const bool heard = std::holds_alternative<engine::WatchMatched>(event.body);
    if (waiting_ && !heard) {
      visit(*waiting_);
    }
    waiting_.reset();
    const bool shown = follow(event);
    if (shown && std::holds_alternative<engine::AnswerKept>(event.body)) {
      waiting_ = event;  // until it is known whether something was heard in it
    } else if (shown) {
      visit(event);
    }
  }

  // After the last event.
  template <class Visit>
  void end(const Visit& visit) {
    if (waiting_) {
      visit(*waiting_);
      waiting_.reset();
    }
  }

 private:
  // Whether it lies outside.
  bool follow(const engine::Event& event);
  bool inside() const;

  engine::State state_;
  std::map<engine::NameId, bool> for_safety_;  // by stage: the interruption that it stands in
  bool heard_ = false;                         // by the event before
  bool was_inside_ = false;
  std::string open_;  // the question that was shown last
  std::optional<engine::Event> waiting_;
};

}  // namespace attune::protocol
