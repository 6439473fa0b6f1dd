#pragma once

#include "engine/session/event.h"
#include "engine/session/state.h"

#include <optional>
#include <span>
#include <vector>

// The fold over a whole history, which passes over what was taken back.
namespace attune::engine {

// The seqs of the events that still hold, as half-open ranges [from, to) that do not.
struct TakenBack {
  Seq from = 0;
  Seq to = 0;

  bool operator==(const TakenBack&) const = default;
};

std::vector<TakenBack> taken_back(std::span<const Event> events);
bool is_taken_back(std::span<const TakenBack> ranges, Seq seq);

// `events` are in order of seq, from a session's first.
State fold(std::span<const Event> events);

// The same, onto a state that an earlier part of the history folded to (a snapshot). Nothing in
// `events` may reach back behind it.
State fold_onto(State before, std::span<const Event> events);

// The state just before the QuestionAsked with seq `asked`; nullopt when no such question holds.
std::optional<State> state_before(std::span<const Event> events, Seq asked);

// The QuestionAsked whose answer or skip holds and is the latest; nullopt when none does.
std::optional<Seq> last_answered(std::span<const Event> events);

}  // namespace attune::engine
